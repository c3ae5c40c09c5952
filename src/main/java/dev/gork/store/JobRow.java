package dev.gork.store;

import dev.gork.JobInfo;
import dev.gork.JobStatus;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a job as every statement selects them, and what they become. */
final class JobRow {
    /** JSON is cast to text, so that no driver's own JSON class has to be known. */
    static final String COLUMNS = """
            jobs.id, jobs.queue, jobs.status, CAST(jobs.arguments AS varchar), CAST(jobs.result AS varchar), \
            jobs.last_error, jobs.retry_count, CAST(jobs.options AS varchar), jobs.priority, jobs.attempts, \
            jobs.rescues, jobs.claim, jobs.node, jobs.scheduled_at, jobs.started_at, jobs.finished_at, \
            jobs.created_at, jobs.updated_at, jobs.enqueued_by, jobs.parent""";

    private JobRow() {}

    static List<JobInfo> toJobs(List<?> rows) {
        return rows.stream().map(row -> toJob((Object[]) row)).toList();
    }

    private static JobInfo toJob(Object[] row) {
        return new JobInfo(
                (String) row[0],
                (String) row[1],
                toStatus(row[2]),
                (String) row[3],
                (String) row[4],
                (String) row[5],
                ((Number) row[6]).intValue(),
                (String) row[7],
                ((Number) row[8]).intValue(),
                ((Number) row[9]).intValue(),
                ((Number) row[10]).intValue(),
                ((Number) row[11]).longValue(),
                (String) row[12],
                toInstant(row[13]),
                toInstantOrNull(row[14]),
                toInstantOrNull(row[15]),
                toInstant(row[16]),
                toInstant(row[17]),
                (String) row[18],
                (String) row[19]);
    }

    /** A word of a newer version, or of someone's own, must not make the rows around it unreadable. */
    static JobStatus toStatus(Object word) {
        try {
            return JobStatus.of((String) word);
        } catch (IllegalArgumentException e) {
            return JobStatus.UNKNOWN;
        }
    }

    static @Nullable Instant toInstantOrNull(@Nullable Object value) {
        return value == null ? null : toInstant(value);
    }

    static Instant toInstant(@Nullable Object value) {
        if (value instanceof Timestamp timestamp) {
            return timestamp.toInstant();
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        throw new IllegalStateException("No time: " + value);
    }
}
