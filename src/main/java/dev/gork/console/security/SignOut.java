package dev.gork.console.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Ends a session: its token is worth nothing from then on, wherever it was copied to. */
@ApplicationScoped
public class SignOut {
    @Inject
    Sessions sessions;

    /** Ends the session of this request. */
    public void end(HttpServletRequest request, HttpServletResponse response) {
        SessionCookie.read(request).ifPresent(sessions::end);
        SessionCookie.delete(request, response);
    }
}
