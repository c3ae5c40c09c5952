package dev.gork.enqueue;

import dev.gork.log.SafeLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a job, as the server knows the caller. By CDI's own Principal, for Jakarta Security's SecurityContext is
 * there only where the server has that feature.
 */
@ApplicationScoped
class Caller {
    private static final Logger LOG = SafeLog.of(Caller.class);

    @Inject
    Instance<Principal> principals;

    /** The caller's name; null if nobody has signed in, or the server cannot tell. */
    @Nullable
    String name() {
        try {
            Principal caller = principals.get();
            return caller == null ? null : caller.getName();
        } catch (RuntimeException e) { // no job must fail for it
            LOG.log(Level.DEBUG, "The server does not tell who the caller is", e);
            return null;
        }
    }
}
