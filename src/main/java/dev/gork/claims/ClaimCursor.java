package dev.gork.claims;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * A place in a queue's order: higher priority first, then the earlier due time, then the id by its bytes.
 *
 * @param priority of the job there
 * @param scheduledAt when it is due
 * @param id its id
 */
public record ClaimCursor(int priority, Instant scheduledAt, String id) implements Comparable<ClaimCursor> {

    @Override
    public int compareTo(ClaimCursor other) {
        int byPriority = Integer.compare(other.priority, priority);
        if (byPriority != 0) {
            return byPriority;
        }
        int byTime = scheduledAt.compareTo(other.scheduledAt);
        return byTime != 0 ? byTime : Arrays.compareUnsigned(bytes(id), bytes(other.id));
    }

    /** Not by Java's own order of texts, which is not the database's for characters beyond 16 bits. */
    private static byte[] bytes(String id) {
        return id.getBytes(StandardCharsets.UTF_8);
    }
}
