package dev.gork;

import org.jspecify.annotations.Nullable;

/**
 * Which jobs to look for. All conditions hold together.
 *
 * <pre>{@code
 * JobPage page = client.search(JobSearch.all().queue("invoice").status(JobStatus.FAILED).limit(20));
 * JobPage next = client.search(JobSearch.all().queue("invoice").status(JobStatus.FAILED).limit(20)
 *         .after(page.next().orElseThrow()));
 * }</pre>
 *
 * @param queue only this queue, or null for all
 * @param status only this status, or null for all
 * @param idPart only ids that contain this text, or null for all
 * @param cursor where to go on, from {@link JobPage#next}, or null from the start
 * @param limit the size of a page, 1 to {@value #MAX_LIMIT}
 */
public record JobSearch(
        @Nullable String queue,
        @Nullable JobStatus status,
        @Nullable String idPart,
        @Nullable String cursor,
        int limit) {

    /** The largest page. */
    public static final int MAX_LIMIT = 1000;

    /**
     * Checks the limit.
     *
     * @throws IllegalArgumentException if the limit is out of range
     */
    public JobSearch {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT + ", but was " + limit);
        }
    }

    /** All jobs, 50 a page. */
    public static JobSearch all() {
        return new JobSearch(null, null, null, null, 50);
    }

    /** Only this queue. */
    public JobSearch queue(@Nullable String queue) {
        return new JobSearch(queue, status, idPart, cursor, limit);
    }

    /** Only this status. */
    public JobSearch status(@Nullable JobStatus status) {
        return new JobSearch(queue, status, idPart, cursor, limit);
    }

    /** Only ids that contain this text. */
    public JobSearch idContains(@Nullable String part) {
        return new JobSearch(queue, status, part, cursor, limit);
    }

    /** At most this many; default 50. */
    public JobSearch limit(int limit) {
        return new JobSearch(queue, status, idPart, cursor, limit);
    }

    /** The page after the one that gave this cursor. */
    public JobSearch after(@Nullable String cursor) {
        return new JobSearch(queue, status, idPart, cursor, limit);
    }
}
