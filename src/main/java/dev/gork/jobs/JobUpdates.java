package dev.gork.jobs;

/** The parts of statements that say what becomes of a job, however many of them a statement is about. */
public final class JobUpdates {
    /** What is set in a job that is canceled. */
    static final String CANCELED =
            "status = 'canceled', finished_at = CURRENT_TIMESTAMP, updated_at = CURRENT_TIMESTAMP";

    /** What is set in a job that is run now: retries and rescues start anew, for someone has looked; claims do not. */
    static final String RUN_NOW = """
            status = 'scheduled', scheduled_at = CURRENT_TIMESTAMP, started_at = NULL, finished_at = NULL, node = NULL,
            retry_count = CASE WHEN jobs.status = 'scheduled' THEN jobs.retry_count ELSE 0 END, rescues = 0,
            updated_at = CURRENT_TIMESTAMP""";

    private JobUpdates() {}

    /**
     * The statement of PostgreSQL's that archives attempts, each in place of one with the same number: an earlier job's, or
     * that of one of gork's own Go workers, which do not count.
     *
     * @param select gives job, claim, node, start, end, outcome and error
     */
    public static String archive(String select) {
        return """
            INSERT INTO gork_attempts (job, claim, node, started_at, ended_at, outcome, error)
            %s
            ON CONFLICT (job, claim) DO UPDATE
            SET node = EXCLUDED.node, started_at = EXCLUDED.started_at, ended_at = EXCLUDED.ended_at,
                outcome = EXCLUDED.outcome, error = EXCLUDED.error""".formatted(select);
    }
}
