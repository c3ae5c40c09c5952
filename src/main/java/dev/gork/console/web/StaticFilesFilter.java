package dev.gork.console.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Gives the console's files an entity tag by their content, so that a browser asks for one again only if it changed. Not
 * by their dates: the build is reproducible, so all files of all versions have the same one, and a browser would keep the
 * old version's for good.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class StaticFilesFilter extends HttpFilter {
    private static final String NONE = "";

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = RequestHeaders.path(request);
        String tag = path.startsWith(RequestHeaders.API) ? NONE : tag(path.endsWith("/") ? path + "index.html" : path);
        if (tag.equals(NONE)) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("ETag", tag);
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        } else {
            chain.doFilter(new Undated(request), response);
        }
    }

    /** Made anew each time: the files are small, and change while someone works on them. */
    private String tag(String path) throws IOException {
        if (path.toUpperCase(Locale.ROOT).contains("-INF/")) {
            return NONE;
        }
        try (InputStream in = getServletContext().getResourceAsStream(path)) {
            return in == null ? NONE : "\"" + HexFormat.of().formatHex(sha256(in.readAllBytes()), 0, 16) + "\"";
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** A request that does not ask by date. */
    private static final class Undated extends HttpServletRequestWrapper {
        Undated(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return isDate(name) ? null : super.getHeader(name);
        }

        @Override
        public long getDateHeader(String name) {
            return isDate(name) ? -1 : super.getDateHeader(name);
        }

        private static boolean isDate(String name) {
            return name.equalsIgnoreCase("If-Modified-Since");
        }
    }
}
