package dev.gork.console.api;

import dev.gork.JobClient;
import dev.gork.QueueHistory;
import dev.gork.console.views.HistoryView;
import dev.gork.console.web.InvalidParameterException;
import dev.gork.payload.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What became of attempts over time. */
@Path("/history")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {
    @Inject
    JobClient client;

    /** Of one queue, or of all. */
    @GET
    public HistoryView history(
            @QueryParam("queue") @Nullable String queue, @QueryParam("range") @DefaultValue("1h") String range) {
        if (queue != null && Texts.problem(queue) != null) {
            throw new InvalidParameterException("queue", "no queue can have this name");
        }
        return HistoryView.of(client.history(queue == null || queue.isBlank() ? null : queue, range(range)), range);
    }

    private static QueueHistory.Range range(String word) {
        try {
            return QueueHistory.Range.of(word);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameterException("range", String.valueOf(e.getMessage()));
        }
    }
}
