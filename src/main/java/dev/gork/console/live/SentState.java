package dev.gork.console.live;

import dev.gork.JobInfo;
import dev.gork.console.views.ChangesView;
import dev.gork.console.views.JobView;
import dev.gork.jobs.JobExcerpt;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was last sent on one event stream, to send only differences. */
final class SentState {
    private final Set<String> watched;
    private final Map<String, Instant> jobs = new HashMap<>();
    private @Nullable String queues;

    /** Begins with nothing sent of these jobs. */
    SentState(Set<String> watched) {
        this.watched = watched;
    }

    /** Returns whether the queues differ from those sent last, and notes them as sent. */
    boolean queues(String now) {
        boolean news = !now.equals(queues);
        queues = now;
        return news;
    }

    /** Returns the watched jobs that changed since they were sent, by the times at which jobs changed last. */
    Stream<String> changed(Map<String, Instant> changes) {
        return watched.stream()
                .filter(id -> changes.containsKey(id) && !changes.get(id).equals(jobs.get(id)));
    }

    /**
     * Returns what is new of the watched jobs, and notes it as sent.
     *
     * @param changes when each job changed last; those that are gone are missing
     * @param read those that have been read
     * @param show how a job is shown
     */
    Optional<ChangesView> jobs(
            Map<String, Instant> changes, Map<String, JobExcerpt> read, Function<JobExcerpt, JobView> show) {
        List<JobView> changed = new ArrayList<>();
        List<String> deleted = new ArrayList<>();
        for (String id : watched) {
            JobExcerpt job = read.get(id);
            if (!changes.containsKey(id) && jobs.remove(id) != null) {
                deleted.add(id);
            } else if (job != null && isNews(job.job())) {
                changed.add(show.apply(job));
            }
        }
        return changed.isEmpty() && deleted.isEmpty()
                ? Optional.empty()
                : Optional.of(new ChangesView(changed, deleted));
    }

    private boolean isNews(JobInfo job) {
        return !job.updatedAt().equals(jobs.put(job.id(), job.updatedAt()));
    }
}
