package dev.gork.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** Faults without end; the same ones for the same seed. They are dealt like cards, so that no kind stays away for long. */
final class Schedule {
    private static final int MAX_CLOCK_SECONDS = 86_400;
    private static final Duration SHORTEST_OUTAGE = Duration.ofMillis(500);

    /** Longer than the node waits that has a socketTimeout, so that it gives up commits which are done all the same. */
    private static final Duration SHORTEST_STALL = Chaos.SOCKET_TIMEOUT.plusSeconds(2);

    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(10);

    private final Plan plan;
    private final Random random;
    private final int nodes;
    private final int settableClock;
    private final List<FaultKind> deck;
    private final Deque<FaultKind> dealt = new ArrayDeque<>();

    /**
     * For so many nodes, one of which has a clock that can be set.
     *
     * @param deck the kinds, each as often as it is to come until all have come
     */
    Schedule(Plan plan, int nodes, int settableClock, List<FaultKind> deck) {
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.nodes = nodes;
        this.settableClock = settableClock;
        this.deck = deck;
    }

    Fault next() {
        if (dealt.isEmpty()) {
            List<FaultKind> shuffled = new ArrayList<>(deck);
            Collections.shuffle(shuffled, random);
            dealt.addAll(shuffled);
        }
        FaultKind kind = dealt.pop();
        int node = random.nextInt(nodes);
        return new Fault(
                kind,
                kind == FaultKind.CLOCK_SET ? settableClock : node,
                plan.pause().dividedBy(2).plus(upTo(plan.pause())),
                length(kind),
                Duration.ofSeconds(random.nextInt(2 * MAX_CLOCK_SECONDS) - MAX_CLOCK_SECONDS));
    }

    /** An outage of the database may last for two leases: nobody dies of it. */
    private Duration length(FaultKind kind) {
        return switch (kind) {
            case DATABASE_STOPPED -> SHORTEST_OUTAGE.plus(upTo(plan.lease().multipliedBy(2)));
            case COMMITS_STALLED -> SHORTEST_STALL.plus(upTo(plan.lease()));
            case ROW_LOCKED -> SHORTEST_LOCK.plus(upTo(SHORTEST_LOCK.multipliedBy(2)));
            default -> plan.surelyGone().plus(upTo(plan.reaper().plusSeconds(1)));
        };
    }

    private Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextInt((int) most.toMillis()) + 1L);
    }
}
