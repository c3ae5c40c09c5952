package dev.gork.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of jobs, read whole or in part.
 *
 * @param jobs the jobs, by their ids from the last
 * @param cursor where to go on; null if there is nothing more
 * @param complete false if the time limit was hit before the page was full
 */
public record Page<T>(List<T> jobs, @Nullable String cursor, boolean complete) {}
