package dev.gork.payload;

import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a payload is wrong, and by what kind of exception, without the messages of JSON-B, JSON-P or the application's own
 * types: those repeat values, and an error is shown to people who may not see them.
 */
final class PayloadErrors {
    /** As JSON-B's implementation says it of each level; a name that was matched with a property of the type. */
    private static final Pattern PROPERTY = Pattern.compile("^Unable to (?:de)?serialize property '([^']{1,100})'");

    private static final int MAX_CAUSES = 20;

    private PayloadErrors() {}

    /** In brackets: the property, or the place in the text, and the exception at the bottom of it. */
    static String place(Throwable failure) {
        List<String> properties = new ArrayList<>();
        String position = "";
        Throwable last = failure;
        int depth = 0;
        for (Throwable each = failure; each != null && depth < MAX_CAUSES; each = each.getCause(), depth++) {
            Matcher property = PROPERTY.matcher(String.valueOf(each.getMessage()));
            if (property.find()) {
                properties.add(property.group(1));
            }
            if (each instanceof JsonParsingException parsing) {
                position = place(parsing.getLocation()) + ", ";
            }
            last = each;
        }
        String where = properties.isEmpty() ? position : "at /" + String.join("/", properties) + ", ";
        return " (" + where + last.getClass().getName() + "; values are not repeated here)";
    }

    static String place(JsonLocation location) {
        return "line " + location.getLineNumber() + ", column " + location.getColumnNumber();
    }
}
