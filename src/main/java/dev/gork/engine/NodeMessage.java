package dev.gork.engine;

import java.util.Optional;

/**
 * A message from node to node, as {@code queue:invoice} or {@code overrides}: the word for its kind, and what it is about.
 * Nodes of other versions listen, too: a kind keeps its word and its meaning, and one that is not known here is left alone.
 *
 * @param kind what it tells
 * @param about the queue; empty where the kind says all
 */
record NodeMessage(Kind kind, String about) {
    /** Something is set for a queue, or no longer. */
    static final NodeMessage OVERRIDES = new NodeMessage(Kind.OVERRIDES, "");

    /** A bulk action waits to be done. */
    static final NodeMessage BULK = new NodeMessage(Kind.BULK, "");

    /** A node sends it to itself, to find out whether messages get through; all others leave it alone. */
    static final NodeMessage ECHO = new NodeMessage(Kind.ECHO, "");

    enum Kind {
        QUEUE("queue"),
        OVERRIDES("overrides"),
        BULK("bulk"),
        ECHO("echo");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** Makes the message that a queue may have something to claim. */
    static NodeMessage queue(String queue) {
        return new NodeMessage(Kind.QUEUE, queue);
    }

    /** Reads a message; empty if its kind is none of this version's. */
    static Optional<NodeMessage> parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        for (Kind kind : Kind.values()) {
            if (kind.word.equals(word)) {
                return Optional.of(new NodeMessage(kind, colon < 0 ? "" : text.substring(colon + 1)));
            }
        }
        return Optional.empty();
    }

    /** Writes it as {@link #parse} reads it. */
    String text() {
        return about.isEmpty() ? kind.word : kind.word + ":" + about;
    }
}
