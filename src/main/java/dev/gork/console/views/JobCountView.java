package dev.gork.console.views;

import dev.gork.JobCount;

/** How many jobs a filter lets through. */
public record JobCountView(long count, boolean capped) {
    /** Shows a count. */
    public static JobCountView of(JobCount count) {
        return new JobCountView(count.count(), count.capped());
    }
}
