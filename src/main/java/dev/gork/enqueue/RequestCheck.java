package dev.gork.enqueue;

import dev.gork.Backoff;
import dev.gork.InvalidJobRequestException;
import dev.gork.JobEdit;
import dev.gork.JobPayloadException;
import dev.gork.JobRequest;
import dev.gork.config.JobLimits;
import dev.gork.jobs.Edit;
import dev.gork.jobs.NewJob;
import dev.gork.payload.JobOptions;
import dev.gork.payload.JsonCodec;
import dev.gork.payload.Texts;
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
                arguments(request, request.arguments().orElse(null), request.argumentsAreJson()),
                JobOptions.toJson(request.maxRetries(), request.backoff().orElse(null)),
                request.priority(),
                request.at().orElse(null),
                request.delay().orElse(Duration.ZERO));
    }

    /**
     * The same for what is to change about a job.
     *
     * @throws InvalidJobRequestException naming the job, the value and the limit
     */
    Edit check(String id, JobEdit edit) {
        edit.priority()
                .ifPresent(priority ->
                        checkRange(id, "priority", priority, -JobLimits.MAX_PRIORITY, JobLimits.MAX_PRIORITY));
        edit.at().ifPresent(at -> checkAt(id, at));
        return new Edit(
                edit.arguments()
                        .map(arguments -> arguments(id, arguments, edit.argumentsAreJson()))
                        .orElse(null),
                edit.at().orElse(null),
                edit.priority().isPresent() ? edit.priority().getAsInt() : null);
    }

    private String arguments(Object subject, @Nullable Object arguments, boolean areJson) {
        try {
            if (arguments == null) {
                return "{}";
            }
            return areJson ? json.check((String) arguments) : json.write(arguments);
        } catch (JobPayloadException e) {
            throw invalid(subject, "arguments", "its arguments are unusable: " + e.getMessage(), e);
        }
    }

    private static void checkText(Object subject, String field, String text, int maxLength) {
        String problem = text.isBlank() ? "empty" : Texts.problem(text);
        // In UTF-16 units, as H2 counts; PostgreSQL's count is never higher.
        if (problem == null && text.length() > maxLength) {
            problem = text.length() + " characters long, " + maxLength + " are allowed";
        }
        if (problem == null && hasControl(text)) {
            problem = "with control characters, which are not allowed";
        }
        if (problem != null) {
            throw invalid(subject, field, "its " + field + " '" + shown(text) + "' is " + problem, null);
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

    private static void checkBackoff(Object subject, Backoff backoff) {
        checkRange(subject, "retry_interval", backoff.interval(), Duration.ZERO, JobLimits.MAX_INTERVAL);
        checkRange(subject, "retry_max_interval", backoff.maxInterval(), backoff.interval(), JobLimits.MAX_INTERVAL);
    }

    /** The node's clock is good enough to tell a century from a mistake. */
    private static void checkAt(Object subject, Instant at) {
        checkRange(subject, "scheduled_at", at, Instant.EPOCH, Instant.now().plus(JobLimits.MAX_DELAY));
    }

    private static <T extends Comparable<T>> void checkRange(Object subject, String field, T value, T min, T max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw invalid(
                    subject, field, "its " + field + " is " + value + ", allowed is from " + min + " to " + max, null);
        }
    }

    private static InvalidJobRequestException invalid(
            Object subject, String field, String problem, @Nullable Throwable cause) {
        return new InvalidJobRequestException(field, describe(subject) + ": " + problem + ".", cause);
    }

    private static String describe(Object subject) {
        if (subject instanceof JobRequest request) {
            return "Job " + request.id().map(id -> "'" + shown(id) + "' ").orElse("") + "for queue '"
                    + shown(request.queue()) + "' was not enqueued";
        }
        return "Job '" + shown(String.valueOf(subject)) + "' was not changed";
    }

    /** Text that may be the very thing that is wrong, fit for a log line. */
    private static String shown(String text) {
        return Texts.storable(text, 60).replaceAll("\\p{Cntrl}", "\uFFFD");
    }
}
