package dev.gork.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document says what the API does: every route, nothing else, and each with an example. */
class OpenApiTest {
    private final JsonObject document = read();

    @Test
    void everyRouteIsInTheDocumentAndNoOther() {
        TreeSet<String> described = new TreeSet<>();
        operations().forEach(operation -> described.add(operation.getKey()));

        assertThat(described).isEqualTo(routes());
    }

    @Test
    void everyAnswerAndEveryBodyHasAnExample() {
        List<String> without = new ArrayList<>();
        operations().forEach(operation -> {
            JsonObject described = operation.getValue();
            Stream.concat(
                            described.getJsonObject("responses").values().stream(),
                            Stream.ofNullable(described.get("requestBody")))
                    .map(JsonValue::asJsonObject)
                    .filter(each -> each.containsKey("content"))
                    .flatMap(each -> each.getJsonObject("content").values().stream())
                    .filter(content -> !content.asJsonObject().containsKey("example"))
                    .forEach(content -> without.add(operation.getKey()));
        });

        assertThat(without).containsOnly("GET /openapi.json"); // it is its own
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> broken = new ArrayList<>();
        references(document)
                .filter(reference -> {
                    String[] path = reference.split("/");
                    return !document.getJsonObject(path[1])
                            .getJsonObject(path[2])
                            .containsKey(path[3]);
                })
                .forEach(broken::add);

        assertThat(broken).isEmpty();
    }

    @Test
    void changingNeedsTheOperatorAndLookingTheViewer() {
        operations().forEach(operation -> {
            boolean viewer =
                    operation.getKey().startsWith("GET ") || operation.getKey().equals("POST /logout");

            assertThat(operation.getValue().getString("x-role"))
                    .as(operation.getKey())
                    .isEqualTo(viewer ? "gork-viewer" : "gork-operator");
        });
    }

    private Stream<Map.Entry<String, JsonObject>> operations() {
        return document.getJsonObject("paths").entrySet().stream()
                .flatMap(path -> path.getValue().asJsonObject().entrySet().stream()
                        .map(method -> Map.entry(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                method.getValue().asJsonObject())));
    }

    private static TreeSet<String> routes() {
        TreeSet<String> routes = new TreeSet<>();
        routes.add("GET " + EventsServlet.PATH.substring("/api/v1".length()));
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.gork.console").stream()
                        .filter(each -> each.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .forEach(resource -> Stream.of(resource.getDeclaredMethods())
                                .forEach(method -> httpMethods(method)
                                        .forEach(name -> routes.add(name + " " + path(resource, method)))));
        return routes;
    }

    private static Stream<String> httpMethods(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value());
    }

    private static String path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        return (resource.getAnnotation(Path.class).value() + (own == null ? "" : own.value()))
                .replaceAll("\\{(\\w+):[^}]*}", "{$1}");
    }

    private static Stream<String> references(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT ->
                value.asJsonObject().entrySet().stream()
                        .flatMap(entry -> entry.getKey().equals("$ref")
                                ? Stream.of(value.asJsonObject().getString("$ref"))
                                : references(entry.getValue()));
            case ARRAY -> value.asJsonArray().stream().flatMap(OpenApiTest::references);
            default -> Stream.empty();
        };
    }

    private static JsonObject read() {
        InputStream in = OpenApiTest.class.getResourceAsStream(OpenApiResource.FILE);
        try (JsonReader reader = Json.createReader(in)) {
            return reader.readObject();
        }
    }
}
