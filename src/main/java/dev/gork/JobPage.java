package dev.gork;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of jobs.
 *
 * @param jobs the jobs, by their ids from the last: as gork makes ids, the latest enqueued first
 * @param cursor where the next page starts, for {@link JobSearch#after}; null on the last page
 */
public record JobPage(List<JobInfo> jobs, @Nullable String cursor) {

    /** Where the next page starts, if there is one. */
    public Optional<String> next() {
        return Optional.ofNullable(cursor);
    }
}
