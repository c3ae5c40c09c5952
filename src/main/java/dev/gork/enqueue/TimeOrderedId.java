package dev.gork.enqueue;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * UUIDs that sort by when they were made, so that new rows go to the end of the primary key's index: version 7 of
 * RFC 9562, section 5.7, with the time in milliseconds followed by 74 random bits.
 */
final class TimeOrderedId {
    private static final SecureRandom RANDOM = new SecureRandom();

    private TimeOrderedId() {}

    static String next() {
        long millis = System.currentTimeMillis();
        long high = millis << 16 | 0x7000 | RANDOM.nextInt(1 << 12);
        long low = 1L << 63 | RANDOM.nextLong() >>> 2;
        return new UUID(high, low).toString();
    }
}
