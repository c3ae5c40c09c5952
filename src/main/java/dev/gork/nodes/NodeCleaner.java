package dev.gork.nodes;

import dev.gork.chores.Chore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Deletes the rows of nodes that expired long ago. */
@ApplicationScoped
class NodeCleaner implements Chore {
    /** An expired node is shown to people for this long. */
    private static final Duration SHOWN = Duration.ofDays(1);

    @Inject
    NodeStore nodes;

    @Override
    public String name() {
        return "Deleting expired nodes";
    }

    @Override
    public Duration interval() {
        return Duration.ofHours(1);
    }

    @Override
    public void runOnce() {
        nodes.forget(SHOWN);
    }
}
