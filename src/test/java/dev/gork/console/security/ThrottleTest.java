package dev.gork.console.security;

import static dev.gork.console.security.Throttle.Turn.BUSY;
import static dev.gork.console.security.Throttle.Turn.GRANTED;
import static dev.gork.console.security.Throttle.Turn.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.console.web.ClientAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guessing is bounded, and so is what is remembered of it; whoever knows the password signs in. */
class ThrottleTest {
    private final Throttle throttle = new Throttle();

    @Test
    void tenFailuresOfANameFromAnAddressAreEnough() {
        fail("ada", "10.0.0.1", 10);

        try (Throttle.Attempt attempt = throttle.attempt("ada", "10.0.0.1")) {
            assertThat(attempt.turn()).isEqualTo(REFUSED);
            assertThat(attempt.waitSeconds()).isBetween(1L, 301L);
        }
        assertThat(turn("ADA ", "10.0.0.1")).isEqualTo(REFUSED);
    }

    @Test
    void theOwnerElsewhereAndOthersThereGoOn() {
        fail("ada", "10.0.0.1", 10);

        assertThat(turn("ada", "10.0.0.2")).isEqualTo(GRANTED);
        assertThat(turn("grace", "10.0.0.1")).isEqualTo(GRANTED);
    }

    @Test
    void aHundredFailuresFromAnAddressAreEnough() {
        IntStream.range(0, 100).forEach(i -> fail("name-" + i, "10.0.0.1", 1));

        assertThat(turn("ada", "10.0.0.1")).isEqualTo(REFUSED);
        assertThat(turn("ada", "10.0.0.2")).isEqualTo(GRANTED);
    }

    /** The address may be a proxy's, with everybody behind it. */
    @Test
    void whoHasSignedInFromAnAddressIsNotLockedOutByOthersThere() {
        succeed("ada", "10.0.0.1");
        IntStream.range(0, 100).forEach(i -> fail("name-" + i, "10.0.0.1", 1));

        assertThat(turn("grace", "10.0.0.1")).isEqualTo(REFUSED);
        succeed("ada", "10.0.0.1");
        fail("ada", "10.0.0.1", 10);
        assertThat(turn("ada", "10.0.0.1")).isEqualTo(REFUSED);
    }

    /** A customer of a provider has 2^64 of them. */
    @Test
    void theAddressesOfAnIpv6NetworkAreOne() {
        IntStream.range(0, 100).forEach(i -> fail("name-" + i, "2001:db8:1:2:%x::1".formatted(i), 1));

        assertThat(turn("ada", "2001:db8:1:2::ffff")).isEqualTo(REFUSED);
        assertThat(turn("ada", "2001:db8:1:3::ffff")).isEqualTo(GRANTED);
        assertThat(ClientAddress.key("::ffff:10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(ClientAddress.key("fe80::1%eth0")).isEqualTo(ClientAddress.key("fe80::2"));
        assertThat(ClientAddress.key("a:proxy's:own")).isEqualTo("a:proxy's:own");
        assertThat(ClientAddress.key("unknown")).isEqualTo("unknown");
    }

    @Test
    void successForgetsTheFailuresBefore() {
        fail("ada", "10.0.0.1", 9);
        succeed("ada", "10.0.0.1");
        fail("ada", "10.0.0.1", 9);

        assertThat(turn("ada", "10.0.0.1")).isEqualTo(GRANTED);
    }

    @Test
    void manyGoodSignInsFromAnAddressAreNoGuessing() {
        IntStream.range(0, 1000).forEach(i -> succeed("ada", "10.0.0.1"));

        assertThat(turn("ada", "10.0.0.1")).isEqualTo(GRANTED);
    }

    @Test
    @Timeout(60)
    void goodSignInsAtOnceWaitForTheirTurn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(40);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try {
            List<CompletableFuture<Throttle.Turn>> turns = IntStream.range(0, 400)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                try (Throttle.Attempt attempt = throttle.attempt("ada", "10.0.0.1")) {
                                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                    Thread.yield();
                                    now.decrementAndGet();
                                    attempt.succeeded();
                                    return attempt.turn();
                                }
                            },
                            threads))
                    .toList();

            for (CompletableFuture<Throttle.Turn> turn : turns) {
                assertThat(turn.get()).isEqualTo(GRANTED);
            }
            assertThat(most.get()).isBetween(1, 8);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    @Timeout(60)
    void guessesAtOnceAreNoMoreThanOneAfterTheOther() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(40);
        CountDownLatch all = new CountDownLatch(40);
        try {
            List<CompletableFuture<Throttle.Turn>> turns = IntStream.range(0, 40)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                all.countDown();
                                await(all);
                                try (Throttle.Attempt attempt = throttle.attempt("ada", "10.0.0.1")) {
                                    if (attempt.turn() == GRANTED) {
                                        attempt.failed();
                                    }
                                    return attempt.turn();
                                }
                            },
                            threads))
                    .toList();

            List<Throttle.Turn> taken = new ArrayList<>();
            for (CompletableFuture<Throttle.Turn> turn : turns) {
                taken.add(turn.get());
            }
            assertThat(taken).filteredOn(GRANTED::equals).hasSize(10);
            assertThat(taken).filteredOn(REFUSED::equals).hasSize(30);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void aGuessThatMayBeOneTooManyWaitsForWhatComesOfTheOthers() {
        Throttle hasty = new Throttle(Duration.ofMillis(10));
        for (int i = 0; i < 9; i++) {
            try (Throttle.Attempt attempt = hasty.attempt("ada", "10.0.0.1")) {
                attempt.failed();
            }
        }

        try (Throttle.Attempt tenth = hasty.attempt("ada", "10.0.0.1")) {
            assertThat(tenth.turn()).isEqualTo(GRANTED);
            assertThat(hasty.attempt("ada", "10.0.0.1").turn()).isEqualTo(BUSY);
            tenth.failed();
        }
        assertThat(hasty.attempt("ada", "10.0.0.1").turn()).isEqualTo(REFUSED);
    }

    @Test
    void nobodyWaitsForEver() {
        Throttle hasty = new Throttle(Duration.ofMillis(10));
        List<Throttle.Attempt> running = IntStream.range(0, 8)
                .mapToObj(i -> hasty.attempt("name-" + i, "10.0.0.1"))
                .toList();

        try (Throttle.Attempt attempt = hasty.attempt("ada", "10.0.0.2")) {
            assertThat(attempt.turn()).isEqualTo(BUSY);
        }
        running.get(0).close();
        assertThat(hasty.attempt("ada", "10.0.0.2").turn()).isEqualTo(GRANTED);
    }

    @Test
    void whatIsRememberedIsBounded() {
        IntStream.range(0, 50_000).forEach(i -> fail("name", "10.0." + i / 256 + "." + i % 256, 1));

        assertThat(throttle.remembered()).isLessThanOrEqualTo(20_000);
    }

    private Throttle.Turn turn(String name, String address) {
        try (Throttle.Attempt attempt = throttle.attempt(name, address)) {
            return attempt.turn();
        }
    }

    private void succeed(String name, String address) {
        try (Throttle.Attempt attempt = throttle.attempt(name, address)) {
            assertThat(attempt.turn()).isEqualTo(GRANTED);
            attempt.succeeded();
        }
    }

    private void fail(String name, String address, int times) {
        IntStream.range(0, times).forEach(i -> {
            try (Throttle.Attempt attempt = throttle.attempt(name, address)) {
                assertThat(attempt.turn()).isEqualTo(GRANTED);
                attempt.failed();
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
