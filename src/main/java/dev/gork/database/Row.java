package dev.gork.database;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A row of a query, read by the names of its columns rather than by their places.
 *
 * @param places where each column is
 * @param values the row as Jakarta Persistence gives it
 */
public record Row(Map<String, Integer> places, Object[] values) {
    /** Where columns are that are selected in this order. */
    public static Map<String, Integer> places(List<String> columns) {
        return IntStream.range(0, columns.size()).boxed().collect(Collectors.toMap(columns::get, place -> place));
    }

    /** A text. */
    public String text(String column) {
        return (String) value(column);
    }

    /** A text; null where the database has none. */
    public @Nullable String textOrNull(String column) {
        return text(column);
    }

    /** A whole number. */
    public int number(String column) {
        return ((Number) value(column)).intValue();
    }

    /** A whole number of 64 bits. */
    public long longNumber(String column) {
        return ((Number) value(column)).longValue();
    }

    /** A time. */
    public Instant time(String column) {
        return Times.toInstant(value(column));
    }

    /** A time; null where the database has none. */
    public @Nullable Instant timeOrNull(String column) {
        return Times.toInstantOrNull(value(column));
    }

    private Object value(String column) {
        Integer place = places.get(column);
        if (place == null) {
            throw new IllegalArgumentException("No column '" + column + "' is selected, but " + places.keySet());
        }
        return values[place];
    }
}
