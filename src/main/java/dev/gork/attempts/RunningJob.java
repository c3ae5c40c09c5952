package dev.gork.attempts;

import dev.gork.Job;
import dev.gork.JobPayloadException;
import dev.gork.claims.ClaimedJob;
import dev.gork.payload.JobOptions;
import dev.gork.payload.JsonCodec;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job as its handler sees it. */
public final class RunningJob implements Job {
    private final ClaimedJob info;
    private final JobOptions options;
    private final AttemptTime time;
    private final JsonCodec json;

    private volatile String result = "{}";

    /**
     * Makes it for one attempt.
     *
     * @param time the attempt's
     * @param json reads its arguments, and writes its result
     */
    public RunningJob(ClaimedJob info, JobOptions options, AttemptTime time, JsonCodec json) {
        this.info = info;
        this.options = options;
        this.time = time;
        this.json = json;
    }

    /** The job as it was claimed. */
    public ClaimedJob info() {
        return info;
    }

    /** The result that its handler gave; an empty object if it gave none. */
    public String resultJson() {
        return result;
    }

    /** How long its handler has run. */
    public Duration ran() {
        return time.ran();
    }

    /** Whether there is another attempt after this one. */
    public boolean hasRetry() {
        return info.retryCount() < options.maxRetries();
    }

    /** How long the next attempt is to wait, with the chance, from 0 to 1, that spreads it. */
    public Duration retryDelay(double chance) {
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
        return Instant.now().plus(time.left());
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
            throw new JobPayloadException(
                    "The arguments of " + this + " are " + e.getMessage()
                            + ": look at them in its row, or in the console",
                    e.getCause());
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
