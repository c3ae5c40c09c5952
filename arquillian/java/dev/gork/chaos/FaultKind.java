package dev.gork.chaos;

import java.util.Locale;

/** What is done to a node, the database, or the network between them. */
enum FaultKind {
    /** kill -9, and started again. */
    KILLED(true, true),
    /** SIGSTOP for longer than the lease, then SIGCONT. */
    FROZEN(true, true),
    /** SIGTERM, and started again. */
    STOPPED(true, false),
    /** All of its connections refused for longer than the lease. */
    NETWORK_REFUSED(true, true),
    /** All of its connections silent for longer than the lease, then reset. */
    NETWORK_SILENT(true, true),
    /** All of its connections reset, new ones welcome. */
    CONNECTIONS_CUT(false, false),
    /** Its clock set ahead or back by up to a day. */
    CLOCK_SET(false, false),
    /** PostgreSQL stopped at once, and started again a while later. */
    DATABASE_STOPPED(false, false);

    private final boolean takesNodeAway;
    private final boolean losesClaims;

    FaultKind(boolean takesNodeAway, boolean losesClaims) {
        this.takesNodeAway = takesNodeAway;
        this.losesClaims = losesClaims;
    }

    /** Whether the node does no work meanwhile. */
    boolean takesNodeAway() {
        return takesNodeAway;
    }

    /** Whether others may put back what the node had: nobody may after any other fault. */
    boolean losesClaims() {
        return losesClaims;
    }

    /** Whether a node that lives may not reach the database for a while. */
    boolean cutsDatabase() {
        return this == DATABASE_STOPPED || this == CONNECTIONS_CUT;
    }

    /** Whether jobs may be run again for it. No clock but the database's counts. */
    boolean mayRepeatJobs() {
        return this != CLOCK_SET;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
