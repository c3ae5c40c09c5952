package dev.gork.log;

/** Text from outside, as it may stand in a log: in one line, and without what a terminal obeys. */
public final class LogText {
    private LogText() {}

    /**
     * Escapes what ends a line, commands a terminal or changes the direction of writing, the way Java writes it
     * (<code>\n</code>, <code>&#92;u001b</code>). Ids, queues and errors are written by anyone who can write a row.
     */
    public static String of(String text) {
        if (text.codePoints().noneMatch(LogText::isUnsafe)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isUnsafe(c)) {
                escape(safe, c);
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static boolean isUnsafe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    private static void escape(StringBuilder safe, int c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> {
                for (char half : Character.toChars(c)) {
                    safe.append("\\u%04x".formatted((int) half));
                }
            }
        }
    }
}
