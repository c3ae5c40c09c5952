package dev.gork.config;

import java.time.Duration;

/** What a job may carry. Fixed, so that a job that one node takes every node can run. */
public final class JobLimits {
    /** The longest id, in characters. */
    public static final int MAX_ID_LENGTH = 255;

    /** The longest queue name, in characters. */
    public static final int MAX_QUEUE_LENGTH = 200;

    /** The longest name of a caller that is kept, in characters; a longer one is cut. */
    public static final int MAX_CALLER_LENGTH = 255;

    /** The most retries. */
    public static final int MAX_RETRIES = 10_000;

    /** The lowest and, without the sign, the highest priority. */
    public static final int MAX_PRIORITY = 100;

    /** The longest time between two attempts, and until a job is due. */
    public static final Duration MAX_INTERVAL = Duration.ofDays(365);

    /** The furthest a job may be due from now. */
    public static final Duration MAX_DELAY = Duration.ofDays(36_500);

    /** How deep arguments may be nested: beyond it, databases and parsers run out of stack at points of their own. */
    public static final int MAX_JSON_DEPTH = 200;

    private JobLimits() {}
}
