package dev.gork.engine;

import dev.gork.Job;
import dev.gork.JobPayloadException;
import dev.gork.store.ClaimedJob;
import dev.gork.store.JobOptions;
import dev.gork.store.JsonCodec;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job in the hands of a handler, and the way to interrupt it without hitting whatever its thread does next. */
final class RunningJob implements Job {

    /** Why a handler was interrupted. */
    enum Interruption {
        NONE,
        TIMEOUT,
        STOPPING,
        CLAIM_LOST
    }

    private final ClaimedJob info;
    private final JobOptions options;
    private final JsonCodec json;
    private final Duration timeout;
    private final long startedNanos = System.nanoTime();

    private volatile String result = "{}";
    private @Nullable Thread thread;
    private Interruption interruption = Interruption.NONE;
    private long interruptedNanos;
    private boolean stuck;

    RunningJob(ClaimedJob info, JobOptions options, Duration timeout, JsonCodec json) {
        this.info = info;
        this.options = options;
        this.timeout = timeout;
        this.json = json;
    }

    ClaimedJob info() {
        return info;
    }

    Duration timeout() {
        return timeout;
    }

    String resultJson() {
        return result;
    }

    Duration ran() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    boolean overdue() {
        return System.nanoTime() - startedNanos > timeout.toNanos();
    }

    /** From here on the current thread may be interrupted for this job. */
    synchronized void begin() {
        thread = Thread.currentThread();
    }

    /** What its thread does now; empty if it has ended. */
    synchronized StackTraceElement[] stack() {
        return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
    }

    /** Whether it has gone on after its interrupt for as long as a handler may take to notice. */
    synchronized boolean stuck() {
        return stuck;
    }

    /** Notes that it is stuck, if it is; true the first time. */
    synchronized boolean turnsStuck(Duration patience) {
        if (stuck
                || thread == null
                || interruption != Interruption.TIMEOUT
                || System.nanoTime() - interruptedNanos < patience.toNanos()) {
            return false;
        }
        stuck = true;
        return true;
    }

    /** From here on it may not; an interrupt, also of the handler's own, is taken off the thread. */
    synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    /** Why it was interrupted, if it was. */
    synchronized Interruption interruption() {
        return interruption;
    }

    /** Interrupts the handler, once. */
    synchronized void interrupt(Interruption why) {
        if (thread != null && interruption == Interruption.NONE) {
            interruption = why;
            interruptedNanos = System.nanoTime();
            thread.interrupt();
        }
    }

    /** Whether there is another attempt after this one. */
    boolean hasRetry() {
        return info.retryCount() < options.maxRetries();
    }

    Duration retryDelay(double chance) {
        return options.backoff().delay(info.retryCount(), chance);
    }

    @Override
    public String id() {
        return info.id();
    }

    @Override
    public String queue() {
        return info.queue();
    }

    @Override
    public int attempt() {
        return info.attempt();
    }

    @Override
    public int retries() {
        return info.retryCount();
    }

    @Override
    public int maxRetries() {
        return options.maxRetries();
    }

    @Override
    public Instant scheduledAt() {
        return info.scheduledAt();
    }

    @Override
    public Instant createdAt() {
        return info.createdAt();
    }

    @Override
    public Instant deadline() {
        return Instant.now().plus(timeout).minus(ran());
    }

    @Override
    public String argumentsJson() {
        return info.argumentsJson();
    }

    @Override
    public <T> T arguments(Type type) {
        T arguments;
        try {
            arguments = json.read(info.argumentsJson(), type);
        } catch (JobPayloadException e) {
            throw new JobPayloadException("The arguments of " + this + " are " + e.getMessage(), e.getCause());
        }
        if (arguments == null) {
            throw new JobPayloadException("The arguments of " + this + " are null, not a " + type.getTypeName(), null);
        }
        return arguments;
    }

    @Override
    public void result(@Nullable Object value) {
        try {
            result = json.write(value);
        } catch (JobPayloadException e) {
            throw new JobPayloadException("The result of " + this + " is unusable: " + e.getMessage(), e.getCause());
        }
    }

    @Override
    public String toString() {
        return "job '" + info.id() + "' of queue '" + info.queue() + "'";
    }
}
