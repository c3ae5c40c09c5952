package dev.gork.search;

/**
 * The rows that a filter lets through, and the index by which they are read.
 *
 * @param index under which conditions an index has the ids in their order; none for the primary key
 * @param filter all conditions
 * @param whole whether it may be read without windows: the index has what the filter lets through and nothing else, or
 *     few rows
 */
record JobRange(Where index, Where filter, boolean whole) {

    /** The same rows but this one. */
    JobRange without(String id) {
        return new JobRange(index, filter.copy().and("jobs.id <> %s", id), whole);
    }
}
