package dev.gork.console.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cookie of the console's own. Lax, not Strict: a link to a job in a chat message has to open for someone who is signed
 * in, and a request that changes something is refused from another site's page in any case.
 */
record OwnCookie(String name) {
    /** Carries a session's token. */
    static final OwnCookie SESSION = new OwnCookie("gork-session");

    Optional<String> read(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .findFirst();
    }

    /** One with this value, until the browser is closed. */
    Cookie of(HttpServletRequest request, String value) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath(request.getContextPath() + "/");
        cookie.setHttpOnly(true);
        cookie.setSecure(request.isSecure());
        cookie.setAttribute("SameSite", "Lax");
        return cookie;
    }

    void delete(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = of(request, "");
        cookie.setMaxAge(0);
        response.addCookie(cookie);
    }
}
