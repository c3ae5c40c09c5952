package dev.gork.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines that handlers wrote, by job, in the order in which they were written. */
final class Ledger {
    private static final String LINES = "SELECT job, node, at FROM ledger ORDER BY seq";

    private final Map<String, List<Line>> lines = new HashMap<>();

    /** A line: who wrote it, and when. */
    record Line(String node, Instant at) {}

    static Ledger read(Connection database) throws SQLException {
        Ledger ledger = new Ledger();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(LINES)) {
            while (rows.next()) {
                ledger.add(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getTimestamp(3).toInstant());
            }
        }
        return ledger;
    }

    void add(String job, String node, Instant at) {
        lines.computeIfAbsent(job, first -> new ArrayList<>(1)).add(new Line(node, at));
    }

    List<Line> of(String job) {
        return lines.getOrDefault(job, List.of());
    }
}
