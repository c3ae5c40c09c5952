package dev.gork.console.views;

import dev.gork.JobFilter;
import dev.gork.console.config.ConsoleSettings;
import dev.gork.jobs.JobExcerpt;
import dev.gork.payload.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.ForbiddenException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Hides from viewers what the settings name: all arguments of some queues, and some fields everywhere. */
@ApplicationScoped
public class Redaction {
    /** What stands in the place of a hidden value. */
    static final String HIDDEN = "(hidden)";

    private static final JsonValue HIDDEN_VALUE = LosslessJson.JSON.createValue(HIDDEN);

    /** How much is shown of what is too long to be shown whole, in characters. */
    private static final int START = 300;

    @Inject
    ConsoleSettings settings;

    /** Shows a job as an operator, or a viewer, may see it. */
    public JobView show(JobExcerpt job, boolean operator) {
        boolean hidden = !operator && isHidden(job.job().queue());
        Set<String> fields = operator ? Set.of() : hiddenFields();
        return JobView.of(
                job,
                hidden
                        ? JsonValue.NULL
                        : payload(job, JobExcerpt.ARGUMENTS, job.job().argumentsJson(), fields),
                hidden
                        ? JsonValue.NULL
                        : payload(job, JobExcerpt.RESULT, job.job().resultJson(), fields),
                hidden);
    }

    /** What cannot be read, for it is no JSON or only the beginning of some, may have any field in it. */
    private static JsonValue payload(JobExcerpt job, String name, String json, Set<String> fields) {
        if (job.shortened().containsKey(name)) {
            return fields.isEmpty() ? LosslessJson.JSON.createValue(Texts.storable(json, START)) : JsonValue.NULL;
        }
        JsonValue value = LosslessJson.readOrNull(json);
        if (value == null) {
            return LosslessJson.JSON.createValue(fields.isEmpty() ? json : HIDDEN);
        }
        return fields.isEmpty() ? value : without(fields, value);
    }

    /**
     * Refuses a search whose answer alone would tell what the caller may not see.
     *
     * @throws ForbiddenException if it would
     */
    public void check(JobFilter filter, boolean operator) {
        if (filter.arguments() == null || operator) {
            return;
        }
        if (!settings.hiddenArguments().isEmpty() && (filter.queue() == null || isHidden(filter.queue()))) {
            throw new ForbiddenException("Search the arguments of one queue whose arguments you may see: name it.");
        }
        Set<String> fields = hiddenFields();
        JsonValue searched = LosslessJson.readOrNull(filter.arguments());
        if (!fields.isEmpty() && (searched == null || names(searched, fields))) {
            throw new ForbiddenException("The search names a field that you may not see, or cannot be read.");
        }
    }

    /** Shows a filter as an operator, or a viewer, may see it: what others searched for may be hidden from viewers. */
    public JobFilter show(JobFilter filter, boolean operator) {
        boolean nothingHidden =
                settings.hiddenArguments().isEmpty() && settings.hiddenFields().isEmpty();
        return nothingHidden || operator ? filter : withoutArguments(filter);
    }

    /** Returns a filter for the log, where arguments do not belong. */
    public static JobFilter withoutArguments(JobFilter filter) {
        return filter.arguments() == null ? filter : filter.argumentsContain(HIDDEN);
    }

    private boolean isHidden(String queue) {
        return settings.hiddenArguments().contains(queue);
    }

    private Set<String> hiddenFields() {
        return settings.hiddenFields().stream()
                .map(field -> field.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static JsonValue without(Set<String> fields, @Nullable JsonValue json) {
        if (json instanceof JsonObject object) {
            JsonObjectBuilder shown = LosslessJson.JSON.createObjectBuilder();
            object.forEach(
                    (name, value) -> shown.add(name, isOneOf(fields, name) ? HIDDEN_VALUE : without(fields, value)));
            return shown.build();
        }
        if (json instanceof JsonArray array) {
            JsonArrayBuilder shown = LosslessJson.JSON.createArrayBuilder();
            array.forEach(value -> shown.add(without(fields, value)));
            return shown.build();
        }
        return json instanceof JsonString text && names(text, fields)
                ? HIDDEN_VALUE
                : json == null ? JsonValue.NULL : json;
    }

    /** Whether one of these fields is in it, also within a text that is JSON itself. */
    private static boolean names(JsonValue json, Set<String> fields) {
        if (json instanceof JsonObject object) {
            return object.entrySet().stream()
                    .anyMatch(entry -> isOneOf(fields, entry.getKey()) || names(entry.getValue(), fields));
        }
        if (json instanceof JsonString text && mayBeJson(text.getString())) {
            JsonValue inner = LosslessJson.readOrNull(text.getString());
            return inner == null ? mentions(text.getString(), fields) : names(inner, fields);
        }
        return json instanceof JsonArray array && array.stream().anyMatch(value -> names(value, fields));
    }

    private static boolean mayBeJson(String text) {
        String begin = text.stripLeading();
        return begin.startsWith("{") || begin.startsWith("[") || begin.startsWith("\"");
    }

    private static boolean mentions(String text, Set<String> fields) {
        String lower = text.toLowerCase(Locale.ROOT);
        return fields.stream().anyMatch(lower::contains);
    }

    private static boolean isOneOf(Set<String> fields, String name) {
        return fields.contains(name.toLowerCase(Locale.ROOT));
    }
}
