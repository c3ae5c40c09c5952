package dev.gork.console.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where someone was going who had to sign in first. */
final class NextPage {
    private static final String PARAMETER = "next";
    private static final int MAX_LENGTH = 2000;
    private static final int MAX_SECONDS = 600;

    private static final OwnCookie COOKIE = new OwnCookie("gork-next");

    private NextPage() {}

    /** From the request's parameter. */
    static String asked(HttpServletRequest request) {
        return own(request, request.getParameter(PARAMETER));
    }

    /** Keeps it in a cookie while the way leads over another site. */
    static void remember(HttpServletRequest request, HttpServletResponse response) {
        String next = URLEncoder.encode(asked(request), StandardCharsets.UTF_8);
        Cookie cookie = COOKIE.of(request, next.length() > MAX_LENGTH ? "" : next);
        cookie.setMaxAge(MAX_SECONDS);
        response.addCookie(cookie);
    }

    /** What was remembered; forgotten then. */
    static String remembered(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> value = COOKIE.read(request);
        COOKIE.delete(request, response);
        try {
            return own(
                    request,
                    value.map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8))
                            .orElse(null));
        } catch (IllegalArgumentException e) { // somebody else's work
            return own(request, null);
        }
    }

    /** A page of this application's own, never another site's. */
    private static String own(HttpServletRequest request, @Nullable String next) {
        String home = request.getContextPath() + "/";
        try {
            URI uri = new URI(next == null ? "" : next).normalize();
            boolean own = uri.getScheme() == null
                    && uri.getRawAuthority() == null
                    && uri.getRawPath() != null
                    && uri.getRawPath().startsWith(home)
                    && !uri.toString().startsWith("//");
            return own ? uri.toString() : home;
        } catch (URISyntaxException e) {
            return home;
        }
    }
}
