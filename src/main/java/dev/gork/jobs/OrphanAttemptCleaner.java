package dev.gork.jobs;

import dev.gork.chores.Chore;
import dev.gork.chores.ChoreStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Takes out the attempts at jobs that were deleted by plain SQL; one node for all. */
@ApplicationScoped
class OrphanAttemptCleaner implements Chore {
    private static final Duration INTERVAL = Duration.ofHours(1);

    /** How many rows one statement looks at. */
    private static final int PART = 10_000;

    @Inject
    ChoreStore chores;

    @Inject
    Attempts attempts;

    @Override
    public String name() {
        return "Deleting orphaned attempts";
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
        if (chores.take("attempts", INTERVAL.dividedBy(2))) {
            String after = "";
            while (after != null) {
                Attempts.Sweep sweep = attempts.forgetOrphans(after, PART);
                after = sweep.end();
            }
        }
    }
}
