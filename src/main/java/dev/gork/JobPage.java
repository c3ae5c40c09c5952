package dev.gork;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of jobs.
 *
 * @param jobs the jobs, by their ids from the last: as gork makes ids, the latest enqueued first
 * @param cursor where to go on, for {@link JobSearch#after}; null if there is nothing more
 * @param complete false if the time limit was hit before the page was full; continue with the cursor. A page may then be
 *     empty, too
 */
public record JobPage(List<JobInfo> jobs, @Nullable String cursor, boolean complete) {

    /** Where to go on, if there may be more. */
    public Optional<String> next() {
        return Optional.ofNullable(cursor);
    }
}
