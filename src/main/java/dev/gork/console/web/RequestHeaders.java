package dev.gork.console.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads what the headers of a request say about it. */
public final class RequestHeaders {
    /** Where the API is, within the application. */
    public static final String API = "/api/";

    /** Where the API's events are: one request there lasts as long as someone watches. */
    public static final String EVENTS = API + "v1/events";

    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    private RequestHeaders() {}

    /** Returns whether a request is for the API, and not for a page. */
    public static boolean isApi(HttpServletRequest request) {
        return path(request).startsWith(API);
    }

    /**
     * Returns the way from the request's address to the console's home, ending with a slash: relative, for a proxy may have the
     * console at another path than the server has.
     */
    public static String home(HttpServletRequest request) {
        String uri = request.getRequestURI();
        int start = request.getContextPath().length();
        if (uri.length() <= start) { // without the slash at its end it is nobody's home yet
            return request.getContextPath() + "/";
        }
        long depth = uri.substring(start).chars().filter(c -> c == '/').count() - 1;
        return depth == 0 ? "./" : "../".repeat((int) depth);
    }

    /** Returns whether the console's own page sends it, which has a sign-in form and wants no dialogue of the browser's. */
    public static boolean isFromConsole(HttpServletRequest request) {
        return "gork".equals(request.getHeader("X-Requested-With"));
    }

    /** Returns the path within the application. */
    public static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return request.getServletPath() + (info == null ? "" : info);
    }

    /** Returns whether the header Authorization has this scheme. */
    public static boolean hasScheme(HttpServletRequest request, String scheme) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1);
    }

    /** Returns what follows the scheme in the header Authorization. */
    public static String credentials(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header.substring(header.indexOf(' ') + 1).strip();
    }

    /**
     * Returns whether another site's page sends it. Browsers say so (Fetch Metadata, Sec-Fetch-Site); those too old for that name
     * the page's origin with each POST (RFC 6454). What is no browser says neither, and carries nobody's cookies.
     *
     * <p>A proxy may name itself in Host, and what the browser asked for in X-Forwarded-Host. That may be believed here: no
     * page can send it to another site without being allowed to.
     *
     * @param header the request's headers by name
     */
    public static boolean isCrossSite(Function<String, @Nullable String> header) {
        String fetchSite = header.apply("Sec-Fetch-Site");
        if (fetchSite != null) {
            return !SAME_SITE.contains(fetchSite);
        }
        String origin = header.apply("Origin");
        return origin != null
                && !isOrigin(origin, header.apply("Host"))
                && !isOrigin(origin, header.apply("X-Forwarded-Host"));
    }

    /** Whether it is the same host and port, where either may leave out the port that its scheme has by default. */
    private static boolean isOrigin(String origin, @Nullable String host) {
        if (host == null) {
            return false;
        }
        try {
            URI page = new URI(origin);
            String first = host.split(",", 2)[0].strip(); // each proxy on the way adds one
            URI server = new URI(page.getScheme() + "://" + first);
            return page.getHost() != null
                    && page.getRawUserInfo() == null
                    && server.getRawUserInfo() == null
                    && page.getHost().equalsIgnoreCase(server.getHost())
                    && port(page) == port(server);
        } catch (URISyntaxException e) { // "null", too, is no origin of ours
            return false;
        }
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
