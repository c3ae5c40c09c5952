package dev.gork.enqueue;

import dev.gork.Backoff;
import dev.gork.InvalidJobRequestException;
import dev.gork.JobPayloadException;
import dev.gork.JobRequest;
import dev.gork.config.JobLimits;
import dev.gork.store.JobOptions;
import dev.gork.store.JsonCodec;
import dev.gork.store.NewJob;
import dev.gork.store.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Turns a request into a row that every database takes, or says why it cannot be one. */
@ApplicationScoped
class RequestCheck {
    @Inject
    JsonCodec json;

    /** @throws InvalidJobRequestException naming the job, the value and the limit */
    NewJob check(JobRequest request) {
        String id = request.id().orElseGet(TimeOrderedId::next);
        checkText(request, "id", id, JobLimits.MAX_ID_LENGTH);
        checkText(request, "queue", request.queue(), JobLimits.MAX_QUEUE_LENGTH);
        checkRange(request, "priority", request.priority(), -JobLimits.MAX_PRIORITY, JobLimits.MAX_PRIORITY);
        request.maxRetries()
                .ifPresent(retries -> checkRange(request, "max_retries", retries, 0, JobLimits.MAX_RETRIES));
        request.backoff().ifPresent(backoff -> checkBackoff(request, backoff));
        request.delay().ifPresent(delay -> checkRange(request, "delay", delay, Duration.ZERO, JobLimits.MAX_DELAY));
        request.at().ifPresent(at -> checkAt(request, at));
        return new NewJob(
                id,
                request.queue(),
                arguments(request),
                JobOptions.toJson(request.maxRetries(), request.backoff().orElse(null)),
                request.priority(),
                request.at().orElse(null),
                request.delay().orElse(Duration.ZERO));
    }

    private String arguments(JobRequest request) {
        Object arguments = request.arguments().orElse(null);
        try {
            if (arguments == null) {
                return "{}";
            }
            return request.argumentsAreJson() ? json.check((String) arguments) : json.write(arguments);
        } catch (JobPayloadException e) {
            throw invalid(request, "arguments", "its arguments are unusable: " + e.getMessage(), e);
        }
    }

    private static void checkText(JobRequest request, String field, String text, int maxLength) {
        String problem = text.isBlank() ? "empty" : Texts.problem(text);
        // In UTF-16 units, as H2 counts; PostgreSQL's count is never higher.
        if (problem == null && text.length() > maxLength) {
            problem = text.length() + " characters long, " + maxLength + " are allowed";
        }
        if (problem == null && hasControl(text)) {
            problem = "with control characters, which are not allowed";
        }
        if (problem != null) {
            throw invalid(request, field, "its " + field + " '" + shown(text) + "' is " + problem, null);
        }
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static void checkBackoff(JobRequest request, Backoff backoff) {
        checkRange(request, "retry_interval", backoff.interval(), Duration.ZERO, JobLimits.MAX_INTERVAL);
        checkRange(request, "retry_max_interval", backoff.maxInterval(), backoff.interval(), JobLimits.MAX_INTERVAL);
    }

    /** The node's clock is good enough to tell a century from a mistake. */
    private static void checkAt(JobRequest request, Instant at) {
        checkRange(request, "scheduled_at", at, Instant.EPOCH, Instant.now().plus(JobLimits.MAX_DELAY));
    }

    private static <T extends Comparable<T>> void checkRange(JobRequest request, String field, T value, T min, T max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw invalid(
                    request, field, "its " + field + " is " + value + ", allowed is from " + min + " to " + max, null);
        }
    }

    private static InvalidJobRequestException invalid(
            JobRequest request, String field, String problem, @Nullable Throwable cause) {
        String job = "Job " + request.id().map(id -> "'" + shown(id) + "' ").orElse("") + "for queue '"
                + shown(request.queue()) + "'";
        return new InvalidJobRequestException(field, job + " was not enqueued: " + problem + ".", cause);
    }

    /** Text that may be the very thing that is wrong, fit for a log line. */
    private static String shown(String text) {
        return Texts.storable(text, 60).replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
