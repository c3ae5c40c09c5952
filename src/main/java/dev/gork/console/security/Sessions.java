package dev.gork.console.security;

import dev.gork.console.config.ConsoleSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is signed in, in this node's memory. A token is made anew at each sign-in, so none that someone planted in a
 * browser before is ever worth anything.
 */
@ApplicationScoped
class Sessions {
    /** As many as the browsers and scripts of one person. Beyond it, that person's oldest ends, and nobody else's. */
    static final int MAX_PER_CALLER = 50;

    /** Beyond it the oldest is signed out. */
    static final int MAX_SESSIONS = 10_000;

    private static final int TOKEN_BYTES = 32;

    /** Whose it is, by name and as the container knows them. */
    record Session(String name, AuthenticatedSubject caller, long endsAt) {
        boolean ended() {
            return System.nanoTime() - endsAt >= 0;
        }
    }

    private final SecureRandom random = new SecureRandom();

    /** The oldest first. */
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    @Inject
    ConsoleSettings settings;

    /** Begins a session of the caller with this name, and returns its token. */
    synchronized String begin(String name, AuthenticatedSubject caller) {
        sessions.values().removeIf(Session::ended);
        makeRoom(name);
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Duration length = settings.sessionTimeout();
        sessions.put(token, new Session(name, caller, System.nanoTime() + length.toNanos()));
        return token;
    }

    private void makeRoom(String name) {
        long own = sessions.values().stream()
                .filter(session -> session.name().equals(name))
                .count();
        Iterator<Session> oldest = sessions.values().iterator();
        if (own >= MAX_PER_CALLER) {
            while (!oldest.next().name().equals(name)) { // not this one's
            }
            oldest.remove();
        } else if (sessions.size() >= MAX_SESSIONS) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Whose session this token stands for, if it has not ended. */
    synchronized Optional<Session> find(String token) {
        Session session = sessions.get(token);
        return session == null || session.ended() ? Optional.empty() : Optional.of(session);
    }

    synchronized void end(String token) {
        sessions.remove(token);
    }
}
