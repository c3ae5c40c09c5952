package dev.gork.metrics;

import dev.gork.config.Application;
import org.eclipse.microprofile.metrics.Tag;

/**
 * The tags of every series. A server has one registry for all its applications, and takes the series of one that stops
 * away: so they are told apart, and two that serve the same queue never share one.
 */
final class QueueTags {
    private QueueTags() {}

    static Tag[] of(Application application, String queue) {
        return new Tag[] {new Tag("application", application.name()), new Tag("queue", queue)};
    }
}
