package dev.gork.handler;

import dev.gork.config.QueueSettings;
import dev.gork.config.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The queues that this node serves: who handles them, with which settings. */
@ApplicationScoped
public class Handlers {
    @Inject
    HandlerExtension found;

    @Inject
    Settings settings;

    private final Map<String, QueueSettings> queues = new TreeMap<>();

    @PostConstruct
    void configure() {
        found.handlers().forEach((queue, handler) -> queues.put(queue, settings.queue(queue, handler.defaults())));
    }

    /** Every handler. */
    public Collection<Handler> all() {
        return found.handlers().values();
    }

    /** The settings of a queue that has a handler. */
    public QueueSettings settings(String queue) {
        return Objects.requireNonNull(queues.get(queue));
    }

    /** The settings of each queue that has a handler, by name. */
    public Map<String, QueueSettings> queues() {
        return queues;
    }
}
