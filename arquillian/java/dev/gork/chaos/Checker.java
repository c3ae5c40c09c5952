package dev.gork.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads orders, jobs, ledger, history and faults by plain JDBC once all is quiet, and says what it found. It shares nothing
 * with what ran the jobs.
 */
final class Checker {
    private static final int FETCH = 10_000;

    private static final String NEVER_ENQUEUED =
            "SELECT count(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM jobs j WHERE j.id = o.job)";

    private static final String GONE =
            "SELECT count(*) FROM jobs WHERE status NOT IN ('completed', 'failed', 'scheduled', 'initialized')";

    private static final String POISON_WITHOUT_A_REASON = """
            SELECT count(*) FROM jobs
            WHERE id LIKE 'poison-%' AND status = 'failed' AND last_error NOT LIKE '%gork.max-rescues%'""";

    /** An id that was enqueued again is completed, and has its effects, once for each life. */
    private static final String TRANSACTIONAL = """
            WITH done AS (
                SELECT job, count(*) AS times FROM history
                WHERE status = 'completed' AND job LIKE '%transactional-%' GROUP BY job
            ), written AS (
                SELECT job, count(*) AS times FROM ledger WHERE job LIKE '%transactional-%' GROUP BY job
            ), followed AS (
                SELECT arguments ->> 'parent' AS job, count(*) AS times FROM jobs WHERE queue = 'follow-up' GROUP BY 1
            )
            SELECT count(*) FROM done FULL JOIN written USING (job) FULL JOIN followed USING (job) WHERE\s""";

    private static final String EFFECTS_MISSING =
            TRANSACTIONAL + "COALESCE(written.times, 0) < done.times OR COALESCE(followed.times, 0) < done.times";

    private static final String EFFECTS_TWICE =
            TRANSACTIONAL + "written.times > COALESCE(done.times, 0) OR followed.times > COALESCE(done.times, 0)";

    private static final String OUT_OF_NOTHING =
            "SELECT count(*) FROM jobs j WHERE queue <> 'follow-up' AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.job = j.id)";

    private static final String STUCK = """
            SELECT concat_ws(' ', id, 'of', queue, status, 'on', node, 'due', scheduled_at, 'rescues', rescues, last_error)
            FROM jobs WHERE status IN ('scheduled', 'initialized')""";

    private static final String HISTORY =
            "SELECT job, status, claim, retry_count, rescues, node, at FROM history ORDER BY job, seq";

    private final Connection database;
    private final Plan plan;
    private final List<Inflicted> faults;
    private final Instant end;
    private final List<String> illegal = new ArrayList<>();

    /**
     * Of what is there now.
     *
     * @param end until when nodes were there
     */
    Checker(Connection database, Plan plan, List<Inflicted> faults, Instant end) {
        this.database = database;
        this.plan = plan;
        this.faults = faults;
        this.end = end;
    }

    Report check(long fenced) throws SQLException {
        Report report = new Report(plan);
        report.jobs(count("SELECT count(*) FROM orders"), count("SELECT count(*) FROM jobs WHERE queue = 'follow-up'"));
        Ledger ledger = Ledger.read(database);
        Suspects suspects = Suspects.read(database);
        Rescues rescues = new Rescues(faults, suspects);
        Repeats repeats = new Repeats(faults, ledger);
        Strays strays = new Strays(plan, faults, ledger, suspects, end);
        HeldUp heldUp = new HeldUp(faults, ledger);
        GivenUp givenUp = new GivenUp(plan.maxRescues(), faults);
        readHistory(List.of(
                rescues::look,
                repeats::look,
                strays::look,
                heldUp::look,
                givenUp::look,
                history -> illegal.addAll(history.illegal())));
        report.none("lost", count(NEVER_ENQUEUED) + count(GONE) + count(EFFECTS_MISSING));
        report.none("completed_and_not_run", strays.completed());
        report.none("effects_twice", count(EFFECTS_TWICE));
        report.figure("runs_twice", repeats.count());
        report.none("runs_twice_unexplained", repeats.unexplained());
        report.faults(faults);
        report.figure("fenced", fenced);
        report.none("stuck", texts(STUCK));
        report.none("claimed_and_not_run", strays.found());
        report.none("held_up_by_a_lock", heldUp.found());
        report.none("innocents_failed", givenUp.innocents());
        report.figure("given_up", givenUp.explained());
        report.none("poison_not_failed", givenUp.spared());
        report.none("poison_without_a_reason", count(POISON_WITHOUT_A_REASON));
        report.figure("rescued", rescues.count());
        report.none("rescued_while_its_node_lived", rescues.unexplained());
        report.none("illegal_transitions", illegal);
        report.none("out_of_nothing", count(OUT_OF_NOTHING));
        report.slowestRescue(rescues.slowest(), rescues.slowestJob());
        return report;
    }

    private void readHistory(List<Consumer<JobHistory>> looks) throws SQLException {
        database.setAutoCommit(false); // or the driver would read all of it at once
        try (PreparedStatement statement = database.prepareStatement(HISTORY)) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery()) {
                JobHistory history = null;
                while (rows.next()) {
                    if (history == null || !history.job().equals(rows.getString(1))) {
                        look(looks, history);
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
                look(looks, history);
            }
        }
        database.setAutoCommit(true);
    }

    private static void look(List<Consumer<JobHistory>> looks, @Nullable JobHistory history) {
        if (history != null) {
            looks.forEach(each -> each.accept(history));
        }
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private long count(String query) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
