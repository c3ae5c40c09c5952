package dev.gork.console;

import dev.gork.JobInfo;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a viewer has been told of already, so that it is told what changed and nothing else. */
final class Told {
    private final Set<String> watched;
    private final Map<String, Instant> jobs = new HashMap<>();
    private @Nullable String queues;

    /** Nothing yet, of these jobs. */
    Told(Set<String> watched) {
        this.watched = watched;
    }

    /** Whether this is news of the queues; it is told then. */
    boolean queues(String now) {
        boolean news = !now.equals(queues);
        queues = now;
        return news;
    }

    /** Which of the watched jobs have changed since, by the times at which all jobs changed last. */
    Stream<String> changed(Map<String, Instant> changes) {
        return watched.stream()
                .filter(id -> changes.containsKey(id) && !changes.get(id).equals(jobs.get(id)));
    }

    /**
     * What is new of the watched jobs; it is told then.
     *
     * @param changes when each job changed last; those that are gone are missing
     * @param read those that have been read
     * @param show how a job is shown
     */
    Optional<JsonObject> jobs(
            Map<String, Instant> changes, Map<String, JobInfo> read, Function<JobInfo, JsonObject> show) {
        JsonArrayBuilder changed = JobJson.JSON.createArrayBuilder();
        JsonArrayBuilder deleted = JobJson.JSON.createArrayBuilder();
        boolean news = false;
        for (String id : watched) {
            JobInfo job = read.get(id);
            if (!changes.containsKey(id) && jobs.remove(id) != null) {
                deleted.add(id);
                news = true;
            } else if (job != null && !job.updatedAt().equals(jobs.put(id, job.updatedAt()))) {
                changed.add(show.apply(job));
                news = true;
            }
        }
        return news
                ? Optional.of(JobJson.JSON
                        .createObjectBuilder()
                        .add("jobs", changed)
                        .add("deleted", deleted)
                        .build())
                : Optional.empty();
    }
}
