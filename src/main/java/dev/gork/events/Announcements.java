package dev.gork.events;

import dev.gork.JobEvent;
import java.util.Collection;

/** Where events go that no caller waits for: they are fired on other threads. */
public interface Announcements {
    /** Has these fired. Never waits. */
    void announce(Collection<JobEvent> events);
}
