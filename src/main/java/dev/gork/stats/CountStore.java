package dev.gork.stats;

import dev.gork.database.BoundedQuery;
import dev.gork.database.Database;
import dev.gork.database.Sql;
import dev.gork.stats.StatsBuffer.CountKey;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * How many jobs each queue has in each status, without ever counting them on demand: nodes append what they changed, one
 * of them folds that into the counts now and then, and one counts in earnest, rarely, for what came or went by plain SQL.
 */
@ApplicationScoped
@Transactional
public class CountStore {
    private static final String APPEND = "INSERT INTO gork_count_deltas (queue, status, jobs) VALUES ";

    /** So many rows are appended with one statement: each has three parameters, and PostgreSQL takes 65,535. */
    private static final int AT_ONCE = 1_000;

    /** The counts, and what is still to be added to them. */
    static final String NOTED = """
            SELECT queue, status, CAST(SUM(jobs) AS bigint) AS jobs FROM (
                SELECT queue, status, jobs FROM gork_counts
                UNION ALL
                SELECT queue, status, jobs FROM gork_count_deltas) AS noted
            GROUP BY queue, status""";

    /** Both as of the same moment: this is one statement, and so it has one snapshot. */
    private static final String CENSUS = """
            SELECT queue, status, CAST(SUM(counted) AS bigint), CAST(SUM(noted) AS bigint) FROM (
                SELECT queue, status, COUNT(*) AS counted, 0 AS noted FROM ONLY jobs GROUP BY queue, status
                UNION ALL
                SELECT queue, status, 0, jobs FROM gork_counts
                UNION ALL
                SELECT queue, status, 0, jobs FROM gork_count_deltas) AS both_of_them
            GROUP BY queue, status""";

    private static final String FORGET_EMPTY = "DELETE FROM gork_counts WHERE jobs = 0";

    /** It keeps vacuum from cleaning up for as long as it runs. */
    private static final Duration CENSUS_TIMEOUT = Duration.ofMinutes(2);

    @Inject
    Sql sql;

    @Inject
    Database database;

    @Resource(name = "gork/DataSource", lookup = "java:comp/DefaultDataSource")
    DataSource dataSource;

    /** Appends changes. */
    public void append(Map<CountKey, Long> changes) {
        if (changes.isEmpty()) {
            return;
        }
        database.open();
        List<Map.Entry<CountKey, Long>> all = List.copyOf(changes.entrySet());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            appendSome(all.subList(from, Math.min(from + AT_ONCE, all.size())));
        }
    }

    private void appendSome(List<Map.Entry<CountKey, Long>> changes) {
        String rows = IntStream.range(0, changes.size())
                .mapToObj(i -> "(?%s, ?%s, ?%s)".formatted(3 * i + 1, 3 * i + 2, 3 * i + 3))
                .collect(Collectors.joining(", "));
        Query insert = sql.query(APPEND + rows);
        int i = 0;
        for (Map.Entry<CountKey, Long> change : changes) {
            insert.setParameter(++i, change.getKey().queue());
            insert.setParameter(++i, change.getKey().status());
            insert.setParameter(++i, change.getValue());
        }
        insert.executeUpdate();
    }

    /** Adds what was appended to the counts; how many changes there were. Many nodes may do so at once. */
    public int fold() {
        return CountStatements.of(database.dialect()).fold(sql);
    }

    /** The number of jobs by queue and status, as far as it was noted. */
    public Map<CountKey, Long> noted() {
        database.open();
        return toCounts(BoundedQuery.rows(sql.query(NOTED)));
    }

    /**
     * Counts all jobs, which reads the whole table. Outside JTA, whose transactions end sooner than that may take.
     *
     * @return what there was, and what was noted at the same moment
     */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public Census census() throws SQLException {
        database.open();
        Map<CountKey, Long> counted = new HashMap<>();
        Map<CountKey, Long> noted = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout((int) CENSUS_TIMEOUT.toSeconds());
            try (ResultSet rows = statement.executeQuery(database.dialect().own(CENSUS))) {
                while (rows.next()) {
                    CountKey key = new CountKey(rows.getString(1), rows.getString(2));
                    counted.put(key, rows.getLong(3));
                    noted.put(key, rows.getLong(4));
                }
            }
        }
        return new Census(counted, noted);
    }

    /**
     * Corrects the counts by a census that is a few seconds old, so that what nodes had not appended then has been
     * appended by now. What it counted may lie anywhere between what was noted then and what is noted now; it is only
     * where it lies outside that something is missing.
     *
     * @return how many jobs the counts were off
     */
    public long correct(Census census) {
        Map<CountKey, Long> now = noted();
        Map<CountKey, Long> corrections = new HashMap<>();
        census.counted().forEach((key, counted) -> {
            long before = census.noted().getOrDefault(key, 0L);
            long after = now.getOrDefault(key, 0L);
            long expected = Math.max(Math.min(before, after), Math.min(counted, Math.max(before, after)));
            if (counted != expected) {
                corrections.put(key, counted - expected);
            }
        });
        append(corrections);
        sql.query(FORGET_EMPTY).executeUpdate();
        return corrections.values().stream().mapToLong(Math::abs).sum();
    }

    /**
     * What a count of all jobs found.
     *
     * @param counted the jobs there were
     * @param noted what the counts said at that moment
     */
    public record Census(Map<CountKey, Long> counted, Map<CountKey, Long> noted) {}

    private static Map<CountKey, Long> toCounts(List<?> rows) {
        Map<CountKey, Long> counts = new HashMap<>();
        for (Object each : rows) {
            Object[] row = (Object[]) each;
            counts.put(new CountKey((String) row[0], (String) row[1]), ((Number) row[2]).longValue());
        }
        return counts;
    }
}
