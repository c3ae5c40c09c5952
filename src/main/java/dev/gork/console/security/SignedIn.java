package dev.gork.console.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import javax.security.auth.Subject;

/**
 * Who signed in, as the container noted it when it looked at the password or the provider's answer: later requests of
 * the session hand it back the same. To name the caller alone would lose the registry's realm and, with it on Liberty,
 * the groups.
 *
 * @param credentials what the container left in the subject
 */
record SignedIn(List<Object> credentials) {

    private static final String ATTRIBUTE = "gork.signed-in";

    static SignedIn of(Subject subject) {
        List<Object> credentials = new ArrayList<>();
        subject.getPrivateCredentials().forEach(each -> credentials.add(copy(each)));
        return new SignedIn(List.copyOf(credentials));
    }

    /** Leaves it with the request, for the servlet that lets people in. */
    void note(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static Optional<SignedIn> noted(HttpServletRequest request) {
        return Optional.ofNullable((SignedIn) request.getAttribute(ATTRIBUTE));
    }

    void restore(Subject subject) {
        credentials.forEach(each -> subject.getPrivateCredentials().add(copy(each)));
    }

    /** A container may change its table for one request. */
    private static Object copy(Object credential) {
        return credential instanceof Hashtable<?, ?> table ? table.clone() : credential;
    }
}
