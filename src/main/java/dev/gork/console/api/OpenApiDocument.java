package dev.gork.console.api;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The API's description of itself (OpenAPI 3.1): a file, and the errors that the file does not repeat, for they follow from
 * an operation's form.
 */
public final class OpenApiDocument {
    private static final String FILE = "openapi.json";

    /** Of signing in, and of a server that has no room. */
    private static final List<String> EVERYWHERE = List.of("401", "403", "429", "503");

    private OpenApiDocument() {}

    /** Reads the document. */
    public static JsonObject read() {
        try (InputStream in = OpenApiDocument.class.getResourceAsStream(FILE);
                JsonReader reader = Json.createReader(Objects.requireNonNull(in, FILE))) {
            JsonObject document = reader.readObject();
            JsonObjectBuilder paths = Json.createObjectBuilder();
            document.getJsonObject("paths")
                    .forEach((path, operations) -> paths.add(path, withErrors(operations.asJsonObject())));
            return Json.createObjectBuilder(document).add("paths", paths).build();
        } catch (IOException e) {
            throw new UncheckedIOException("The WAR's " + FILE + " is unreadable", e);
        }
    }

    private static JsonObject withErrors(JsonObject operations) {
        JsonObjectBuilder all = Json.createObjectBuilder();
        operations.forEach((method, operation) -> {
            JsonObjectBuilder responses =
                    Json.createObjectBuilder(operation.asJsonObject().getJsonObject("responses"));
            errors(method, operation.asJsonObject())
                    .forEach(status -> responses.add(
                            status, Json.createObjectBuilder().add("$ref", "#/components/responses/" + status)));
            all.add(method, Json.createObjectBuilder(operation.asJsonObject()).add("responses", responses));
        });
        return all.build();
    }

    private static List<String> errors(String method, JsonObject operation) {
        List<String> errors = new ArrayList<>(EVERYWHERE);
        boolean body = operation.containsKey("requestBody");
        if (body || operation.containsKey("parameters")) {
            errors.add("400");
        }
        if (body) {
            errors.add("413");
        }
        if (!method.equals("get")) {
            errors.add("415");
        }
        return errors;
    }
}
