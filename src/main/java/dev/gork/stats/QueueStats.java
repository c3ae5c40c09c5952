package dev.gork.stats;

import dev.gork.JobStatus;
import dev.gork.QueueCounts;
import dev.gork.QueueOverrides;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A queue as it stands.
 *
 * @param overrides what people set for it
 * @param counts how many jobs it has in each status
 * @param backlog what is due, counted up to {@link QueueQueries#DUE_COUNTED}
 * @param recent what became of its attempts lately
 */
public record QueueStats(QueueOverrides overrides, QueueCounts counts, QueueDepth backlog, Recent recent) {
    /** A queue that has no jobs yet, and that nothing is set for. */
    public static QueueStats none(String queue) {
        return new QueueStats(
                QueueOverrides.none(queue), new QueueCounts(queue, Map.of()), QueueDepth.NONE, HistoryQueries.NOTHING);
    }

    /** Its name. */
    public String name() {
        return overrides.queue();
    }

    /** The number of its jobs in this status. */
    public long count(JobStatus status) {
        return counts.count(status);
    }

    /** Whether more jobs may be due than were counted. */
    public boolean backlogCapped() {
        return backlog.due() >= QueueQueries.DUE_COUNTED;
    }

    /**
     * What became of a queue's attempts lately.
     *
     * @param perSecond attempts that ended a second, within the last half minute
     * @param waitP95Millis what 95 % of the jobs waited at most, of those claimed within the last five minutes
     * @param runP95Millis what 95 % of the handlers took at most, of those that ended within the last five minutes
     * @param failedLastHour jobs that failed
     * @param retriedLastHour attempts that failed and were followed by another
     * @param lastError the first line of the last error within a day
     * @param lastErrorAt when it was noted
     * @param history attempts that ended a second, of the last five minutes in steps of ten seconds, the oldest first
     */
    public record Recent(
            double perSecond,
            double waitP95Millis,
            double runP95Millis,
            long failedLastHour,
            long retriedLastHour,
            @Nullable String lastError,
            @Nullable Instant lastErrorAt,
            List<Double> history) {}
}
