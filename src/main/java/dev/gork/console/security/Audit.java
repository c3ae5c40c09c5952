package dev.gork.console.security;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes down who did what, a line each, by the logger <code>dev.gork.audit</code>. */
public final class Audit {
    /** Who is not signed in. */
    public static final String NOBODY = "-";

    private static final Logger LOG = System.getLogger("dev.gork.audit");
    private static final int MAX_LENGTH = 1000;

    private Audit() {}

    /**
     * Writes a line.
     *
     * @param who the name of who is signed in
     * @param address where the request came from
     * @param what it did
     */
    public static void log(String who, String address, String what) {
        LOG.log(Level.INFO, line(who) + " (" + line(address) + ") " + line(what));
    }

    /** What a request sent must not be able to look like a line of its own, nor paint the terminal. */
    static String line(String text) {
        String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
        return cut.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cf}]", "\uFFFD");
    }
}
