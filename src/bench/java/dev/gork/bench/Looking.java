package dev.gork.bench;

import java.sql.SQLException;
import java.util.List;

/** A table as it is after years: ten million jobs in twenty queues, most of them finished, with a week's history. */
final class Looking {
    static final int ROWS = 10_000_000;

    private static final int TIMES = 40;

    /** What the console's pages ask for. */
    private static final List<String> ROUTES = List.of(
            "/queues",
            "/stats",
            "/nodes",
            "/jobs",
            "/jobs?status=failed",
            "/jobs?status=canceled&queue=old-3",
            "/jobs?queue=old-7",
            "/jobs?status=scheduled",
            "/jobs?status=initialized",
            "/jobs?q=4999999",
            "/jobs?node=host-1",
            "/jobs/count",
            "/jobs/count?status=completed",
            "/jobs/count?status=failed&queue=old-3",
            "/jobs/old-000005000000",
            "/jobs/old-000005000000/attempts",
            "/jobs/old-000000050000/children",
            "/history?range=1h",
            "/history?range=6h",
            "/history?range=24h",
            "/history?range=7d",
            "/history?range=7d&queue=old-3");

    private Looking() {}

    /** Fills the table, the counts and the history. */
    static void fill(String url) throws SQLException {
        Postgres.execute(
                url,
                "TRUNCATE jobs, gork_counts, gork_count_deltas, gork_history, gork_attempts",
                """
                INSERT INTO jobs (id, queue, status, arguments, scheduled_at, started_at, finished_at, created_at, node,
                                  parent, claim, last_error)
                SELECT 'old-' || lpad(i::text, 12, '0'), 'old-' || i %% 20,
                       CASE WHEN i %% 100 < 80 THEN 'completed' WHEN i %% 100 < 82 THEN 'failed'
                            WHEN i %% 100 < 84 THEN 'canceled' ELSE 'scheduled' END,
                       jsonb_build_object('order', i, 'name', 'somebody'),
                       CASE WHEN i %% 100 >= 98 THEN now() - INTERVAL '1 hour' ELSE now() + INTERVAL '1 day' END,
                       now(), CASE WHEN i %% 100 < 84 THEN now() END, now() - (%1$d - i) * INTERVAL '60 milliseconds',
                       CASE WHEN i %% 100 < 82 THEN 'host-' || i %% 4 END,
                       CASE WHEN i %% 10 = 0 THEN 'old-' || lpad((i / 100)::text, 12, '0') END,
                       1, CASE WHEN i %% 100 IN (80, 81) THEN 'java.lang.IllegalStateException: no' END
                FROM generate_series(1, %1$d) i""".formatted(ROWS),
                """
                INSERT INTO gork_attempts (job, claim, node, started_at, ended_at, outcome, error)
                SELECT 'old-' || lpad(i::text, 12, '0'), 0, 'host-1', now(), now(), 'retried', 'no'
                FROM generate_series(1, %d, 10) i""".formatted(ROWS),
                "INSERT INTO gork_counts SELECT queue, status, count(*) FROM jobs GROUP BY queue, status",
                history(10, "15 minutes", "0 minutes", 4),
                history(60, "2 hours", "15 minutes", 1),
                history(300, "25 hours", "2 hours", 1),
                history(3600, "7 days", "25 hours", 1),
                "VACUUM ANALYZE jobs",
                "VACUUM ANALYZE gork_attempts",
                "VACUUM ANALYZE gork_history",
                "CHECKPOINT");
    }

    private static String history(int seconds, String from, String to, int nodes) {
        return """
                INSERT INTO gork_history (at, seconds, queue, completed, retried, failed, waits, runs)
                SELECT at, %1$d, 'old-' || queue, 100, 2, 1, array_fill(4, ARRAY[27]), array_fill(4, ARRAY[27])
                FROM generate_series(0, 19) AS queue, generate_series(1, %4$d) AS node,
                     generate_series(now() - INTERVAL '%2$s', now() - INTERVAL '%3$s', INTERVAL '%1$d seconds') AS at""".formatted(seconds, from, to, nodes);
    }

    /** How long the console's pages take. */
    static void routes(ConsoleNode console, Results results) {
        double slowest = 0;
        for (String route : ROUTES) {
            double[] millis = console.time("/api/v1" + route, TIMES);
            results.put("console", route + " p50", millis[0]);
            results.put("console", route + " p95", millis[1]);
            slowest = Math.max(slowest, millis[1]);
        }
        results.put("console", "slowest p95 (ms)", slowest);
    }
}
