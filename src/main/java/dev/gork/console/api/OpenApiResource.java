package dev.gork.console.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.StringWriter;
import java.util.Map;

/** The API's description of itself. */
@Path("/openapi.json")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class OpenApiResource {
    private static final String TEXT = text();

    /** The document. */
    @GET
    public String document() {
        return TEXT;
    }

    private static String text() {
        StringWriter text = new StringWriter();
        Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)
                .write(OpenApiDocument.read());
        return text.toString();
    }
}
