package dev.gork.store;

import org.jspecify.annotations.Nullable;

/** Rows as one JSON array, to pass many of them to a statement as one parameter. */
final class JsonRows {
    private final StringBuilder json = new StringBuilder("[");
    private boolean first;

    JsonRows row() {
        json.append(json.length() == 1 ? "{" : "},{");
        first = true;
        return this;
    }

    JsonRows text(String name, @Nullable String value) {
        if (value == null) {
            return json(name, "null");
        }
        name(name);
        quote(value);
        return this;
    }

    JsonRows number(String name, long value) {
        name(name);
        json.append(value);
        return this;
    }

    /** A value that is valid JSON text already. */
    JsonRows json(String name, @Nullable String value) {
        name(name);
        json.append(value);
        return this;
    }

    boolean isEmpty() {
        return json.length() == 1;
    }

    int length() {
        return json.length();
    }

    @Override
    public String toString() {
        return json.length() == 1 ? "[]" : json + "}]";
    }

    private void name(String name) {
        if (!first) {
            json.append(',');
        }
        first = false;
        json.append('"').append(name).append("\":");
    }

    private void quote(String value) {
        json.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
