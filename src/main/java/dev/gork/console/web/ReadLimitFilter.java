package dev.gork.console.web;

import dev.gork.console.views.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Answers so many questions at a time and no more: each has a connection of the pool that the engine and the application's
 * handlers share, and a page in memory. Whoever comes beyond that waits a little, and is then asked to come again. Those
 * who watch events have one reader for all of them, and changes have to get through.
 */
@WebFilter(urlPatterns = RequestHeaders.API + "*", asyncSupported = true)
public class ReadLimitFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    static final int AT_A_TIME = 5;

    private static final long WAIT_MILLIS = 2_000;
    private static final int RETRY_SECONDS = 2;

    private final transient Semaphore reads = new Semaphore(AT_A_TIME, true);

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!CrossSiteFilter.SAFE.contains(request.getMethod())
                || RequestHeaders.path(request).equals(RequestHeaders.EVENTS)) {
            chain.doFilter(request, response);
        } else if (begins()) {
            try {
                chain.doFilter(request, response);
            } finally {
                reads.release();
            }
        } else {
            response.setHeader("Retry-After", Integer.toString(RETRY_SECONDS));
            Problem.of(503, "Too many questions", "This node answers others now; ask again in a moment.")
                    .write(response);
        }
    }

    private boolean begins() {
        try {
            return reads.tryAcquire(WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) { // the server stops
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
