package dev.gork.jobs;

import dev.gork.JobInfo;
import dev.gork.JobStatus;
import dev.gork.database.Row;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The columns of a job as every statement selects them, and what they become. */
public final class JobRow {
    private static final List<String> NAMES = List.of(
            "id",
            "queue",
            "status",
            "arguments",
            "result",
            "last_error",
            "retry_count",
            "options",
            "priority",
            "attempts",
            "rescues",
            "claim",
            "node",
            "scheduled_at",
            "started_at",
            "finished_at",
            "created_at",
            "updated_at",
            "enqueued_by",
            "parent");

    private static final Set<String> JSON = Set.of("arguments", "result", "options");

    private static final Map<String, Integer> PLACES = Row.places(NAMES);

    /** How many columns there are. */
    static final int WIDTH = NAMES.size();

    /** All columns, to be selected from {@code jobs}. */
    public static final String COLUMNS = columns(NAMES);

    private JobRow() {}

    /** Some columns, to be selected from {@code jobs}. */
    public static String columns(List<String> names) {
        return columns(names, json -> json, error -> error);
    }

    /** All columns, with what becomes of those that may be long: those that hold JSON, as text, and the error. */
    static String columns(UnaryOperator<String> json, UnaryOperator<String> error) {
        return columns(NAMES, json, error);
    }

    private static String columns(List<String> names, UnaryOperator<String> json, UnaryOperator<String> error) {
        return names.stream()
                .map(name -> JSON.contains(name)
                        ? json.apply(text(name))
                        : name.equals("last_error") ? error.apply("jobs." + name) : "jobs." + name)
                .collect(Collectors.joining(", "));
    }

    /** A column that holds JSON, as text, so that no driver's own JSON class has to be known. */
    static String text(String column) {
        return "CAST(jobs." + column + " AS varchar)";
    }

    static List<JobInfo> toJobs(List<?> rows) {
        return rows.stream().map(row -> toJob((Object[]) row)).toList();
    }

    /** The job that a row of {@link #COLUMNS} is. */
    public static JobInfo toJob(Object[] values) {
        Row row = new Row(PLACES, values);
        return new JobInfo(
                row.text("id"),
                row.text("queue"),
                toStatus(row.text("status")),
                row.text("arguments"),
                row.text("result"),
                row.textOrNull("last_error"),
                row.number("retry_count"),
                row.text("options"),
                row.number("priority"),
                row.number("attempts"),
                row.number("rescues"),
                row.longNumber("claim"),
                row.textOrNull("node"),
                row.time("scheduled_at"),
                row.timeOrNull("started_at"),
                row.timeOrNull("finished_at"),
                row.time("created_at"),
                row.time("updated_at"),
                row.textOrNull("enqueued_by"),
                row.textOrNull("parent"));
    }

    /** A word of a newer version, or of someone's own, must not make the rows around it unreadable. */
    public static JobStatus toStatus(Object word) {
        try {
            return JobStatus.of((String) word);
        } catch (IllegalArgumentException e) {
            return JobStatus.UNKNOWN;
        }
    }
}
