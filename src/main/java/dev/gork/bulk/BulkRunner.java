package dev.gork.bulk;

import dev.gork.chores.Chore;
import dev.gork.chores.Chores;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Runs bulk actions, on any node: also on one that runs no jobs, such as the console's. The node that was asked begins at
 * once; the others look now and then, and so go on with what an expired node left.
 */
@ApplicationScoped
class BulkRunner implements Chore {
    /** Whoever starts one wakes the runner of that node; this is for what another node left behind. */
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    @Inject
    Chores chores;

    @Inject
    BulkStore bulks;

    @Override
    public String name() {
        return "Bulk actions";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public Nodes nodes() {
        return Nodes.ENABLED;
    }

    @Override
    public boolean mayRunLong() {
        return true;
    }

    void wake(@Observes BulkWaiting waiting) {
        chores.wake(this);
    }

    /** Goes on until nothing is left, each step in a transaction of its own. */
    @Override
    public void runOnce() {
        boolean worked = false;
        while (!chores.stopping() && bulks.step()) {
            worked = true;
        }
        if (worked) {
            bulks.forget();
        }
    }
}
