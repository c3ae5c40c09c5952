package dev.gork.console.views;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reader of JSON as a tree whose numbers are written as they were read: 1.10 stays 1.10, and one of a thousand digits or with
 * an exponent of a billion costs no more than its text. JSON-P's own reader makes a BigDecimal of each, which prints
 * otherwise, and refuses long ones.
 */
public final class LosslessJson {
    /** Deeper than anything that came through gork; a tree is read and written by recursion. */
    private static final int MAX_DEPTH = 500;

    /** Found once: to look for it takes longer than to read a payload. */
    static final JsonProvider JSON = JsonProvider.provider();

    private LosslessJson() {}

    /**
     * Reads a text.
     *
     * @throws JsonException if it is no JSON, or nested too deeply
     */
    public static JsonValue read(String json) {
        try (JsonParser parser = JSON.createParser(new StringReader(json))) {
            if (!parser.hasNext()) {
                throw new JsonException("there is nothing");
            }
            JsonValue value = value(parser, parser.next(), 0);
            if (parser.hasNext()) {
                throw new JsonException("something follows the value");
            }
            return value;
        }
    }

    /** Returns null if the text cannot be read, whatever the reason. */
    static @Nullable JsonValue readOrNull(String json) {
        try {
            return read(json);
        } catch (RuntimeException | StackOverflowError e) { // whoever asks says what that means
            return null;
        }
    }

    /** Reads text of the database's as what it is; as a text, if it is no JSON after all, as H2 lets it be. */
    static JsonValue readOrText(String json) {
        JsonValue value = readOrNull(json);
        return value == null ? JSON.createValue(json) : value;
    }

    private static JsonValue value(JsonParser parser, JsonParser.Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw new JsonException("nested deeper than " + MAX_DEPTH + " levels");
        }
        return switch (event) {
            case START_OBJECT -> object(parser, depth + 1);
            case START_ARRAY -> array(parser, depth + 1);
            case VALUE_STRING -> JSON.createValue(parser.getString());
            case VALUE_NUMBER -> new Literal(parser.getString());
            case VALUE_TRUE -> JsonValue.TRUE;
            case VALUE_FALSE -> JsonValue.FALSE;
            case VALUE_NULL -> JsonValue.NULL;
            default -> throw new JsonException("no value: " + event);
        };
    }

    private static JsonValue object(JsonParser parser, int depth) {
        JsonObjectBuilder object = JSON.createObjectBuilder();
        while (parser.next() != JsonParser.Event.END_OBJECT) {
            String name = parser.getString();
            object.add(name, value(parser, parser.next(), depth));
        }
        return object.build();
    }

    private static JsonValue array(JsonParser parser, int depth) {
        JsonArrayBuilder array = JSON.createArrayBuilder();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_ARRAY; event = parser.next()) {
            array.add(value(parser, event, depth));
        }
        return array.build();
    }

    /** A number as it was written; what it comes to is found out when somebody asks. */
    private record Literal(String text) implements JsonNumber {
        @Override
        public ValueType getValueType() {
            return ValueType.NUMBER;
        }

        @Override
        public BigDecimal bigDecimalValue() {
            return new BigDecimal(text);
        }

        @Override
        public boolean isIntegral() {
            return bigDecimalValue().scale() == 0;
        }

        @Override
        public int intValue() {
            return bigDecimalValue().intValue();
        }

        @Override
        public int intValueExact() {
            return bigDecimalValue().intValueExact();
        }

        @Override
        public long longValue() {
            return bigDecimalValue().longValue();
        }

        @Override
        public long longValueExact() {
            return bigDecimalValue().longValueExact();
        }

        @Override
        public BigInteger bigIntegerValue() {
            return bigDecimalValue().toBigInteger();
        }

        @Override
        public BigInteger bigIntegerValueExact() {
            return bigDecimalValue().toBigIntegerExact();
        }

        @Override
        public double doubleValue() {
            return Double.parseDouble(text);
        }

        /** By which every JSON-P writer prints it. */
        @Override
        public String toString() {
            return text;
        }
    }
}
