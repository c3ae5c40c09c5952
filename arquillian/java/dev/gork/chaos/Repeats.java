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
import java.util.Objects;

/**
 * Plain jobs that have more than one line in the ledger, and what explains each line but that of the claim that completed
 * the job. It need not be the last: a node that was frozen writes its own when it goes on.
 */
final class Repeats {
    private static final String RUN_TWICE = """
            SELECT job, node, at FROM ledger
            WHERE job IN (SELECT job FROM ledger WHERE job LIKE 'plain-%' GROUP BY job HAVING count(*) > 1)
            ORDER BY job, seq""";

    private final List<Inflicted> faults;
    private final Map<String, List<Line>> lines = new HashMap<>();
    private final List<String> unexplained = new ArrayList<>();

    private record Line(String node, Instant at) {}

    Repeats(List<Inflicted> faults) {
        this.faults = faults;
    }

    static Repeats read(Connection database, List<Inflicted> faults) throws SQLException {
        Repeats repeats = new Repeats(faults);
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(RUN_TWICE)) {
            while (rows.next()) {
                repeats.ran(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getTimestamp(3).toInstant());
            }
        }
        return repeats;
    }

    /** Notes a line of the ledger. */
    void ran(String job, String node, Instant at) {
        lines.computeIfAbsent(job, first -> new ArrayList<>()).add(new Line(node, at));
    }

    /** How many jobs. */
    int count() {
        return lines.size();
    }

    /** Those for whose second run there is no reason. */
    List<String> unexplained() {
        return unexplained;
    }

    void look(JobHistory history) {
        List<Line> runs = Objects.requireNonNullElse(lines.get(history.job()), List.<Line>of());
        for (Line line : runs) {
            if (!completed(line, history.claims()) && !explained(line, history.claims())) {
                unexplained.add(history.job() + ": " + line + " of " + history.claims());
            }
        }
    }

    private static boolean completed(Line line, List<ClaimSpan> claims) {
        return claims.stream()
                .filter(claim -> claim.end() == ClaimSpan.End.COMPLETED)
                .anyMatch(claim -> claim.node().equals(line.node())
                        && !line.at().isBefore(claim.began())
                        && !line.at().isAfter(claim.ended()));
    }

    /** Something happened to its node or to the database between its claim and its end, or the end of its claim. */
    private boolean explained(Line line, List<ClaimSpan> claims) {
        for (int i = claims.size() - 1; i >= 0; i--) {
            ClaimSpan claim = claims.get(i);
            if (claim.node().equals(line.node()) && !claim.began().isAfter(line.at())) {
                Instant end = claim.ended().isAfter(line.at()) ? claim.ended() : line.at();
                return faults.stream()
                        .anyMatch(fault -> fault.kind().mayRepeatJobs() && fault.hit(line.node(), claim.began(), end));
            }
        }
        return false;
    }
}
