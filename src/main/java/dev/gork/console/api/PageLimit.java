package dev.gork.console.api;

import dev.gork.JobSearch;
import dev.gork.console.web.InvalidParameterException;

/** The query parameter <code>limit</code>: how many items a page has. */
final class PageLimit {
    private PageLimit() {}

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
