package dev.gork.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Claims of jobs that were rescued more than once. A node runs few of them at once, and one that was rescued three times
 * alone, so that it can tell whether the job is what halts it; what else the node has claimed waits for that one, and it
 * claims nothing more.
 */
final class Suspects {
    private static final String CLAIMS = """
            SELECT job, node, rescues > 2, at, COALESCE((
                SELECT min(ended.at) FROM history AS ended WHERE ended.job = history.job AND ended.seq > history.seq
            ), 'infinity') FROM history WHERE status = 'initialized' AND rescues > 1 ORDER BY at""";

    private final List<Claim> claims = new ArrayList<>();

    /** One of them, from its claim to its end. */
    record Claim(String job, String node, boolean alone, Instant began, Instant ended) {}

    static Suspects read(Connection database) throws SQLException {
        Suspects suspects = new Suspects();
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(CLAIMS)) {
            while (rows.next()) {
                suspects.add(new Claim(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getBoolean(3),
                        rows.getTimestamp(4).toInstant(),
                        rows.getTimestamp(5).toInstant()));
            }
        }
        return suspects;
    }

    void add(Claim claim) {
        claims.add(claim);
    }

    /** Tells whether another job of any node was run alone between these two moments. */
    boolean ranBeside(String job, Instant from, Instant to) {
        return beside(job, from, to).anyMatch(Claim::alone);
    }

    /** Finds other suspects that this node had between these two moments. */
    Stream<Claim> ranBeside(String job, String node, Instant from, Instant to) {
        return beside(job, from, to).filter(claim -> claim.node().equals(node));
    }

    private Stream<Claim> beside(String job, Instant from, Instant to) {
        return claims.stream()
                .filter(claim -> !claim.job().equals(job)
                        && claim.began().isBefore(to)
                        && claim.ended().isAfter(from));
    }
}
