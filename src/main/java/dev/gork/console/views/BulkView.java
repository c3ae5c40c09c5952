package dev.gork.console.views;

import dev.gork.BulkAction;
import dev.gork.JobFilter;
import dev.gork.bulk.BulkTarget;
import jakarta.json.JsonObject;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A bulk action, and how far it has come. */
@JsonbPropertyOrder({"id", "action", "filter", "state"})
public record BulkView(
        String id,
        String action,
        @Nullable JsonObject filter,
        String state,
        long done,
        long skipped,
        @Nullable String error,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt) {
    /** The latest ones, the last one first. */
    public record Latest(List<BulkView> bulks) {}

    /** Shows one with its filter, if it has one, as the caller may see it. */
    public static BulkView of(BulkAction bulk, @Nullable JobFilter filter) {
        return new BulkView(
                bulk.id(),
                bulk.request().action().word(),
                filter == null ? null : BulkTarget.toJson(filter),
                bulk.state().word(),
                bulk.done(),
                bulk.skipped(),
                bulk.error(),
                bulk.request().by().orElse(""),
                bulk.startedAt(),
                bulk.endedAt());
    }
}
