package dev.gork.store;

import dev.gork.JobAttempt;
import dev.gork.JobInfo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
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
    /** No job is shown more of. */
    public static final int MAX_SHOWN = 1000;

    /** A job's id may have been another job's, whose row was deleted by SQL; its attempts ended before this one began. */
    private static final String ARCHIVED = """
            SELECT claim, node, started_at, ended_at, outcome, error FROM gork_attempts
            WHERE job = ?1 AND ended_at >= (SELECT created_at FROM jobs WHERE id = ?1)
            ORDER BY claim DESC
            FETCH FIRST %d ROWS ONLY""".formatted(MAX_SHOWN);

    private static final String NEXT =
            "SELECT job FROM gork_attempts WHERE job > ?1 ORDER BY job FETCH FIRST ?2 ROWS ONLY";

    private static final String FORGET_ORPHANS = """
            DELETE FROM gork_attempts
            WHERE job > ?1 AND job <= ?2 AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = gork_attempts.job)""";

    private static final String FORGET = "DELETE FROM gork_attempts WHERE job = ?1";

    private static final String FORGET_ONE = FORGET + " AND claim = ?2";

    private static final String ARCHIVE = """
            INSERT INTO gork_attempts (job, claim, node, started_at, ended_at, outcome, error)
            VALUES (?1, ?2, ?3, CAST(?4 AS timestamp with time zone),
                    COALESCE(CAST(?5 AS timestamp with time zone), CURRENT_TIMESTAMP), ?6, ?7)""";

    @PersistenceContext(unitName = "gork")
    EntityManager em;

    @Inject
    JobQueries jobs;

    /** The attempts at a job, the oldest first. */
    public List<JobAttempt> of(String id) {
        Optional<JobInfo> job = jobs.get(id);
        if (job.isEmpty()) {
            return List.of();
        }
        List<JobAttempt> attempts = new ArrayList<>();
        current(job.get()).ifPresent(attempts::add);
        Queries.rows(em.createNativeQuery(ARCHIVED).setParameter(1, id))
                .forEach(row -> attempts.add(toAttempt((Object[]) row)));
        Collections.reverse(attempts);
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
    static void archive(Function<String, Query> statements, String id, JobAttempt attempt) {
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
        List<?> jobs = em.createNativeQuery(NEXT)
                .setParameter(1, after)
                .setParameter(2, part)
                .getResultList();
        if (jobs.isEmpty()) {
            return new Sweep(0, null);
        }
        String end = (String) jobs.get(jobs.size() - 1);
        int forgotten = em.createNativeQuery(FORGET_ORPHANS)
                .setParameter(1, after)
                .setParameter(2, end)
                .executeUpdate();
        return new Sweep(forgotten, end);
    }

    /**
     * What was done of a sweep.
     *
     * @param forgotten attempts that were taken out
     * @param end the job up to which it is done; null if that was the last
     */
    public record Sweep(int forgotten, @Nullable String end) {}

    /** Takes out all of a job that is deleted. */
    static void forget(EntityManager em, String id) {
        em.createNativeQuery(FORGET).setParameter(1, id).executeUpdate();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static JobAttempt toAttempt(Object[] row) {
        return new JobAttempt(
                ((Number) row[0]).longValue(),
                (String) row[1],
                JobRow.toInstantOrNull(row[2]),
                JobRow.toInstant(row[3]),
                JobAttempt.Outcome.of((String) row[4]),
                (String) row[5]);
    }
}
