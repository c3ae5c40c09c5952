package dev.gork.console.views;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.StringWriter;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown and taken is what was written. */
class LosslessJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"order\":9007199254740993,\"id\":1970670598291982290,\"price\":1.10}",
                "[1E400,1e+2,1E-7,-0,-0.0,0.10,100,1E1000000000]",
                "{\"a\":{\"b\":[true,false,null,\"x\\\"y\",{}]},\"\":[]}",
                "1.10",
                "\"text\"",
                "null"
            })
    void whatIsReadIsWrittenAsItWas(String json) {
        assertThat(LosslessJson.read(json)).hasToString(json);
    }

    /** As JAX-RS does. */
    @Test
    void aWriterPrintsItSoToo() {
        String json = "{\"n\":[1.10,1E1000000000]}";
        StringWriter text = new StringWriter();

        Json.createWriter(text).write(LosslessJson.read(json));

        assertThat(text).hasToString(json);
    }

    @Test
    void aNumberOfAThousandDigitsAndMoreIsReadLikeAnyOther() {
        String json = "{\"n\":" + "7".repeat(1_200) + ",\"password\":\"s3cret\"}";

        assertThat(LosslessJson.read(json)).hasToString(json).isInstanceOf(JsonObject.class);
    }

    @Test
    void aNumberIsWhatItSays() {
        JsonNumber number = (JsonNumber) LosslessJson.read("1.10");

        assertThat(number.bigDecimalValue()).isEqualTo(new BigDecimal("1.10"));
        assertThat(number.isIntegral()).isFalse();
        assertThat(((JsonNumber) LosslessJson.read("42")).longValueExact()).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "{\"a\":1", "01", "nul", "'a'"})
    void whatIsNoJsonIsNotRead(String text) {
        assertThat(LosslessJson.readOrNull(text)).isNull();
    }

    @Test
    void whatIsNestedTooDeeplyIsNotRead() {
        assertThat(LosslessJson.readOrNull("[".repeat(400) + "]".repeat(400))).isNotNull();
        assertThat(LosslessJson.readOrNull("[".repeat(600) + "]".repeat(600))).isNull();
        assertThat(LosslessJson.readOrNull("[".repeat(100_000))).isNull();
    }
}
