package dev.gork.testing;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.gork.console.api.OpenApiDocument;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API's OpenAPI document as a contract: an answer whose status, type or fields are not in it is a broken promise. Where
 * the document lists an object's fields, those are all that it has.
 */
public final class ApiContract {
    private static final String API = "/gork/api/v1";
    private static final String BASE = "https://gork.dev/openapi.json";
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final Pattern PARAMETER = Pattern.compile("\\{\\w+}");

    private static final JsonObject DOCUMENT = strict(OpenApiDocument.read()).asJsonObject();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(BASE, DOCUMENT.toString())));

    /** Numbers and nesting of any size, as payloads may have. */
    private static final ObjectMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(100_000)
                    .build())
            .build());

    private ApiContract() {}

    /** Checks an answer of the API; others are none of this document's business. */
    static void check(HttpResponse<String> answer) {
        String path = answer.uri().getRawPath();
        if (!path.startsWith(API + "/")) {
            return;
        }
        String request = answer.request().method() + " " + path;
        Optional<String> operation = operation(answer.request().method(), path.substring(API.length()));
        if (operation.isEmpty() && answer.statusCode() < 400) { // of a resource that a test brings
            return;
        }
        String pointer = operation
                .map(place -> response(place, answer.statusCode(), request))
                .orElse("/components/responses/404");
        JsonObject content = at(pointer).getJsonObject("content");
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";")[0];
        if (content == null) {
            expect(answer.body().isEmpty(), request + " has a body, and the document none: " + answer.body());
            return;
        }
        expect(content.containsKey(type), request + " is '" + type + "', and the document lists " + content.keySet());
        if (type.equals(JSON) || type.equals(PROBLEM)) {
            List<String> errors = errors(pointer + "/content/" + escaped(type) + "/schema", answer.body());
            expect(errors.isEmpty(), request + " breaks the document: " + errors + " in " + answer.body());
        }
    }

    /** What of a JSON text is not as the schema at this place of the document says. */
    public static List<String> errors(String pointer, String json) {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JacksonException e) {
            return List.of("no JSON: " + e.getOriginalMessage());
        }
        return SCHEMAS.getSchema(SchemaLocation.of(BASE + "#" + pointer)).validate(node).stream()
                .map(Error::toString)
                .toList();
    }

    /** The place of an answer in the document. */
    private static String response(String operation, int status, String request) {
        JsonObject responses = at(operation).getJsonObject("responses");
        String code = String.valueOf(status);
        expect(
                responses.containsKey(code),
                request + " answers " + code + ", and the document lists " + responses.keySet());
        String place = operation + "/responses/" + code;
        return at(place).containsKey("$ref") ? at(place).getString("$ref").substring(1) : place;
    }

    /** The place of an operation in the document; as in JAX-RS, the path with most letters of its own goes first. */
    private static Optional<String> operation(String method, String path) {
        return DOCUMENT.getJsonObject("paths").keySet().stream()
                .filter(template -> path.matches(Stream.of(PARAMETER.split(template, -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".+"))))
                .sorted(Comparator.comparingInt(
                        template -> -PARAMETER.matcher(template).replaceAll("").length()))
                .map(template -> "/paths/" + escaped(template) + "/" + method.toLowerCase(Locale.ROOT))
                .filter(place -> find(place) != null)
                .findFirst();
    }

    private static JsonObject at(String pointer) {
        return Optional.ofNullable(find(pointer))
                .orElseThrow(() -> new AssertionError("the document has no " + pointer));
    }

    /** The object at a place of the document; null if there is none. */
    public static JsonObject find(String pointer) {
        JsonValue value = DOCUMENT;
        for (String name : pointer.substring(1).split("/")) {
            value = value.asJsonObject().get(name.replace("~1", "/").replace("~0", "~"));
            if (value == null) {
                return null;
            }
        }
        return value.asJsonObject();
    }

    /** A name as it stands in a JSON pointer. */
    public static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The same, with objects that have the fields that are listed and no others. */
    private static JsonValue strict(JsonValue value) {
        if (value.getValueType() == JsonValue.ValueType.ARRAY) {
            return Json.createArrayBuilder(value.asJsonArray().stream()
                            .map(ApiContract::strict)
                            .toList())
                    .build();
        }
        if (value.getValueType() != JsonValue.ValueType.OBJECT) {
            return value;
        }
        JsonObjectBuilder object = Json.createObjectBuilder();
        value.asJsonObject().forEach((name, each) -> object.add(name, strict(each)));
        if (value.asJsonObject().get("properties") instanceof JsonObject
                && !value.asJsonObject().containsKey("additionalProperties")) {
            object.add("additionalProperties", false);
        }
        return object.build();
    }

    private static void expect(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
