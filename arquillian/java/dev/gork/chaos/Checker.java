package dev.gork.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads orders, jobs, ledger, history and faults by plain JDBC once all is quiet, and says what it found. It shares nothing
 * with what ran the jobs.
 */
final class Checker {
    private static final int FETCH = 10_000;

    private static final String NEVER_ENQUEUED =
            "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = o.job)";

    private static final String NOT_COMPLETED =
            "SELECT count(*) FROM jobs WHERE status NOT IN ('completed', 'scheduled', 'initialized')";

    private static final String WITHOUT_EFFECT = """
            SELECT count(*) FROM jobs j
            WHERE status = 'completed' AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.job = j.id)""";

    private static final String WITHOUT_FOLLOW_UP = """
            SELECT count(*) FROM jobs j
            WHERE queue = 'transactional' AND status = 'completed'
              AND j.id NOT IN (SELECT arguments ->> 'parent' FROM jobs WHERE queue = 'follow-up')""";

    private static final String EFFECTS_TWICE = """
            SELECT count(*) FROM (
                SELECT job FROM ledger WHERE job LIKE 'transactional-%' GROUP BY job HAVING count(*) > 1
                UNION
                SELECT arguments ->> 'parent' FROM jobs WHERE queue = 'follow-up' GROUP BY 1 HAVING count(*) > 1) AS twice""";

    /** Jobs that nobody ordered, and effects of transactions that did not commit. */
    private static final String OUT_OF_NOTHING = """
            SELECT (SELECT count(*) FROM jobs j WHERE queue <> 'follow-up'
                    AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.job = j.id))
                 + (SELECT count(*) FROM jobs j WHERE queue = 'follow-up'
                    AND NOT EXISTS (SELECT 1 FROM ledger l WHERE l.job = j.arguments ->> 'parent'))
                 + (SELECT count(*) FROM ledger l JOIN jobs j ON j.id = l.job
                    WHERE j.queue = 'transactional' AND j.status <> 'completed')""";

    private static final String STUCK = "SELECT count(*) FROM jobs WHERE status IN ('scheduled', 'initialized')";

    private static final String HISTORY =
            "SELECT job, status, claim, retry_count, rescues, node, at FROM history ORDER BY job, seq";

    private final Connection database;
    private final Plan plan;
    private final List<Inflicted> faults;
    private final List<String> illegal = new ArrayList<>();

    Checker(Connection database, Plan plan, List<Inflicted> faults) {
        this.database = database;
        this.plan = plan;
        this.faults = faults;
    }

    Report check(long fenced) throws SQLException {
        Report report = new Report(plan);
        report.jobs(count("SELECT count(*) FROM orders"), count("SELECT count(*) FROM jobs WHERE queue = 'follow-up'"));
        report.none(
                "lost",
                count(NEVER_ENQUEUED) + count(NOT_COMPLETED) + count(WITHOUT_EFFECT) + count(WITHOUT_FOLLOW_UP));
        report.none("effects_twice", count(EFFECTS_TWICE));
        Rescues rescues = new Rescues(faults);
        Repeats repeats = Repeats.read(database, faults);
        readHistory(rescues, repeats);
        report.figure("runs_twice", repeats.count());
        report.none("runs_twice_unexplained", repeats.unexplained());
        report.faults(faults);
        report.figure("fenced", fenced);
        report.none("stuck", count(STUCK));
        report.figure("rescued", rescues.count());
        report.none("rescued_while_its_node_lived", rescues.unexplained());
        report.none("illegal_transitions", illegal);
        report.none("out_of_nothing", count(OUT_OF_NOTHING));
        report.slowestRescue(rescues.slowest(), rescues.slowestJob());
        return report;
    }

    private void readHistory(Rescues rescues, Repeats repeats) throws SQLException {
        database.setAutoCommit(false); // or the driver would read all of it at once
        try (PreparedStatement statement = database.prepareStatement(HISTORY)) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                JobHistory history = null;
                while (rows.next()) {
                    if (history == null || !history.job().equals(rows.getString(1))) {
                        look(history, rescues, repeats);
                        history = new JobHistory(rows.getString(1));
                    }
                    history.add(new JobHistory.Row(
                            rows.getString(2),
                            rows.getLong(3),
                            rows.getInt(4),
                            rows.getInt(5),
                            rows.getString(6),
                            rows.getTimestamp(7).toInstant()));
                }
                look(history, rescues, repeats);
            }
        }
        database.setAutoCommit(true);
    }

    private void look(JobHistory history, Rescues rescues, Repeats repeats) {
        if (history != null) {
            rescues.look(history);
            repeats.look(history);
            illegal.addAll(history.illegal());
        }
    }

    private long count(String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
