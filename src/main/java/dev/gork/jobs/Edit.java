package dev.gork.jobs;

import dev.gork.payload.JsonCodec;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Checked new values for a job that waits; null for what stays.
 *
 * @param arguments JSON text that {@link JsonCodec#check} has passed
 * @param at when it is due
 * @param priority higher runs first
 */
public record Edit(
        @Nullable String arguments,
        @Nullable Instant at,
        @Nullable Integer priority) {}
