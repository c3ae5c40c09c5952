package dev.gork.console.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The session that a request came with, if it came with one. */
@ApplicationScoped
public class CallerSession {
    /** What was let in by a password or a token of its own shows it again after that time. */
    private static final Duration WITHOUT_SESSION = Duration.ofHours(1);

    @Inject
    Sessions sessions;

    /** Ends it: its token is worth nothing from then on, wherever it was copied to. */
    public void end(HttpServletRequest request, HttpServletResponse response) {
        ConsoleCookie.SESSION.values(request).forEach(sessions::end);
        ConsoleCookie.SESSION.delete(request, response);
    }

    /** Whether what a request began may still go on, asked at any time later. */
    public BooleanSupplier watch(HttpServletRequest request) {
        Optional<String> token = ConsoleCookie.SESSION
                .values(request)
                .filter(each -> sessions.find(each).isPresent())
                .findFirst();
        if (token.isPresent() && request.getHeader("Authorization") == null) {
            return () -> sessions.find(token.get()).isPresent();
        }
        long end = System.nanoTime() + WITHOUT_SESSION.toNanos();
        return () -> System.nanoTime() - end < 0;
    }
}
