package dev.gork.claims;

/** What the engine's own transactions on PostgreSQL have in common. */
final class PostgresSessions {
    /**
     * Ends the session of a node that is frozen between its statement and its commit, and with it its locks. Until then,
     * what it claims is neither due nor running to anyone else, and nobody else can claim or rescue it, for as long as it is
     * frozen. A node that lives needs a millisecond; one that is thawed later finds its connection closed, and tries again.
     * A function in FROM is called once, and costs no round trip.
     */
    static final String IDLE_BOUND = "set_config('idle_in_transaction_session_timeout', '5s', true) AS idle";

    private PostgresSessions() {}
}
