package dev.gork.claims;

import org.jspecify.annotations.Nullable;

/**
 * How many jobs of a queue a claim asks for.
 *
 * @param queue the queue
 * @param count at most so many, up to {@value #MAX_COUNT}
 * @param after only what comes after this position; null from the beginning. A hint: a database that finds the
 *     beginning quickly in any case may ignore it.
 */
public record ClaimRequest(
        String queue, int count, @Nullable ClaimCursor after) {
    /** As many as one claim takes of a queue: more would not be faster. */
    public static final int MAX_COUNT = 1000;
}
