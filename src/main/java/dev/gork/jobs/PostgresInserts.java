package dev.gork.jobs;

import static dev.gork.jobs.NewJobColumn.ALL;
import static dev.gork.jobs.NewJobColumn.Kind.JSON;
import static dev.gork.jobs.NewJobColumn.Kind.NUMBER;
import static dev.gork.jobs.NewJobColumn.NAMES;

import dev.gork.database.ArrayParameter;
import dev.gork.database.Sql;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** New rows on PostgreSQL: one, or thousands with one statement. */
final class PostgresInserts implements InsertStatements {
    /** clock_timestamp(), not now(): in a long transaction of the caller's, jobs are due from when they are fired. */
    private static final String DUE = """
            COALESCE(CAST(%s AS timestamptz), clock_timestamp() + %s * INTERVAL '1 microsecond')""";

    private static final String INSERT = """
            INSERT INTO jobs (%s, status, scheduled_at)
            SELECT %s, 'scheduled', %s
            FROM unnest(%s, CAST(?%s AS varchar[]), CAST(?%s AS bigint[])) AS r (%s, due, delay_micros)
            ON CONFLICT (id) DO NOTHING
            RETURNING id""".formatted(
                    NAMES,
                    each(place -> value(place, "r." + ALL.get(place).name())),
                    DUE.formatted("r.due", "r.delay_micros"),
                    each(place -> "CAST(?" + (place + 1) + " AS "
                            + (ALL.get(place).kind() == NUMBER ? "integer" : "varchar") + "[])"),
                    ALL.size() + 1,
                    ALL.size() + 2,
                    NAMES);

    /** The same for one row, without what it costs to unpack it. */
    private static final String INSERT_ONE = """
            INSERT INTO jobs (%s, status, scheduled_at)
            VALUES (%s, 'scheduled', %s)
            ON CONFLICT (id) DO NOTHING""".formatted(
                    NAMES,
                    each(place -> value(place, "?" + (place + 1))),
                    DUE.formatted("?" + (ALL.size() + 1), "?" + (ALL.size() + 2)));

    private static final List<ArrayParameter<NewJob>> NEW_JOBS = Stream.concat(
                    ALL.stream().map(NewJobColumn::array),
                    Stream.of(ArrayParameter.texts(PostgresInserts::due), ArrayParameter.longs(NewJob::delayMicros)))
            .toList();

    private static String each(IntFunction<String> column) {
        return IntStream.range(0, ALL.size()).mapToObj(column).collect(Collectors.joining(", "));
    }

    private static String value(int place, String value) {
        return ALL.get(place).kind() == JSON ? "CAST(" + value + " AS jsonb)" : value;
    }

    @Override
    public Set<String> insert(Sql sql, Collection<NewJob> jobs) {
        if (jobs.size() == 1) {
            NewJob job = jobs.iterator().next();
            return insert(sql, job) ? Set.of(job.id()) : Set.of();
        }
        Set<String> inserted = new HashSet<>();
        for (List<NewJob> part :
                ArrayParameter.parts(jobs, job -> job.arguments().length())) {
            List<?> ids = ArrayParameter.setParameters(sql.query(INSERT), NEW_JOBS, part)
                    .getResultList();
            ids.forEach(id -> inserted.add((String) id));
        }
        return inserted;
    }

    private static @Nullable String due(NewJob job) {
        return job.at() == null ? null : job.at().toString();
    }

    private static boolean insert(Sql sql, NewJob job) {
        Query insert = sql.query(INSERT_ONE);
        for (int i = 0; i < ALL.size(); i++) {
            insert.setParameter(i + 1, ALL.get(i).value().apply(job));
        }
        return insert.setParameter(ALL.size() + 1, due(job))
                        .setParameter(ALL.size() + 2, job.delayMicros())
                        .executeUpdate()
                == 1;
    }
}
