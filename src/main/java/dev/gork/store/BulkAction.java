package dev.gork.store;

import java.util.Locale;

/** What can be done to many jobs at once. */
public enum BulkAction {
    /** Made due now. */
    RUN,
    /** Taken back before they run. */
    CANCEL,
    /** Taken out of the table. */
    DELETE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the table {@code gork_bulk} and in the API. */
    public String word() {
        return word;
    }

    /**
     * The action that a word of the table or the API means.
     *
     * @throws IllegalArgumentException if there is no such action
     */
    public static BulkAction of(String word) {
        for (BulkAction action : values()) {
            if (action.word.equals(word)) {
                return action;
            }
        }
        throw new IllegalArgumentException("there is no action '" + word + "'; there are run, cancel and delete");
    }
}
