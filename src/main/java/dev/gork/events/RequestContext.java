package dev.gork.events;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/** The request context of whoever runs here, or one for the time being. */
@ApplicationScoped
class RequestContext {
    @ActivateRequestContext
    void run(Runnable action) {
        action.run();
    }
}
