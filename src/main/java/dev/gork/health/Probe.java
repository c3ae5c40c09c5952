package dev.gork.health;

import dev.gork.StoreUnavailableException;
import dev.gork.concurrent.Threads;
import dev.gork.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database whether it can be written to, and waits for its answer only so long: who asks for a node's health
 * must not hang with it. While a question is open there is no second one, so that no threads pile up either.
 */
@ApplicationScoped
class Probe {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Inject
    Database database;

    @Inject
    Threads threads;

    private @Nullable CompletableFuture<Void> open;

    /** @throws RuntimeException if it cannot, or does not answer */
    void checkWritable() {
        try {
            question().get(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new StoreUnavailableException("The database has not answered for " + TIMEOUT.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("Nobody waits for the database's answer any more", e);
        }
    }

    private synchronized CompletableFuture<Void> question() {
        CompletableFuture<Void> asked = open;
        if (asked == null || asked.isDone()) {
            asked = CompletableFuture.runAsync(database::checkWritable, threads.handlers());
            open = asked;
        }
        return asked;
    }
}
