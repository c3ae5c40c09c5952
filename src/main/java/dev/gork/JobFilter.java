package dev.gork;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects jobs. All conditions must hold; null means any.
 *
 * <pre>{@code
 * JobFilter filter = JobFilter.all().queue("invoice").status(JobStatus.FAILED).argumentsContain("{\"customer\": 17}");
 * }</pre>
 *
 * @param queue only this queue
 * @param status only this status
 * @param idPart only ids that contain this text
 * @param arguments only arguments that contain this JSON, as PostgreSQL's operator {@code @>} says; not on H2
 * @param node only jobs that this node runs, or ran last: its id, or its name for all that had it
 * @param from only those created then or later
 * @param to only those created before
 */
public record JobFilter(
        @Nullable String queue,
        @Nullable JobStatus status,
        @Nullable String idPart,
        @Nullable String arguments,
        @Nullable String node,
        @Nullable Instant from,
        @Nullable Instant to) {

    private static final JobFilter ALL = new JobFilter(null, null, null, null, null, null, null);

    /** All jobs. */
    public static JobFilter all() {
        return ALL;
    }

    /** Only this queue. */
    public JobFilter queue(@Nullable String queue) {
        return new JobFilter(queue, status, idPart, arguments, node, from, to);
    }

    /** Only this status. */
    public JobFilter status(@Nullable JobStatus status) {
        return new JobFilter(queue, status, idPart, arguments, node, from, to);
    }

    /** Only ids that contain this text. */
    public JobFilter idContains(@Nullable String part) {
        return new JobFilter(queue, status, part, arguments, node, from, to);
    }

    /** Only arguments that contain this JSON. */
    public JobFilter argumentsContain(@Nullable String json) {
        return new JobFilter(queue, status, idPart, json, node, from, to);
    }

    /** Only jobs that this node runs, or ran last: its id or its name. */
    public JobFilter node(@Nullable String node) {
        return new JobFilter(queue, status, idPart, arguments, node, from, to);
    }

    /** Only those created from this instant on, and before the other one. */
    public JobFilter created(@Nullable Instant from, @Nullable Instant to) {
        return new JobFilter(queue, status, idPart, arguments, node, from, to);
    }
}
