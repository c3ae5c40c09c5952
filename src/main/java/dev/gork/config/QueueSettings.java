package dev.gork.config;

import dev.gork.Backoff;
import java.time.Duration;

/**
 * How a queue is served on this node, and what its jobs get that carry no options of their own.
 *
 * @param instances how many jobs run at once on this node
 * @param timeout how long one attempt may take
 * @param maxRetries retries after the first attempt
 * @param backoff the time before each retry
 */
public record QueueSettings(int instances, Duration timeout, int maxRetries, Backoff backoff) {}
