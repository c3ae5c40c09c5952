package dev.gork.chaos;

import java.util.Locale;

/** What is done to a node, a job, the database, or the network between them. */
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
    /** All of its connections held up for longer than the lease, then everything delivered. */
    NETWORK_STALLED(true, true),
    /** Frozen until one of its jobs was rescued, completed, deleted and enqueued again, and this second one runs. */
    ID_REUSED(true, true),
    /** A job that halts the process, among others that do not: for each node that it halts, until it is failed. */
    POISONED(true, true),
    /** All of its connections reset, new ones welcome. */
    CONNECTIONS_CUT(false, false),
    /** Its clock set ahead or back by up to a day. */
    CLOCK_SET(false, false),
    /** PostgreSQL stopped at once, and started again a while later. */
    DATABASE_STOPPED(false, false),
    /** Every commit waits for a standby that is not there; then all of them are done. */
    COMMITS_STALLED(false, false),
    /** The row of one of its running jobs locked by somebody else's transaction. */
    ROW_LOCKED(false, false);

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

    /** Tells whether nobody can write meanwhile. */
    boolean stopsDatabase() {
        return this == DATABASE_STOPPED || this == COMMITS_STALLED;
    }

    /** Whether a node that lives may not reach the database for a while. */
    boolean cutsDatabase() {
        return stopsDatabase() || this == CONNECTIONS_CUT;
    }

    /** Whether jobs may be run again for it. No clock but the database's counts, and a row that is locked is not lost. */
    boolean mayRepeatJobs() {
        return this != CLOCK_SET && this != ROW_LOCKED;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FaultKind of(String word) {
        return valueOf(word.strip().toUpperCase(Locale.ROOT));
    }
}
