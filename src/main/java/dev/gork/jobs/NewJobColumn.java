package dev.gork.jobs;

import dev.gork.database.ArrayParameter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A column that is set when a job is made; every INSERT is put together from these. Its status is always the same, and its
 * due time depends on the database's clock.
 *
 * @param name its name
 * @param kind what it holds
 * @param value what a job has in it
 */
record NewJobColumn(String name, Kind kind, Function<NewJob, @Nullable Object> value) {
    static final List<NewJobColumn> ALL = List.of(
            text("id", NewJob::id),
            text("queue", NewJob::queue),
            new NewJobColumn("arguments", Kind.JSON, NewJob::arguments),
            new NewJobColumn("options", Kind.JSON, NewJob::options),
            new NewJobColumn("priority", Kind.NUMBER, NewJob::priority),
            text("enqueued_by", NewJob::enqueuedBy),
            text("parent", NewJob::parent));

    /** The names of all, for an INSERT. */
    static final String NAMES = ALL.stream().map(NewJobColumn::name).collect(Collectors.joining(", "));

    /** What a column holds. */
    enum Kind {
        TEXT,
        JSON,
        NUMBER
    }

    private static NewJobColumn text(String name, Function<NewJob, @Nullable Object> value) {
        return new NewJobColumn(name, Kind.TEXT, value);
    }

    /** All of many jobs, as arrays. */
    ArrayParameter<NewJob> array() {
        return new ArrayParameter<>(kind == Kind.NUMBER ? Integer[]::new : String[]::new, value);
    }
}
