package dev.gork.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Promise 11: speed does not depend on what the table was when a statement was planned. */
class ReplannedStatementTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ReplannedStatement plan = new ReplannedStatement("SELECT 1");
    private final long now = System.nanoTime();

    @Test
    void aStatementThatIsFastForItsRowsKeepsItsPlan() {
        String before = plan.sql();

        plan.took(TimeUnit.MILLISECONDS.toNanos(10), 0, now);
        plan.took(TimeUnit.MILLISECONDS.toNanos(60), 1000, now + SECOND);

        assertThat(plan.sql()).isEqualTo(before);
    }

    @Test
    void aSlowOneIsPlannedAnewAtOnce() {
        String before = plan.sql();

        plan.took(SECOND, 10, now);

        assertThat(plan.sql()).isNotEqualTo(before).endsWith("SELECT 1");
    }

    @Test
    void shapesTakeTurns() {
        ReplannedStatement shapes = new ReplannedStatement("SELECT 1", "SELECT 2");
        assertThat(shapes.sql()).endsWith("SELECT 1");

        shapes.took(SECOND, 10, now + SECOND);
        assertThat(shapes.sql()).endsWith("SELECT 2");

        shapes.took(SECOND, 10, now + 2 * SECOND);
        assertThat(shapes.sql()).endsWith("SELECT 1");
    }

    @Test
    void aStatementThatIsALittleSlowKeepsItsShape() {
        ReplannedStatement shapes = new ReplannedStatement("SELECT 1", "SELECT 2");

        shapes.took(TimeUnit.MILLISECONDS.toNanos(25), 0, now + SECOND);

        assertThat(shapes.sql()).isEqualTo("/* plan 1 */ SELECT 1");
    }

    @Test
    void oneThatStaysSlowIsPlannedMoreAndMoreSeldom() {
        for (int i = 0; i < 60; i++) {
            plan.took(SECOND, 10, now + i * SECOND);
        }

        assertThat(plan.sql()).as("after 0, 1, 2, 3, 4, 6, 10, 17, 30 and 56 s").contains("plan 10 ");
    }
}
