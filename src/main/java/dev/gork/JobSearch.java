package dev.gork;

import org.jspecify.annotations.Nullable;

/**
 * Which jobs to look for, and how many at a time.
 *
 * <pre>{@code
 * JobSearch search = JobSearch.all().queue("invoice").status(JobStatus.FAILED).limit(20);
 * JobPage page = client.search(search);
 * JobPage next = client.search(search.after(page.next().orElseThrow()));
 * }</pre>
 *
 * @param filter which jobs
 * @param cursor where to go on, from {@link JobPage#next}, or null from the start
 * @param limit the size of a page, 1 to {@value #MAX_LIMIT}
 */
public record JobSearch(JobFilter filter, @Nullable String cursor, int limit) {

    /** The largest page. */
    public static final int MAX_LIMIT = 1000;

    private static final int DEFAULT_LIMIT = 50;

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
        return of(JobFilter.all());
    }

    /** The jobs that a filter lets through, 50 a page. */
    public static JobSearch of(JobFilter filter) {
        return new JobSearch(filter, null, DEFAULT_LIMIT);
    }

    /** Only this queue. */
    public JobSearch queue(@Nullable String queue) {
        return new JobSearch(filter.queue(queue), cursor, limit);
    }

    /** Only this status. */
    public JobSearch status(@Nullable JobStatus status) {
        return new JobSearch(filter.status(status), cursor, limit);
    }

    /** Only ids that contain this text. */
    public JobSearch idContains(@Nullable String part) {
        return new JobSearch(filter.idContains(part), cursor, limit);
    }

    /** At most this many; default 50. */
    public JobSearch limit(int limit) {
        return new JobSearch(filter, cursor, limit);
    }

    /** The page after the one that gave this cursor. */
    public JobSearch after(@Nullable String cursor) {
        return new JobSearch(filter, cursor, limit);
    }
}
