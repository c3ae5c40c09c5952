package dev.gork.enqueue;

import java.util.UUID;

/**
 * UUIDs that sort by when they were made, so that new rows go to the end of the primary key's index: version 7 of
 * RFC 9562, section 5.7, with the time in milliseconds followed by 74 random bits.
 */
final class TimeOrderedId {
    private TimeOrderedId() {}

    static String next() {
        UUID random = UUID.randomUUID();
        long high = System.currentTimeMillis() << 16 | 0x7000 | random.getMostSignificantBits() & 0xfff;
        return new UUID(high, random.getLeastSignificantBits()).toString();
    }
}
