package dev.gork.maintenance;

import dev.gork.config.Settings;
import dev.gork.store.ChoreStore;
import dev.gork.store.HistoryStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Makes the spans of the history longer as they get older, and forgets the oldest; one node for all. */
@ApplicationScoped
class HistoryKeeper {
    static final Duration INTERVAL = Duration.ofMinutes(5);

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    @Inject
    ChoreStore chores;

    @Inject
    HistoryStore history;

    @Inject
    Settings settings;

    /** Does it, unless another node just has; how many spans were replaced or forgotten. */
    int runOnce() {
        if (!chores.take("history", INTERVAL.dividedBy(2))) {
            return 0;
        }
        // Each is kept for longer than the range of history that is shown in its steps, or in shorter ones.
        return history.rollUp(HistoryStore.SPAN, MINUTE, Duration.ofMinutes(6))
                + history.rollUp(MINUTE, FIVE_MINUTES, Duration.ofHours(2))
                + history.rollUp(FIVE_MINUTES, HOUR, Duration.ofHours(25))
                + history.prune(settings.history());
    }
}
