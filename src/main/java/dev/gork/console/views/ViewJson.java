package dev.gork.console.views;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.config.PropertyNamingStrategy;
import jakarta.json.bind.serializer.JsonbSerializer;
import jakarta.json.bind.serializer.SerializationContext;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;
import java.time.Instant;

/** The JSON of the API: gork's names, with underscores, and null where a value is missing. */
@Provider
public class ViewJson implements ContextResolver<Jsonb> {
    private static final Jsonb JSONB = JsonbBuilder.create(new JsonbConfig()
            .withPropertyNamingStrategy(PropertyNamingStrategy.LOWER_CASE_WITH_UNDERSCORES)
            .withNullValues(true)
            .withSerializers(new TimeSerializer()));

    /** Writes a view where JAX-RS does not. */
    public static String of(Object view) {
        return JSONB.toJson(view);
    }

    @Override
    public Jsonb getContext(Class<?> type) {
        return JSONB;
    }

    /**
     * Writes a time as ISO 8601 says it and browsers read it (ECMA-262, "Expanded Years"): years beyond four digits with a
     * sign and six of them. The database's infinite times are called what they are called there.
     */
    public static final class TimeSerializer implements JsonbSerializer<Instant> {
        @Override
        public void serialize(Instant time, JsonGenerator json, SerializationContext context) {
            json.write(text(time));
        }

        private static String text(Instant time) {
            if (time.equals(Instant.MIN) || time.equals(Instant.MAX)) {
                return time.equals(Instant.MIN) ? "-infinity" : "infinity";
            }
            String text = time.toString();
            if (!text.startsWith("-") && !text.startsWith("+")) {
                return text;
            }
            int end = text.indexOf('-', 1);
            return text.charAt(0) + "0".repeat(Math.max(0, 7 - end)) + text.substring(1);
        }
    }
}
