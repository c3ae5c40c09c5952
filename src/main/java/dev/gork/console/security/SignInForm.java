package dev.gork.console.security;

import dev.gork.console.web.BodyLimit;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The sign-in form as it was sent (URL standard, "application/x-www-form-urlencoded"), in UTF-8 as the page is. */
final class SignInForm {
    private final Map<String, String> fields = new HashMap<>();

    private SignInForm() {}

    /**
     * Reads it, no further than a form can be long: the container would make room for as many bytes as the request says
     * it has. Empty if it is longer.
     *
     * @throws IllegalArgumentException if it is no form
     */
    static Optional<SignInForm> read(HttpServletRequest request) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(BodyLimit.FORM + 1);
        if (bytes.length > BodyLimit.FORM) {
            return Optional.empty();
        }
        SignInForm form = new SignInForm();
        for (String field : new String(bytes, StandardCharsets.UTF_8).split("&")) {
            int end = field.indexOf('=');
            if (end > 0) {
                form.fields.putIfAbsent(decoded(field.substring(0, end)), decoded(field.substring(end + 1)));
            }
        }
        return Optional.of(form);
    }

    /** Returns what the field has; an empty text if there is none. */
    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
