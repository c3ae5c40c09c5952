package dev.gork.console.security;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.security.auth.Subject;

/**
 * Who signed in, as the container noted it when it looked at the password: later requests of the session hand it back
 * the same. To name the caller alone would lose the registry's realm and, with it on Liberty, the groups.
 *
 * @param name the name
 * @param credentials what the container left in the subject
 */
record SignedIn(String name, List<Object> credentials) {

    static SignedIn of(String name, Subject subject) {
        List<Object> credentials = new ArrayList<>();
        subject.getPrivateCredentials().forEach(each -> credentials.add(copy(each)));
        return new SignedIn(name, List.copyOf(credentials));
    }

    void restore(Subject subject) {
        credentials.forEach(each -> subject.getPrivateCredentials().add(copy(each)));
    }

    /** A container may change its table for one request. */
    private static Object copy(Object credential) {
        return credential instanceof Hashtable<?, ?> table ? table.clone() : credential;
    }
}
