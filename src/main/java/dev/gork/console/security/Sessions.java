package dev.gork.console.security;

import dev.gork.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is signed in, in this node's memory. A token is made anew at each sign-in, so none that someone planted in a
 * browser before is ever worth anything.
 */
@ApplicationScoped
class Sessions {
    /** Beyond it the oldest is signed out. */
    private static final int MAX_SESSIONS = 10_000;

    private static final int TOKEN_BYTES = 32;

    private record Session(SignedIn caller, long endsAt) {
        boolean ended() {
            return System.nanoTime() - endsAt >= 0;
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    @Inject
    Settings settings;

    /** Begins a session; its token. */
    synchronized String begin(SignedIn caller) {
        sessions.values().removeIf(Session::ended);
        if (sessions.size() >= MAX_SESSIONS) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Duration length = settings.consoleSessionTimeout();
        sessions.put(token, new Session(caller, System.nanoTime() + length.toNanos()));
        return token;
    }

    /** Whose session this token stands for, if it has not ended. */
    synchronized Optional<SignedIn> caller(String token) {
        Session session = sessions.get(token);
        return session == null || session.ended() ? Optional.empty() : Optional.of(session.caller());
    }

    synchronized void end(String token) {
        sessions.remove(token);
    }
}
