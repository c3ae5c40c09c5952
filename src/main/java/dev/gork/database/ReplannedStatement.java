package dev.gork.database;

import jakarta.persistence.Query;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * A statement that is run so often that PostgreSQL keeps its plan. A plan that was made while the table was all but
 * empty reads the whole table, which is right then and a disaster once it has grown; PostgreSQL makes a new one only
 * when autovacuum comes by. So a statement that takes far too long is given another text, by a comment: for PostgreSQL
 * it is a new one, which is planned for the table as it is. Where a new plan alone does not help, because the table's
 * statistics are wrong, the statement may have several shapes, of which each is planned well when another is not: one
 * that is hopelessly slow is replaced by the next.
 */
public final class ReplannedStatement {
    private static final long EXPECTED_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long EXPECTED_NANOS_A_ROW = TimeUnit.MICROSECONDS.toNanos(50);

    /** So many times slower than expected, it is not the network or the disk. */
    private static final int HOPELESS = 4;

    /** Thousands of jobs in a table that was empty a moment ago: the first statement shows it. */
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** It may be slow for other reasons, and then planning again must not make it worse. */
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final List<String> shapes;
    private volatile int plan;
    private volatile int shape;
    private volatile long pause = FIRST_PAUSE_NANOS;
    private long plannedAt = System.nanoTime() - FIRST_PAUSE_NANOS;

    /** @param shapes one statement, or several that do the same, the one to begin with first */
    public ReplannedStatement(String... shapes) {
        this.shapes = List.of(shapes);
    }

    /** All its shapes. */
    public List<String> shapes() {
        return shapes;
    }

    /** The statement as it is run now. */
    public String sql() {
        return "/* plan " + plan + " */ " + shapes.get(shape);
    }

    /**
     * Runs it.
     *
     * @param statements makes a statement of its SQL
     * @param rows how many rows it was about, by its result
     * @param call sets its parameters and executes it
     */
    public <T> T run(Function<String, Query> statements, ToIntFunction<T> rows, Function<Query, T> call) {
        long start = System.nanoTime();
        T result = call.apply(statements.apply(sql()));
        long end = System.nanoTime();
        took(end - start, rows.applyAsInt(result), end);
        return result;
    }

    /** Judges the plan by how long it took for so many rows, now. */
    void took(long nanos, int rows, long now) {
        long expected = EXPECTED_NANOS + rows * EXPECTED_NANOS_A_ROW;
        if (nanos > expected) {
            planAgain(now, nanos > HOPELESS * expected);
        } else if (pause != FIRST_PAUSE_NANOS) {
            pause = FIRST_PAUSE_NANOS;
        }
    }

    private synchronized void planAgain(long now, boolean changeShape) {
        if (now - plannedAt >= pause) {
            plannedAt = now;
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            plan++;
            shape = changeShape ? (shape + 1) % shapes.size() : shape;
        }
    }
}
