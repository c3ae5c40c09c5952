package dev.gork.console.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say about it. */
public final class Requests {
    /** Where the API is, within the application. */
    public static final String API = "/api/";

    private static final Set<String> SAME_SITE = Set.of("same-origin", "none");

    private Requests() {}

    /** Whether it is for the API, and not for a page. */
    static boolean isApi(HttpServletRequest request) {
        return path(request).startsWith(API);
    }

    /** Whether the console's own page sends it, which has a sign-in form and wants no dialogue of the browser's. */
    static boolean isFromConsole(HttpServletRequest request) {
        return "gork".equals(request.getHeader("X-Requested-With"));
    }

    /** The path within the application. */
    public static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return request.getServletPath() + (info == null ? "" : info);
    }

    static boolean hasScheme(HttpServletRequest request, String scheme) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1);
    }

    /** What follows the scheme in the header Authorization. */
    static String credentials(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header.substring(header.indexOf(' ') + 1).strip();
    }

    /**
     * Whether another site's page sends it. Browsers say so (Fetch Metadata, Sec-Fetch-Site); those too old for that name
     * the page's origin with each POST (RFC 6454). What is no browser says neither, and carries nobody's cookies.
     *
     * @param fetchSite the header Sec-Fetch-Site
     * @param origin the header Origin
     * @param host the header Host
     */
    public static boolean isCrossSite(@Nullable String fetchSite, @Nullable String origin, @Nullable String host) {
        if (fetchSite != null) {
            return !SAME_SITE.contains(fetchSite);
        }
        if (origin == null) {
            return false;
        }
        try {
            return !String.valueOf(new URI(origin).getRawAuthority()).equalsIgnoreCase(host);
        } catch (URISyntaxException e) { // "null", too, is no origin of ours
            return true;
        }
    }
}
