package dev.gork.payload;

import dev.gork.JobPayloadException;
import dev.gork.config.JobLimits;
import dev.gork.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Objects to JSON text and back, and the check that every database takes the text.
 *
 * <p>JSON-B does the work, with the application's own {@code JsonbConfig} if a CDI bean of that type exists. What is wrong
 * is said without any value of the payload, for errors are shown to those who may not see it; see {@link PayloadErrors}.
 */
@ApplicationScoped
public class JsonCodec {
    /** jsonb keeps numbers as decimals of at most 131,072 digits before and 16,383 after the point. */
    private static final int MAX_NUMBER_DIGITS = 1_000;

    @Inject
    Settings settings;

    private final JsonProvider provider = JsonProvider.provider();
    private @Nullable Jsonb opened;
    private int maxSize;

    @Inject
    void open(@Any Instance<JsonbConfig> applicationConfig) {
        open(applicationConfig.isResolvable() ? applicationConfig.get() : null);
    }

    void open(@Nullable JsonbConfig config) {
        opened = config == null ? JsonbBuilder.create() : JsonbBuilder.create(config);
        maxSize = settings.maxPayloadSize();
    }

    /**
     * Writes an object as JSON text that {@link #check} passes.
     *
     * @throws JobPayloadException if it cannot be written, or is too large
     */
    public String write(@Nullable Object value) {
        String json;
        try {
            json = value == null ? "null" : jsonb().toJson(value);
        } catch (RuntimeException | StackOverflowError e) { // cyclic objects end as one
            throw new JobPayloadException(
                    value.getClass().getName() + " cannot be written as JSON" + PayloadErrors.place(e), e);
        }
        return check(json);
    }

    /**
     * Reads JSON text as a type.
     *
     * @throws JobPayloadException if it is not of this type
     */
    public <T> T read(String json, Type type) {
        try {
            return jsonb().fromJson(json, type);
        } catch (RuntimeException | StackOverflowError e) {
            throw new JobPayloadException("not readable as " + type.getTypeName() + PayloadErrors.place(e), e);
        }
    }

    /**
     * Reads JSON text as a tree.
     *
     * @throws JobPayloadException if it is no JSON
     */
    public JsonValue tree(String json) {
        try (JsonReader reader = provider.createReader(new StringReader(json))) {
            return reader.readValue();
        } catch (JsonException e) {
            throw new JobPayloadException("not readable as JSON" + PayloadErrors.place(e), e);
        }
    }

    /**
     * Refuses text that is no JSON, or that a database would refuse or change: too long, too deep, NUL characters, lone
     * surrogates, numbers beyond a decimal column.
     *
     * @return the same text
     * @throws JobPayloadException if so, saying which and the limit
     */
    public String check(String json) {
        // No character has more than three bytes of UTF-8 per Java char, so short texts need no counting.
        if (json.length() > maxSize / 3 && json.getBytes(StandardCharsets.UTF_8).length > maxSize) {
            throw new JobPayloadException(
                    "larger than gork.max-payload-size: " + json.getBytes(StandardCharsets.UTF_8).length + " bytes, "
                            + maxSize + " allowed. Keep large data in a table or file of its own and pass its key.",
                    null);
        }
        if (json.isBlank()) {
            throw new JobPayloadException("empty text, not JSON", null);
        }
        int depth = 0;
        long digits = 0;
        try (JsonParser parser = provider.createParser(new StringReader(json))) {
            while (parser.hasNext()) {
                switch (parser.next()) {
                    case START_OBJECT, START_ARRAY -> checkDepth(++depth);
                    case END_OBJECT, END_ARRAY -> depth--;
                    case KEY_NAME, VALUE_STRING -> {
                        String problem = Texts.problem(parser.getString());
                        if (problem != null) {
                            throw new JobPayloadException(problem, null);
                        }
                    }
                    case VALUE_NUMBER -> digits = checkDigits(digits + digits(parser));
                    default -> {
                        // true, false and null are always fine
                    }
                }
            }
        } catch (JsonException e) {
            throw new JobPayloadException("not valid JSON" + PayloadErrors.place(e), e);
        }
        return json;
    }

    private Jsonb jsonb() {
        return Objects.requireNonNull(opened);
    }

    private static void checkDepth(int depth) {
        if (depth > JobLimits.MAX_JSON_DEPTH) {
            throw new JobPayloadException(
                    "nested deeper than " + JobLimits.MAX_JSON_DEPTH + " levels, which is the limit", null);
        }
    }

    /** Written out as a decimal, 1e1000 is a thousand times longer than it looks. */
    private long checkDigits(long digits) {
        if (digits > maxSize) {
            throw new JobPayloadException(
                    "numbers that have more than " + maxSize + " digits when written out, which is the limit", null);
        }
        return digits;
    }

    private static long digits(JsonParser parser) {
        String text = parser.getString();
        if (text.length() <= 15 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
            return text.length();
        }
        long digits = Long.MAX_VALUE / 2;
        if (text.length() <= MAX_NUMBER_DIGITS) {
            try {
                BigDecimal number = new BigDecimal(text);
                digits =
                        Math.max(Math.abs((long) number.precision() - number.scale()), Math.abs((long) number.scale()));
            } catch (NumberFormatException e) { // an exponent beyond any int
                digits = Long.MAX_VALUE / 2;
            }
        }
        if (digits > MAX_NUMBER_DIGITS) {
            throw new JobPayloadException(
                    "the number before " + PayloadErrors.place(parser.getLocation()) + " has more than "
                            + MAX_NUMBER_DIGITS + " digits, which is the limit",
                    null);
        }
        return digits;
    }
}
