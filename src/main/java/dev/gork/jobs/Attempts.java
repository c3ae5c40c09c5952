package dev.gork.jobs;

import dev.gork.JobAttempt;
import dev.gork.JobInfo;
import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.database.Times;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The attempts at jobs. A job's last one is its own row; one that is followed by another is archived by the transition
 * that makes the job scheduled again, in the same transaction.
 */
@ApplicationScoped
@Transactional
public class Attempts {
    /** Nobody is given more of a job's: its latest ones. */
    public static final int MAX_SHOWN = 1000;

    /** People read the latest ones, and of an error its beginning. */
    private static final int MAX_LOOKED_AT = 100;

    private static final int MAX_ERROR_LENGTH = 4_000;

    /** A job's id may have been another job's, whose row was deleted by SQL; its attempts ended before this one began. */
    private static final String ITS_OWN = """
            FROM gork_attempts WHERE job = ?1 AND ended_at >= (SELECT created_at FROM ONLY jobs WHERE id = ?1)""";

    private static final String ARCHIVED = "SELECT claim, node, started_at, ended_at, outcome, %s " + ITS_OWN + """

            ORDER BY claim DESC
            FETCH FIRST ?2 ROWS ONLY""";

    private static final String COUNT = "SELECT COUNT(*) " + ITS_OWN;

    private static final String NEXT =
            "SELECT job FROM gork_attempts WHERE job > ?1 ORDER BY job FETCH FIRST ?2 ROWS ONLY";

    private static final String FORGET_ORPHANS = """
            DELETE FROM gork_attempts
            WHERE job > ?1 AND job <= ?2 AND NOT EXISTS (SELECT 1 FROM ONLY jobs WHERE jobs.id = gork_attempts.job)""";

    private static final String FORGET = "DELETE FROM gork_attempts WHERE job = ?1";

    private static final String FORGET_ONE = FORGET + " AND claim = ?2";

    private static final String ARCHIVE = """
            INSERT INTO gork_attempts (job, claim, node, started_at, ended_at, outcome, error)
            VALUES (?1, ?2, ?3, CAST(?4 AS timestamp with time zone),
                    COALESCE(CAST(?5 AS timestamp with time zone), CURRENT_TIMESTAMP), ?6, ?7)""";

    @Inject
    Sql sql;

    @Inject
    Database database;

    @Inject
    JobQueries jobs;

    /** The latest attempts at a job, at most {@link #MAX_SHOWN}, the oldest of them first. */
    public List<JobAttempt> of(String id) {
        Optional<JobInfo> job = jobs.get(id);
        if (job.isEmpty()) {
            return List.of();
        }
        List<JobAttempt> attempts = latest(job.get(), MAX_SHOWN, "error");
        Collections.reverse(attempts);
        return attempts;
    }

    /**
     * A job's latest attempts, for people to look at.
     *
     * @param attempts the latest first, with shortened errors
     * @param total how many there were in all
     */
    public record Latest(List<JobAttempt> attempts, long total) {}

    /** The latest attempts at a job, and how many there were. */
    public Latest latest(String id) {
        Optional<JobInfo> job = jobs.look(id).map(JobExcerpt::job);
        if (job.isEmpty()) {
            return new Latest(List.of(), 0);
        }
        List<?> archived = BoundedQuery.rows(own(COUNT).setParameter(1, id));
        long total =
                ((Number) archived.get(0)).longValue() + (current(job.get()).isPresent() ? 1 : 0);
        return new Latest(latest(job.get(), MAX_LOOKED_AT, "LEFT(error, " + MAX_ERROR_LENGTH + ")"), total);
    }

    private List<JobAttempt> latest(JobInfo job, int most, String error) {
        List<JobAttempt> attempts = new ArrayList<>();
        current(job).ifPresent(attempts::add);
        BoundedQuery.rows(own(ARCHIVED.formatted(error))
                        .setParameter(1, job.id())
                        .setParameter(2, most - attempts.size()))
                .forEach(row -> attempts.add(toAttempt((Object[]) row)));
        return attempts;
    }

    /** The attempt that the job's own row tells of, if the job has one that no other follows. */
    static Optional<JobAttempt> current(JobInfo job) {
        JobAttempt.Outcome outcome = switch (job.status()) {
            case INITIALIZED -> JobAttempt.Outcome.RUNNING;
            case COMPLETED -> JobAttempt.Outcome.COMPLETED;
            case FAILED -> JobAttempt.Outcome.FAILED;
            default -> null;
        };
        return outcome == null
                ? Optional.empty()
                : Optional.of(new JobAttempt(
                        job.claim(),
                        job.node(),
                        job.startedAt(),
                        job.finishedAt(),
                        outcome,
                        outcome == JobAttempt.Outcome.FAILED ? job.lastError() : null));
    }

    /**
     * Keeps an attempt, in place of one with the same number: an earlier job's, or that of one of gork's own Go workers,
     * which do not count. One without an end has ended now.
     */
    public static void archive(Function<String, Query> statements, String id, JobAttempt attempt) {
        statements
                .apply(FORGET_ONE)
                .setParameter(1, id)
                .setParameter(2, attempt.claim())
                .executeUpdate();
        statements
                .apply(ARCHIVE)
                .setParameter(1, id)
                .setParameter(2, attempt.claim())
                .setParameter(3, attempt.node())
                .setParameter(4, text(attempt.startedAt()))
                .setParameter(5, text(attempt.endedAt()))
                .setParameter(6, attempt.outcome().word())
                .setParameter(7, attempt.error())
                .executeUpdate();
    }

    /**
     * Takes out attempts at jobs that are no more, a part of the table at a time.
     *
     * @param after the job up to which it was done before
     * @param part how many attempts to look at
     */
    public Sweep forgetOrphans(String after, int part) {
        List<?> jobs =
                sql.query(NEXT).setParameter(1, after).setParameter(2, part).getResultList();
        if (jobs.isEmpty()) {
            return new Sweep(0, null);
        }
        String end = (String) jobs.get(jobs.size() - 1);
        int forgotten =
                own(FORGET_ORPHANS).setParameter(1, after).setParameter(2, end).executeUpdate();
        return new Sweep(forgotten, end);
    }

    /**
     * What was done of a sweep.
     *
     * @param forgotten attempts that were taken out
     * @param end the job up to which it is done; null if that was the last
     */
    public record Sweep(int forgotten, @Nullable String end) {}

    private Query own(String text) {
        return sql.query(database.dialect().own(text));
    }

    /** Takes out all of a job that is deleted. */
    static void forget(Sql sql, String id) {
        sql.query(FORGET).setParameter(1, id).executeUpdate();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : Times.storable(time);
    }

    private static JobAttempt toAttempt(Object[] row) {
        return new JobAttempt(
                ((Number) row[0]).longValue(),
                (String) row[1],
                Times.toInstantOrNull(row[2]),
                Times.toInstant(row[3]),
                JobAttempt.Outcome.of((String) row[4]),
                (String) row[5]);
    }
}
