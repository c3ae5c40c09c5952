package dev.gork;

/**
 * How many jobs there are of a kind.
 *
 * @param count how many were counted, at most {@value #MAX_COUNT}
 * @param capped whether there are more, or may be: counting further would take too long
 */
public record JobCount(long count, boolean capped) {
    /** The count stops here, to bound its cost. */
    public static final int MAX_COUNT = 10_000;
}
