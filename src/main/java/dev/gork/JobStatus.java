package dev.gork;

/** Where a job is in its life; {@code docs/states.md} draws the ways between them. */
public enum JobStatus {
    /** To be run once it is due: new, waiting for a retry, or rescued. */
    SCHEDULED,
    /** Claimed by a node and being run. */
    INITIALIZED,
    /** Its handler returned. */
    COMPLETED,
    /** All its attempts are used up, or it can never run. */
    FAILED,
    /** Canceled before it ran. */
    CANCELED,
    /** A word that this version does not know, of a newer one or of someone's own; such a job is left alone. */
    UNKNOWN;

    private final String word = name().toLowerCase(java.util.Locale.ROOT);

    /** The word in the table's {@code status} column and in the API. */
    public String word() {
        return word;
    }

    /**
     * The status that a word of the table or the API means.
     *
     * @throws IllegalArgumentException if there is no such status; the message lists those there are
     */
    public static JobStatus of(String word) {
        for (JobStatus status : values()) {
            if (status != UNKNOWN && status.word.equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException(
                "Unknown job status '" + word + "'; known are scheduled, initialized, completed, failed and canceled");
    }

    /** Whether nothing more happens to the job unless someone runs it again. */
    public boolean finished() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }
}
