package dev.gork.console.web;

import dev.gork.log.LogText;
import dev.gork.log.SafeLog;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Writes down who did what, a line each, by the logger <code>dev.gork.audit</code>. */
public final class Audit {
    /** Who is not signed in. */
    public static final String NOBODY = "-";

    private static final String CALLER = "gork.caller";

    private static final Logger LOG = SafeLog.of("dev.gork.audit");
    private static final int MAX_LENGTH = 1000;

    /** More refusals from one address within five minutes are not worth the disk. */
    private static final int MAX_REFUSALS = 100;

    private static final FailureCounts REFUSALS = new FailureCounts();

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

    /** Writes a line about what was refused; a bounded number of them, for anyone can be refused, as often as they like. */
    public static void refused(String who, String address, String what) {
        int count = REFUSALS.add(ClientAddress.key(address));
        if (count <= MAX_REFUSALS) {
            log(who, address, what);
        } else if (count == MAX_REFUSALS + 1) {
            log(NOBODY, address, "is refused so often that for five minutes no more of it is noted");
        }
    }

    /** Leaves with a request who sends it: where a role is missing, the container no longer says so. */
    public static void caller(HttpServletRequest request, String name) {
        request.setAttribute(CALLER, name);
    }

    /** Returns the name of who sends a request, if that is known. */
    public static String caller(HttpServletRequest request) {
        return request.getAttribute(CALLER) instanceof String name ? name : NOBODY;
    }

    /** What a request sent must not be able to look like a line of its own, nor paint the terminal. */
    static String line(String text) {
        return LogText.of(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text);
    }
}
