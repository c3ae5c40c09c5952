package dev.gork.console.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import javax.security.auth.Subject;

/**
 * The subject that the container made when it checked the password or the provider's answer: later requests of the
 * session hand it back the same. To name the caller alone would lose the registry's realm and, with it on Liberty,
 * the groups.
 *
 * @param credentials what the container left in the subject
 */
record AuthenticatedSubject(List<Object> credentials) {

    private static final String ATTRIBUTE = "gork.signed-in";

    static AuthenticatedSubject of(Subject subject) {
        List<Object> credentials = new ArrayList<>();
        subject.getPrivateCredentials().forEach(each -> credentials.add(copy(each)));
        return new AuthenticatedSubject(List.copyOf(credentials));
    }

    /** Leaves it with the request, for the servlet that lets people in. */
    void note(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    static Optional<AuthenticatedSubject> noted(HttpServletRequest request) {
        return Optional.ofNullable((AuthenticatedSubject) request.getAttribute(ATTRIBUTE));
    }

    void restore(Subject subject) {
        credentials.forEach(each -> subject.getPrivateCredentials().add(copy(each)));
    }

    /** A container may change its table for one request. */
    private static Object copy(Object credential) {
        return credential instanceof Hashtable<?, ?> table ? table.clone() : credential;
    }
}
