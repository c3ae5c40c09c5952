package dev.gork.handler;

import dev.gork.QueueDefaults;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * The method that serves a queue.
 *
 * @param queue the queue
 * @param method the method
 * @param payload the type of the arguments that it observes, or null if it observes the job
 * @param transactional whether its effects and its job's completion are to be one transaction
 * @param defaults the queue's settings beside it, or null
 * @param description the method as people write it
 */
public record Handler(
        String queue,
        HandlerMethod method,
        @Nullable Type payload,
        boolean transactional,
        @Nullable QueueDefaults defaults,
        String description) {}
