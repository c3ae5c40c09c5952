package dev.gork.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.console.api.OpenApiDocument;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbProperty;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The schemas of the API's document are those of the records that it answers with. */
class ViewSchemasTest {
    /** The records by the names of their schemas. Records within them are described where they are used. */
    private static final Map<String, Class<? extends Record>> VIEWS = new TreeMap<>(Map.ofEntries(
            Map.entry("Attempts", AttemptsView.class),
            Map.entry("Bulk", BulkView.class),
            Map.entry("Bulks", BulkView.Latest.class),
            Map.entry("History", HistoryView.class),
            Map.entry("Job", JobView.class),
            Map.entry("JobCount", JobCountView.class),
            Map.entry("JobPage", JobPageView.class),
            Map.entry("Me", MeView.class),
            Map.entry("Nodes", NodesView.class),
            Map.entry("Problem", Problem.class),
            Map.entry("Queue", QueueView.class),
            Map.entry("Queues", QueueView.Listing.class),
            Map.entry("Stats", StatsView.class)));

    private static final Map<Class<?>, String> TYPES = Map.of(
            String.class, "string",
            Instant.class, "string",
            boolean.class, "boolean",
            int.class, "integer",
            Integer.class, "integer",
            long.class, "integer",
            Long.class, "integer",
            double.class, "number",
            Double.class, "number");

    private final JsonObject schemas =
            OpenApiDocument.read().getJsonObject("components").getJsonObject("schemas");

    @Test
    void everySchemaOfAnAnswerIsThatOfItsRecord() {
        List<String> differences = new ArrayList<>();
        VIEWS.forEach((name, view) -> compare(name, schemas.getJsonObject(name), view, differences));

        assertThat(differences).isEmpty();
    }

    @Test
    void everySchemaIsOfARecordOrOfARequest() {
        Set<String> others = new TreeSet<>(schemas.keySet());
        others.removeAll(VIEWS.keySet());

        assertThat(others)
                .containsExactlyInAnyOrder("Attempt", "BulkRequest", "Filter", "JobEdit", "NewJob", "Node", "Status");
    }

    private void compare(String place, JsonObject schema, Class<?> view, List<String> differences) {
        Map<String, RecordComponent> fields = Stream.of(view.getRecordComponents())
                .collect(Collectors.toMap(ViewSchemasTest::name, component -> component, (a, b) -> a, TreeMap::new));
        boolean nullsAreWritten = !view.isAnnotationPresent(JsonbNillable.class);
        Set<String> required = fields.entrySet().stream()
                .filter(field -> nullsAreWritten || !isNullable(field.getValue().getAnnotatedType()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        expect(
                place + ", properties",
                fields.keySet(),
                schema.getJsonObject("properties").keySet(),
                differences);
        expect(place + ", required", required, texts(schema.getJsonArray("required")), differences);
        fields.forEach((name, field) -> {
            if (schema.getJsonObject("properties").get(name) instanceof JsonObject described) {
                compareValue(place + "." + name, described, field.getAnnotatedType(), nullsAreWritten, differences);
            }
        });
    }

    private void compareValue(
            String place, JsonObject given, AnnotatedType type, boolean nullsAreWritten, List<String> differences) {
        JsonObject schema = resolved(given);
        Class<?> raw = raw(type);
        Set<String> types = new TreeSet<>();
        if (JsonValue.class.isAssignableFrom(raw)) {
            return; // whatever the row has
        }
        if (nullsAreWritten && isNullable(type)) {
            types.add("null");
        }
        if (raw == List.class) {
            types.add("array");
            compareValue(place + "[]", schema.getJsonObject("items"), argument(type, 0), true, differences);
        } else if (raw == Map.class) {
            types.add("object");
            compareValue(
                    place + "{}", schema.getJsonObject("additionalProperties"), argument(type, 1), true, differences);
        } else if (raw.isRecord()) {
            types.add("object");
            compare(place, schema, raw, differences);
        } else {
            types.add(TYPES.get(raw));
            expect(place + ", is a time", raw == Instant.class, schema.containsKey("format"), differences);
        }
        expect(place + ", type", types, texts(schema.get("type")), differences);
    }

    private JsonObject resolved(JsonObject schema) {
        return schema.containsKey("$ref")
                ? schemas.getJsonObject(schema.getString("$ref").substring("#/components/schemas/".length()))
                : schema;
    }

    private static void expect(String place, Object record, Object document, List<String> differences) {
        if (!record.equals(document)) {
            differences.add(place + ": the record has " + record + ", the document " + document);
        }
    }

    /** Its name in the API, as JSON-B makes it. */
    private static String name(RecordComponent component) {
        JsonbProperty given = component.getAccessor().getAnnotation(JsonbProperty.class);
        return given == null
                ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                : given.value();
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static Class<?> raw(AnnotatedType type) {
        return type instanceof AnnotatedParameterizedType parameterized
                ? (Class<?>) ((java.lang.reflect.ParameterizedType) parameterized.getType()).getRawType()
                : (Class<?>) type.getType();
    }

    private static AnnotatedType argument(AnnotatedType type, int index) {
        return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
    }

    private static Set<String> texts(@Nullable JsonValue value) {
        Stream<? extends JsonValue> values =
                value instanceof JsonArray array ? array.stream() : Stream.ofNullable(value);
        return values.map(each -> ((JsonString) each).getString()).collect(Collectors.toCollection(TreeSet::new));
    }
}
