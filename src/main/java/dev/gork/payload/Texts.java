package dev.gork.payload;

import org.jspecify.annotations.Nullable;

/** Which text every database stores as it is. */
public final class Texts {
    private Texts() {}

    /** Why a database would refuse this text or change it, or null if none would. */
    public static @Nullable String problem(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "a NUL character at position " + i + ", which no database stores in text";
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return "half a surrogate pair at position " + i + ", which is no character";
                }
                i++;
            }
        }
        return null;
    }

    /**
     * The same text with everything that a database would refuse replaced, cut to a length in UTF-16 units, as H2 counts;
     * PostgreSQL's count is never higher.
     */
    public static String storable(String text, int maxLength) {
        if (text.length() <= maxLength && problem(text) == null) {
            return text;
        }
        StringBuilder clean = new StringBuilder(Math.min(text.length(), maxLength));
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean lone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            int stored = c == 0 || lone ? 0xFFFD : c;
            if (clean.length() + Character.charCount(stored) > maxLength) {
                break;
            }
            clean.appendCodePoint(stored);
        }
        return clean.toString();
    }
}
