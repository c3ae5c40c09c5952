package dev.gork.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.claims.Claim;
import dev.gork.claims.ClaimStore;
import dev.gork.claims.ClaimedJob;
import dev.gork.outcomes.HeldClaims;
import dev.gork.testing.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a node has by the table and not in fact is found, also late; what it has in fact is never given back. */
class StraysTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration ALWAYS = Duration.ofNanos(1);

    private final Set<Claim> table = new HashSet<>();
    private final Set<Claim> released = new HashSet<>();
    private final HeldClaims held = new HeldClaims();
    private int looks;
    private RuntimeException failure;

    private final ClaimStore store = new ClaimStore() {
        @Override
        public Set<Claim> claims(String node) {
            looks++;
            if (failure != null) {
                throw failure;
            }
            return new HashSet<>(table);
        }

        @Override
        public int releaseStrays(String node, Set<Claim> strays) {
            released.addAll(strays);
            table.removeAll(strays);
            return strays.size();
        }
    };

    @Test
    void aClaimThatBecomesVisibleLateIsReleasedAllTheSame() {
        Strays strays = strays(NEVER);
        strays.uncertain();
        Wait.until("it looks again and again", () -> {
            strays.look("me");
            return looks >= 2;
        });
        assertThat(released).isEmpty();

        Claim late = job("late").claim();
        table.add(late);

        Wait.until("it is given back", () -> strays.look("me") == 1);
        assertThat(released).containsExactly(late);
    }

    @Test
    void whatTheNodeHasIsNotReleased() {
        Strays strays = strays(ALWAYS);
        ClaimedJob mine = job("mine");
        held.add(mine);
        table.add(mine.claim());
        strays.uncertain();

        for (int look = 0; look < 10; look++) {
            assertThat(strays.look("me")).isZero();
        }
        assertThat(released).isEmpty();
    }

    @Test
    void whatIsSeenOnceIsNoStray() {
        Strays strays = strays(ALWAYS);
        strays.claimed();
        table.add(job("once").claim());

        assertThat(strays.look("me")).isZero();
        table.clear();
        table.add(job("another").claim());
        assertThat(strays.look("me")).isZero();
    }

    /** An Error may have come between a claim and whoever was to run it. */
    @Test
    void whatNobodyTookIsFoundAtTheInterval() {
        Strays strays = strays(ALWAYS);
        ClaimedJob dropped = job("dropped");
        table.add(dropped.claim());
        strays.claimed();

        Wait.until("it is given back", () -> strays.look("me") == 1);
        assertThat(released).containsExactly(dropped.claim());
    }

    @Test
    void anIdleNodeAsksNothing() {
        Strays strays = strays(ALWAYS);
        strays.claimed();
        strays.look("me");
        assertThat(looks).isEqualTo(1);

        for (int turn = 0; turn < 10; turn++) {
            strays.look("me");
        }
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void aLookThatFailsKeepsTheNodeFromClaimingOnlyOnce() {
        Strays strays = strays(NEVER);
        strays.uncertain();
        failure = new IllegalStateException("the database is away");

        assertThatThrownBy(() -> strays.look("me")).isSameAs(failure);
        assertThat(strays.look("me")).isZero();
    }

    private Strays strays(Duration interval) {
        return new Strays(store, held, interval, pause -> {});
    }

    private static ClaimedJob job(String id) {
        return new ClaimedJob(id, "queue", 1, 0, 1, 0, 0, "{}", "{}", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);
    }
}
