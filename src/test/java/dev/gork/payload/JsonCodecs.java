package dev.gork.payload;

/** The codec outside a container, for tests of other packages. */
public final class JsonCodecs {
    private JsonCodecs() {}

    /** With shipped settings, and JSON-B as it comes. */
    public static JsonCodec standard() {
        return JsonCodecTest.codec();
    }
}
