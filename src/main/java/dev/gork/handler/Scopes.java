package dev.gork.handler;

import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.transaction.TransactionScoped;
import java.lang.annotation.Annotation;
import java.util.Set;

/**
 * Scopes that are never active on the threads of the engine, for they belong to a browser. Whether one of the
 * application's own is, only the time of the call can tell.
 */
final class Scopes {
    private static final Set<String> OF_BROWSERS = Set.of(
            SessionScoped.class.getName(),
            ConversationScoped.class.getName(),
            "jakarta.faces.view.ViewScoped",
            "jakarta.faces.flow.FlowScoped");

    private Scopes() {}

    static boolean neverHasJobs(Class<? extends Annotation> scope, boolean inTransaction) {
        return OF_BROWSERS.contains(scope.getName()) || scope == TransactionScoped.class && !inTransaction;
    }
}
