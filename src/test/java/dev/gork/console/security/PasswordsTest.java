package dev.gork.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and passwords beyond ASCII. */
class PasswordsTest {
    @ParameterizedTest
    @CsvSource({"ada, secret", "jörg, pässwort €", "日本, 😀", "a, b:c:d", "ada, ''"})
    void basicIsUtf8(String name, String password) {
        UsernamePasswordCredential credential = Passwords.basic(encoded(name + ":" + password, StandardCharsets.UTF_8))
                .orElseThrow();

        assertThat(credential.getCaller()).isEqualTo(name);
        assertThat(credential.getPasswordAsString()).isEqualTo(password);
    }

    @Test
    void whatIsNoUtf8IsLatin1() {
        UsernamePasswordCredential credential = Passwords.basic(encoded("jörg:pässwort", StandardCharsets.ISO_8859_1))
                .orElseThrow();

        assertThat(credential.getCaller()).isEqualTo("jörg");
        assertThat(credential.getPasswordAsString()).isEqualTo("pässwort");
    }

    @Test
    void anUmlautIsTheSameHoweverItIsComposed() {
        UsernamePasswordCredential credential = Passwords.of("jo\u0308rg", "pa\u0308sswort");

        assertThat(credential.getCaller()).isEqualTo("jörg");
        assertThat(credential.getPasswordAsString()).isEqualTo("pässwort");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!!", "bm9jb2xvbg==", "ä"})
    void whatIsNoneIsNone(String credentials) {
        assertThat(Passwords.basic(credentials)).isEmpty();
    }

    private static String encoded(String text, Charset charset) {
        return Base64.getEncoder().encodeToString(text.getBytes(charset));
    }
}
