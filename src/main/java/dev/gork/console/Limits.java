package dev.gork.console;

import dev.gork.JobSearch;

/** The parameter that says how many of something a page has. */
final class Limits {
    private Limits() {}

    /** @throws InvalidParameterException if it is no number, or out of range */
    static int of(String text) {
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= JobSearch.MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) { // said below
        }
        throw new InvalidParameterException(
                "limit", "it takes a whole number from 1 to " + JobSearch.MAX_LIMIT, JobSearch.MAX_LIMIT);
    }
}
