package dev.gork.maintenance;

import dev.gork.store.Attempts;
import dev.gork.store.ChoreStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Takes out the attempts at jobs that were deleted by plain SQL; one node for all. */
@ApplicationScoped
class AttemptKeeper {
    static final Duration INTERVAL = Duration.ofHours(1);

    /** How many rows one statement looks at. */
    private static final int PART = 10_000;

    @Inject
    ChoreStore chores;

    @Inject
    Attempts attempts;

    /** Does it, unless another node just has; how many attempts were taken out. */
    int runOnce() {
        int forgotten = 0;
        if (chores.take("attempts", INTERVAL.dividedBy(2))) {
            String after = "";
            while (after != null) {
                Attempts.Sweep sweep = attempts.forgetOrphans(after, PART);
                forgotten += sweep.forgotten();
                after = sweep.end();
            }
        }
        return forgotten;
    }
}
