package dev.gork.attempts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.testing.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Promise 5: a suspect runs alone on its node, and holds up nobody for longer than that takes. */
class GateTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Gate gate = new Gate();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        gate.close();
        threads.shutdown();
    }

    @Test
    void ordinaryJobsGoInSideBySide() {
        Gate.Pass one = gate.enter();
        Gate.Pass two = gate.enter();

        assertThat(one).isNotNull();
        assertThat(two).isNotNull();
        assertThat(gate.isShut()).isFalse();
    }

    @Test
    void aSuspectGoesInOnceAllOthersAreOut() throws Exception {
        Gate.Pass one = entered();
        Gate.Pass two = entered();
        Future<Gate.Pass> suspect = suspect("suspect");
        Wait.until("it waits", () -> gate.waiting() == 1);

        one.leave();
        one.leave();
        assertThat(log).as("a pass counts once").isEmpty();
        two.leave();

        assertThat(suspect.get()).isNotNull();
        assertThat(log).containsExactly("suspect begins");
    }

    @Test
    void nothingElseGoesInWhileASuspectWaitsOrRuns() throws Exception {
        Gate.Pass before = entered();
        Future<Gate.Pass> suspect = suspect("suspect");
        Wait.until("it waits", () -> gate.waiting() == 1);
        Future<Gate.Pass> after = ordinary("after");
        before.leave();
        Gate.Pass alone = suspect.get();
        assertThat(after.isDone()).isFalse();

        alone.leave();

        after.get();
        assertThat(log).containsExactly("suspect begins", "suspect ends", "after");
        assertThat(gate.isShut()).isFalse();
    }

    @Test
    void twoSuspectsRunOneAfterTheOther() throws Exception {
        Gate.Pass first = suspect("first").get();
        Future<Gate.Pass> second = suspect("second");

        first.leave();

        second.get().leave();
        assertThat(log).containsExactly("first begins", "first ends", "second begins", "second ends");
        assertThat(gate.isShut()).isFalse();
    }

    @Test
    void aFewSuspectsGoInBesideOthersAndTheNextOnceOneOfThemIsOut() throws Exception {
        List<Gate.Pass> inside = new ArrayList<>();
        for (int i = 0; i < Gate.SUSPECTS_AT_ONCE; i++) {
            inside.add(Objects.requireNonNull(gate.enterAsSuspect(() -> true, () -> {})));
        }
        Future<Gate.Pass> next = threads.submit(() -> gate.enterAsSuspect(() -> log.add("next"), () -> {}));
        Wait.until("it waits", () -> gate.waiting() == 1);

        assertThat(gate.enter()).as("others do not wait for suspects").isNotNull();
        assertThat(gate.isShut()).isFalse();
        assertThat(log).isEmpty();
        inside.get(0).leave();

        assertThat(next.get()).isNotNull();
    }

    @Test
    void aSuspectThatMayNotBeginGivesItsPlaceBack() {
        for (int i = 0; i <= Gate.SUSPECTS_AT_ONCE; i++) {
            assertThat(gate.enterAsSuspect(() -> false, () -> {})).isNull();
        }

        assertThat(gate.enterAsSuspect(() -> true, () -> {})).isNotNull();
    }

    /** The watcher's thread, not the handler's: one that ignores its interrupt must not keep the others out for ever. */
    @Test
    void whatIsStuckIsTakenOutByAnotherThread() throws Exception {
        Gate.Pass stuck = ordinary("stuck").get();
        Future<Gate.Pass> suspect = suspect("suspect");
        Wait.until("it waits", () -> gate.waiting() == 1);

        threads.submit(stuck::leave).get();

        assertThat(suspect.get()).isNotNull();
    }

    @Test
    void aSuspectThatMayNotBeginLetsOthersIn() {
        assertThat(gate.enterAlone(() -> false, () -> log.add("ends"))).isNull();
        assertThatThrownBy(() -> gate.enterAlone(
                        () -> {
                            throw new IllegalStateException("no");
                        },
                        () -> log.add("ends")))
                .hasMessage("no");

        assertThat(gate.isShut()).isFalse();
        assertThat(gate.enter()).isNotNull();
    }

    @Test
    void whoWaitsWhenTheNodeStopsIsSentAwayAndSoIsWhoeverComesLater() throws Exception {
        Gate.Pass inside = entered();
        Future<Gate.Pass> first = suspect("a");
        Wait.until("it waits", () -> gate.waiting() == 1);
        List<Future<Gate.Pass>> waiting = List.of(first, ordinary("b"), suspect("c"), ordinary("d"));
        Wait.until("they wait", () -> gate.waiting() == 4);

        gate.close();
        gate.close();

        for (Future<Gate.Pass> each : waiting) {
            assertThat(each.get()).isNull();
        }
        assertThat(gate.enter()).isNull();
        assertThat(gate.enterAlone(() -> true, () -> {})).isNull();
        assertThat(gate.enterAsSuspect(() -> true, () -> {})).isNull();
        inside.leave();
        assertThat(log).isEmpty();
    }

    private Gate.Pass entered() {
        return Objects.requireNonNull(gate.enter());
    }

    private Future<Gate.Pass> ordinary(String name) {
        return threads.submit(() -> {
            Gate.Pass pass = gate.enter();
            if (pass != null) {
                log.add(name);
            }
            return pass;
        });
    }

    private Future<Gate.Pass> suspect(String name) {
        return threads.submit(() -> gate.enterAlone(() -> log.add(name + " begins"), () -> log.add(name + " ends")));
    }
}
