package dev.gork.console.security;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Optional;

/** Names and passwords as a request has them. */
final class Passwords {
    private Passwords() {}

    /** Makes a credential. However a keyboard composes an umlaut, it is the same one (RFC 8265, NFC). */
    static UsernamePasswordCredential of(String name, String password) {
        return new UsernamePasswordCredential(
                Normalizer.normalize(name, Normalizer.Form.NFC), Normalizer.normalize(password, Normalizer.Form.NFC));
    }

    /** Reads what HTTP Basic sends (RFC 7617); empty if it is no Base64, or without a colon. */
    static Optional<UsernamePasswordCredential> basic(String credentials) {
        try {
            String text = text(Base64.getDecoder().decode(credentials));
            int colon = text.indexOf(':');
            return colon < 0 ? Optional.empty() : Optional.of(of(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** UTF-8, as the challenge says; some libraries send Latin-1 all the same, which is next to never UTF-8 as well. */
    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
