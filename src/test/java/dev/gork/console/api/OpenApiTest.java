package dev.gork.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.gork.console.web.RequestHeaders;
import dev.gork.testing.ApiContract;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document says what the API does: every route, nothing else, and each with an example. */
class OpenApiTest {
    private final JsonObject document = OpenApiDocument.read();

    @Test
    void everyRouteIsInTheDocumentAndNoOther() {
        TreeSet<String> described = new TreeSet<>();
        operations().forEach(operation -> described.add(operation.getKey()));

        assertThat(described).isEqualTo(routes());
    }

    @Test
    void everyAnswerAndEveryBodyHasAnExample() {
        List<String> without = new ArrayList<>();
        contents("", document)
                .filter(place -> !ApiContract.find(place).containsKey("example"))
                .forEach(without::add);

        assertThat(without)
                .containsOnly("/paths/~1openapi.json/get/responses/200/content/application~1json"); // it is its own
    }

    @Test
    void everyExampleIsAsItsSchemaSays() {
        List<String> wrong = new ArrayList<>();
        int examples = examples("", document, wrong);

        assertThat(examples).isPositive();
        assertThat(wrong).isEmpty();
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

    @Test
    void docsListEveryRouteWithItsRoleAndNoOther() throws IOException {
        Pattern row = Pattern.compile("^\\| `([A-Z]+ /[^`]*)` \\|.*\\| (\\w+) \\|$", Pattern.MULTILINE);
        List<String> listed = row.matcher(Files.readString(java.nio.file.Path.of("docs/http-api.md")))
                .results()
                .map(route -> route.group(1) + " gork-" + route.group(2))
                .toList();

        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(operations()
                        .map(each -> each.getKey() + " " + each.getValue().getString("x-role"))
                        .toList());
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
        routes.add("GET " + RequestHeaders.EVENTS.substring("/api/v1".length()));
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

    /** The places of all bodies at a place of the document and below. */
    private static Stream<String> contents(String place, JsonValue value) {
        if (!(value instanceof JsonObject object)) {
            return Stream.empty();
        }
        return object.entrySet().stream()
                .flatMap(each -> each.getKey().equals("content")
                        ? each.getValue().asJsonObject().keySet().stream()
                                .map(type -> place + "/content/" + ApiContract.escaped(type))
                        : contents(place + "/" + ApiContract.escaped(each.getKey()), each.getValue()));
    }

    /** Checks the examples at a place of the document and below, and returns how many there are. */
    private static int examples(String place, JsonValue value, List<String> wrong) {
        if (!(value instanceof JsonObject object)) {
            return 0;
        }
        if (object.containsKey("schema") && object.containsKey("example")) {
            ApiContract.errors(place + "/schema", object.get("example").toString())
                    .forEach(error -> wrong.add(place + ": " + error));
            return 1;
        }
        return object.entrySet().stream()
                .mapToInt(each -> examples(place + "/" + ApiContract.escaped(each.getKey()), each.getValue(), wrong))
                .sum();
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
}
