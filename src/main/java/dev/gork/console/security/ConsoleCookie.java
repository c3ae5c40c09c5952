package dev.gork.console.security;

import dev.gork.console.web.RequestHeaders;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.stream.Stream;

/**
 * A cookie of the console's own. Lax, not Strict: a link to a job in a chat message has to open for someone who is signed
 * in, and a request that changes something is refused from another site's page in any case.
 */
record ConsoleCookie(String name) {
    /** Carries a session's token. */
    static final ConsoleCookie SESSION = new ConsoleCookie("gork-session");

    /** Returns what the browser sent: more than one value, if it keeps cookies of this name for several paths. */
    Stream<String> values(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue);
    }

    /**
     * Makes one with this value, until the browser is closed. Where the request is for a file of the console's home, it
     * has no path, and browsers keep it for the home as they know it (RFC 6265, section 5.1.4), which behind a proxy may
     * have another path than here.
     */
    Cookie of(HttpServletRequest request, String value) {
        Cookie cookie = new Cookie(name, value);
        if (RequestHeaders.path(request).lastIndexOf('/') > 0) {
            cookie.setPath(request.getContextPath().isEmpty() ? "/" : request.getContextPath());
        }
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
