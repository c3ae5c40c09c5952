package dev.gork.claims;

/** The parts of statements that say what becomes of a claimed job, however many of them a statement is about. */
final class ClaimUpdates {
    /** Whether a suspect had not begun on its node, which is gone: then it is not to blame, and its rescue not counted. */
    private static final String NOT_BEGUN = """
            jobs.rescues >= ?5
                AND EXISTS (SELECT 1 FROM gork_nodes n WHERE n.id = jobs.node
                            AND POSITION(CHR(10) || jobs.id || CHR(10) IN COALESCE(n.suspects, '')) = 0)""";

    private ClaimUpdates() {}

    /** What is set in a job whose attempt was the last; a result or an error that is null leaves what is there. */
    static String ended(String now, String status, String result, String error) {
        return """
            status = %2$s, result = COALESCE(%3$s, jobs.result), last_error = COALESCE(%4$s, jobs.last_error),
            finished_at = %1$s, updated_at = %1$s""".formatted(now, status, result, error);
    }

    /**
     * What is set in a job that is followed by another attempt.
     *
     * @param due when it is due; null leaves it due when it was
     * @param refund how many attempts are taken back: if none, it was an attempt that failed, and no rescues count any more
     * @param begun whether there was an attempt, whose start is kept until it is archived
     */
    static String again(String now, String error, String retryCount, String due, String refund, String begun) {
        return """
            status = 'scheduled', last_error = COALESCE(%2$s, jobs.last_error), retry_count = %3$s,
            rescues = CASE WHEN %5$s = 0 THEN 0 ELSE jobs.rescues END, attempts = jobs.attempts - %5$s,
            scheduled_at = COALESCE(%4$s, jobs.scheduled_at), started_at = CASE WHEN %6$s THEN jobs.started_at END,
            node = NULL, updated_at = %1$s""".formatted(now, error, retryCount, due, refund, begun);
    }

    /** What is set in a job that is rescued, with the reason as ?3, and from how many rescues on it is a suspect as ?5. */
    static String rescued(String now) {
        return """
            status = 'scheduled', scheduled_at = %1$s, started_at = NULL, node = NULL, last_error = ?3, updated_at = %1$s,
            rescues = CASE WHEN %2$s
                           THEN jobs.rescues ELSE LEAST(jobs.rescues, 2147483646) + 1 END""".formatted(now, NOT_BEGUN);
    }
}
