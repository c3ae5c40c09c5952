package dev.gork.console;

import dev.gork.JobFilter;
import dev.gork.JobInfo;
import dev.gork.config.Settings;
import dev.gork.console.security.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What of a job viewers may not see, by the settings: all arguments of some queues, and some fields everywhere. */
@ApplicationScoped
class Privacy {
    /** What stands in the place of a hidden value. */
    static final String HIDDEN = "(hidden)";

    /** In characters; a page of jobs has to be sent to many at once. */
    private static final int BRIEF = 8000;

    @Inject
    Settings settings;

    /** A job as this caller may see it. */
    JsonObject show(JobInfo job, SecurityContext caller) {
        return show(job, caller.isUserInRole(Roles.OPERATOR), false);
    }

    /** The same for those who watch: without arguments and result if they are long. */
    JsonObject brief(JobInfo job, boolean operator) {
        boolean omitted = job.argumentsJson().length() + job.resultJson().length() > BRIEF;
        return JobJson.JSON
                .createObjectBuilder(show(job, operator, omitted))
                .add("arguments_omitted", omitted)
                .build();
    }

    private JsonObject show(JobInfo job, boolean operator, boolean omitted) {
        boolean hidden = !operator && isHidden(job.queue());
        JsonValue arguments = hidden || omitted ? JsonValue.NULL : JobJson.tree(job.argumentsJson());
        JsonValue result = hidden || omitted ? JsonValue.NULL : JobJson.tree(job.resultJson());
        return JobJson.of(
                job,
                operator ? arguments : withoutFields(arguments),
                operator ? result : withoutFields(result),
                hidden);
    }

    /**
     * Refuses a search whose answer alone would tell what the caller may not see.
     *
     * @throws ForbiddenException if it would
     */
    void check(JobFilter filter, SecurityContext caller) {
        if (filter.arguments() == null || caller.isUserInRole(Roles.OPERATOR)) {
            return;
        }
        if (!settings.consoleHiddenArguments().isEmpty() && (filter.queue() == null || isHidden(filter.queue()))) {
            throw new ForbiddenException("Search the arguments of one queue whose arguments you may see: name it.");
        }
        if (names(JobJson.tree(filter.arguments()), hiddenFields())) {
            throw new ForbiddenException("The search names a field that you may not see.");
        }
    }

    /** A filter as this caller may see it: what others searched for may be what it may not see. */
    JobFilter show(JobFilter filter, SecurityContext caller) {
        boolean nothingHidden = settings.consoleHiddenArguments().isEmpty()
                && settings.consoleHiddenFields().isEmpty();
        return nothingHidden || caller.isUserInRole(Roles.OPERATOR) ? filter : withoutArguments(filter);
    }

    /** A filter for the log, where arguments do not belong. */
    static JobFilter withoutArguments(JobFilter filter) {
        return filter.arguments() == null ? filter : filter.argumentsContain(HIDDEN);
    }

    private boolean isHidden(String queue) {
        return settings.consoleHiddenArguments().contains(queue);
    }

    private Set<String> hiddenFields() {
        return settings.consoleHiddenFields().stream()
                .map(field -> field.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private JsonValue withoutFields(JsonValue json) {
        Set<String> fields = hiddenFields();
        return fields.isEmpty() ? json : without(fields, json);
    }

    private static JsonValue without(Set<String> fields, @Nullable JsonValue json) {
        if (json instanceof JsonObject object) {
            JsonObjectBuilder shown = JobJson.JSON.createObjectBuilder();
            object.forEach((name, value) -> {
                boolean hide = fields.contains(name.toLowerCase(Locale.ROOT));
                shown.add(name, hide ? JobJson.JSON.createValue(HIDDEN) : without(fields, value));
            });
            return shown.build();
        }
        if (json instanceof JsonArray array) {
            JsonArrayBuilder shown = JobJson.JSON.createArrayBuilder();
            array.forEach(value -> shown.add(without(fields, value)));
            return shown.build();
        }
        return json == null ? JsonValue.NULL : json;
    }

    private static boolean names(JsonValue json, Set<String> fields) {
        if (json instanceof JsonObject object) {
            return object.entrySet().stream()
                    .anyMatch(entry -> fields.contains(entry.getKey().toLowerCase(Locale.ROOT))
                            || names(entry.getValue(), fields));
        }
        return json instanceof JsonArray array && array.stream().anyMatch(value -> names(value, fields));
    }
}
