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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where someone was going who had to sign in first. */
final class NextPage {
    private static final String PARAMETER = "next";
    private static final int MAX_LENGTH = 2000;
    private static final int MAX_SECONDS = 600;

    /** Browsers take it for a dot, so that two of them lead out of the application. */
    private static final Pattern ENCODED_DOT = Pattern.compile("%2e", Pattern.CASE_INSENSITIVE);

    private static final OwnCookie COOKIE = new OwnCookie("gork-next");

    private NextPage() {}

    /** The sign-in page's address, with the reason for it if there is one, and where to go on then. */
    static String signIn(HttpServletRequest request, String why, String next) {
        return request.getContextPath() + "/login.html?" + (why.isEmpty() ? "" : why + "&") + PARAMETER + "="
                + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

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

    static boolean isRemembered(HttpServletRequest request) {
        return COOKIE.read(request).isPresent();
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
                    && !ENCODED_DOT.matcher(uri.getRawPath()).find()
                    && !uri.toString().startsWith("//");
            return own ? uri.toString() : home;
        } catch (URISyntaxException e) {
            return home;
        }
    }
}
