package dev.gork.stats;

import dev.gork.chores.Chore;
import dev.gork.chores.ChoreStore;
import dev.gork.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Makes the spans of the history longer as they get older, and forgets the oldest; one node for all. */
@ApplicationScoped
class HistoryRollup implements Chore {
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    ChoreStore chores;

    @Inject
    HistoryStore history;

    @Inject
    Settings settings;

    @Override
    public String name() {
        return "Rolling up the history";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public boolean mayRunLong() {
        return true;
    }

    /** Does it, unless another node just has. */
    @Override
    public void runOnce() {
        if (!chores.take("history", INTERVAL.dividedBy(2))) {
            return;
        }
        // Each is kept for longer than the range of history that is shown in its steps, or in shorter ones.
        history.rollUp(HistoryStore.SPAN, MINUTE, Duration.ofMinutes(6));
        history.rollUp(MINUTE, FIVE_MINUTES, Duration.ofHours(2));
        history.rollUp(FIVE_MINUTES, HOUR, Duration.ofHours(25));
        history.prune(settings.history());
    }
}
