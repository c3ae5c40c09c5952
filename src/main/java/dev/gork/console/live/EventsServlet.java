package dev.gork.console.live;

import dev.gork.concurrent.Threads;
import dev.gork.console.security.CallerSession;
import dev.gork.console.security.Roles;
import dev.gork.console.views.Problem;
import dev.gork.console.web.InvalidParameterException;
import dev.gork.console.web.RequestHeaders;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What changes, as server-sent events: <code>GET /events?ids=a&ids=b</code>. A servlet, not a JAX-RS resource, for JAX-RS
 * keeps all that a viewer who does not read was sent, and does not tell.
 */
@WebServlet(urlPatterns = RequestHeaders.EVENTS, asyncSupported = true)
public class EventsServlet extends HttpServlet {
    /** As many jobs as one viewer can watch: a page of them. */
    static final int MAX_IDS = 100;

    private static final int RETRY_SECONDS = 10;

    @Inject
    transient LiveFeed feed;

    @Inject
    transient CallerSession session;

    @Inject
    transient Threads threads;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] named = request.getParameterValues("ids");
        Set<String> ids = Stream.of(named == null ? new String[0] : named).collect(Collectors.toUnmodifiableSet());
        if (ids.size() > MAX_IDS) {
            new InvalidParameterException("ids", "it takes at most " + MAX_IDS + " ids", MAX_IDS)
                    .problem()
                    .write(response);
            return;
        }
        if (feed.isFull()) {
            response.setHeader("Retry-After", Integer.toString(RETRY_SECONDS));
            Problem.of(503, "Too many viewers", "This node has no room for another viewer; ask now and then.")
                    .write(response);
            return;
        }
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("X-Accel-Buffering", "no"); // proxies would keep events back
        response.flushBuffer(); // whoever asks knows at once that it is let in, though nothing may change for a while
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        feed.add(new EventStream(
                async, request.isUserInRole(Roles.OPERATOR), ids, session.watch(request), threads.blocking()));
    }
}
