package dev.gork.stats;

import dev.gork.chores.Chore;
import dev.gork.chores.ChoreStore;
import dev.gork.config.Settings;
import dev.gork.log.SafeLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Counts all jobs now and then, one node for all, for what the nodes cannot know: rows that came or went by plain SQL, and
 * what a node that died had not written down. Rarely, as it reads the whole table.
 */
@ApplicationScoped
class Recount implements Chore {
    private static final Logger LOG = SafeLog.of(Recount.class);

    /** Every node has written down by then what it had done when the jobs were counted. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    /** How soon a count is followed by its corrections; it asks the database far less often. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Duration ASK_INTERVAL = Duration.ofMinutes(5);

    @Inject
    ChoreStore chores;

    @Inject
    CountStore counts;

    @Inject
    Settings settings;

    private CountStore.@Nullable Census census;
    private long takenAt;
    private long askedAt;
    private boolean asked;

    @Override
    public String name() {
        return "Counting jobs";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public boolean mayRunLong() {
        return true;
    }

    /** Counts if it is time to, and corrects at a later call. */
    @Override
    public void runOnce() throws SQLException {
        if (census != null) {
            if (System.nanoTime() - takenAt >= SETTLING.toNanos()) {
                correct(census);
                census = null;
            }
        } else if (!asked || System.nanoTime() - askedAt >= askInterval().toNanos()) {
            asked = true;
            askedAt = System.nanoTime();
            if (chores.take("counts", settings.censusInterval())) {
                census = counts.census();
                takenAt = System.nanoTime();
            }
        }
    }

    /** Seldom enough that an idle node does not ask all the time. */
    private Duration askInterval() {
        Duration half = settings.censusInterval().dividedBy(2);
        return half.compareTo(ASK_INTERVAL) < 0 ? half : ASK_INTERVAL;
    }

    private void correct(CountStore.Census taken) {
        long off = counts.correct(taken);
        if (off > 0) {
            LOG.log(Level.INFO, "The counts of jobs were off by {0}, and are corrected", off);
        }
    }
}
