package dev.gork.console.security;

import jakarta.ws.rs.core.SecurityContext;

/** The two roles; web.xml declares them, and the server's configuration says who has them. */
public final class Roles {
    /** May look. */
    public static final String VIEWER = "gork-viewer";

    /** May look and change. */
    public static final String OPERATOR = "gork-operator";

    private Roles() {}

    /** Returns whether a caller may do everything. */
    public static boolean isOperator(SecurityContext caller) {
        return caller.isUserInRole(OPERATOR);
    }
}
