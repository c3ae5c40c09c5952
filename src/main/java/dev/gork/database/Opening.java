package dev.gork.database;

import dev.gork.StoreUnavailableException;
import dev.gork.concurrent.Threads;
import dev.gork.config.Settings;
import dev.gork.log.SafeLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure of the tables, one try at a time, and but for the first on a thread of its own: it may wait for locks, or for
 * a network, and whoever needs the tables waits for it only so long. A try begins when somebody needs them.
 */
@ApplicationScoped
class Opening {
    private static final Logger LOG = SafeLog.of(Opening.class);

    /** While DDL waits for a lock, others wait behind it: so most of the time it does not. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(4);

    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);

    @Inject
    Schema schema;

    @Inject
    Settings settings;

    @Inject
    Threads threads;

    private @Nullable CompletableFuture<Dialect> attempt;
    private long begunAt;
    private Duration pause = FIRST_PAUSE;
    private long pausedUntil = System.nanoTime();

    /**
     * Waits until the tables can be used.
     *
     * @throws StoreUnavailableException if they cannot, or it is not known yet
     */
    Dialect await(Duration timeout) {
        try {
            return attempt().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new StoreUnavailableException(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            throw new StoreUnavailableException(
                    "gork's tables are not ready yet: the database has been asked for "
                            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunAt())
                            + " s, and has not answered, or changes them, or another node does",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("Nobody waits for gork's tables any more", e);
        }
    }

    private synchronized long begunAt() {
        return begunAt;
    }

    /**
     * The first try is on the thread of whoever asks first, which is the application's start: no thread of the
     * application's runs before it is over. All later ones are in the background.
     */
    private CompletableFuture<Dialect> attempt() {
        CompletableFuture<Dialect> next = new CompletableFuture<>();
        synchronized (this) {
            CompletableFuture<Dialect> last = attempt;
            if (last != null && !(last.isCompletedExceptionally() && System.nanoTime() - pausedUntil >= 0)) {
                return last;
            }
            begunAt = System.nanoTime();
            attempt = next;
            if (last != null) {
                inBackground(next);
                return next;
            }
        }
        open(next);
        return next;
    }

    private void inBackground(CompletableFuture<Dialect> result) {
        try {
            threads.blocking().execute(() -> open(result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new StoreUnavailableException("The application stops", e));
        }
    }

    private void open(CompletableFuture<Dialect> result) {
        try {
            result.complete(schema.prepare(settings.schema()));
        } catch (SchemaLockedException e) {
            LOG.log(
                    Level.WARNING,
                    "No jobs for now, next try in " + pauseAgain().toSeconds() + " s: " + e.getMessage());
            result.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private synchronized Duration pauseAgain() {
        Duration current = pause;
        pausedUntil = System.nanoTime() + current.toNanos();
        Duration doubled = current.multipliedBy(2);
        pause = doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
        return current;
    }
}
