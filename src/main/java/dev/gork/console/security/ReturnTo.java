package dev.gork.console.security;

import dev.gork.console.web.RequestHeaders;
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

/**
 * The page that was asked for before signing in: an address relative to the console's home, such as
 * <code>#/jobs/1</code>, for behind a proxy the home may have another path than here.
 */
final class ReturnTo {
    static final String PARAMETER = "next";
    private static final int MAX_LENGTH = 2000;
    private static final int MAX_SECONDS = 600;

    /** Browsers take it for a dot, so that two of them lead out of the application. */
    private static final Pattern ENCODED_DOT = Pattern.compile("%2e", Pattern.CASE_INSENSITIVE);

    private static final ConsoleCookie COOKIE = new ConsoleCookie("gork-next");

    private ReturnTo() {}

    /** The sign-in page's address, with the reason for it if there is one, and where to go on then. */
    static String signIn(HttpServletRequest request, String why, String next) {
        return RequestHeaders.home(request) + "login.html?" + (why.isEmpty() ? "" : why + "&") + PARAMETER + "="
                + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    /** The address that leads there from this request. */
    static String from(HttpServletRequest request, String next) {
        return RequestHeaders.home(request) + next;
    }

    /** What this request itself asks for. */
    static String of(HttpServletRequest request) {
        String query = request.getQueryString();
        return own(request, request.getRequestURI() + (query == null ? "" : "?" + query));
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
        return COOKIE.values(request).findAny().isPresent();
    }

    /** What was remembered; forgotten then. */
    static String remembered(HttpServletRequest request, HttpServletResponse response) {
        Optional<String> value = COOKIE.values(request).findFirst();
        COOKIE.delete(request, response);
        try {
            return own(
                    request,
                    value.map(text -> URLDecoder.decode(text, StandardCharsets.UTF_8))
                            .orElse(null));
        } catch (IllegalArgumentException e) { // somebody else's work
            return "";
        }
    }

    /** A page of this application's own, never another site's; the home if it is none. */
    static String own(HttpServletRequest request, @Nullable String next) {
        try {
            URI uri = new URI(next == null ? "" : next).normalize();
            String path = uri.getRawPath();
            if (uri.getScheme() != null || uri.getRawAuthority() != null || path == null) {
                return "";
            }
            String home = request.getContextPath() + "/";
            String within = path.startsWith(home) ? path.substring(home.length()) : path;
            boolean leadsOut = within.startsWith("/")
                    || within.startsWith("..")
                    || ENCODED_DOT.matcher(within).find();
            return leadsOut ? "" : ascii(within, uri);
        } catch (URISyntaxException e) {
            return "";
        }
    }

    /** As a header may have it. */
    private static String ascii(String path, URI uri) throws URISyntaxException {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
        return new URI(path + query + fragment).toASCIIString();
    }
}
