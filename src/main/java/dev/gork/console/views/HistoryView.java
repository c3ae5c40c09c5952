package dev.gork.console.views;

import dev.gork.QueueHistory;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;

/** What became of attempts over time, the oldest point first. */
@JsonbPropertyOrder({"range", "stepSeconds", "from", "to", "points"})
public record HistoryView(String range, long stepSeconds, Instant from, Instant to, List<Point> points) {
    /** One step. */
    @JsonbPropertyOrder("at")
    public record Point(
            Instant at,
            long completed,
            long retried,
            long failed,
            @JsonbProperty("wait_p95_ms") double waitP95Millis,
            @JsonbProperty("run_p95_ms") double runP95Millis) {
        private static Point of(QueueHistory.Point point) {
            return new Point(
                    point.at(),
                    point.completed(),
                    point.retried(),
                    point.failed(),
                    point.waitP95Millis(),
                    point.runP95Millis());
        }
    }

    /** Shows the history of a range. */
    public static HistoryView of(QueueHistory history, String range) {
        return new HistoryView(
                range,
                history.step().toSeconds(),
                history.from(),
                history.to(),
                history.points().stream().map(Point::of).toList());
    }
}
