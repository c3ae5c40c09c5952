package dev.gork.handler;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;

/**
 * The innermost interceptor of a handler, which notes that its body begins: a notification can come back without it. CDI
 * leaves out observers of inactive scopes in silence, and interceptors of the application need not proceed.
 */
@SeenCall
@Interceptor
@Priority(Integer.MAX_VALUE)
class CallWitness implements Serializable { // so that beans that can be passivated may have it
    private static final long serialVersionUID = 1L;

    /** One flag for the thread's life: to set and remove one for each call takes longer than many a handler. */
    private static final ThreadLocal<boolean[]> SEEN = ThreadLocal.withInitial(() -> new boolean[1]);

    /** Forgets what was seen on this thread. */
    static void forget() {
        SEEN.get()[0] = false;
    }

    /** Whether a handler's body has begun on this thread since. */
    static boolean seen() {
        return SEEN.get()[0];
    }

    /** Notes that one begins. */
    static void note() {
        SEEN.get()[0] = true;
    }

    @AroundInvoke
    Object see(InvocationContext call) throws Exception {
        note();
        Object result = call.proceed();
        if (result != null && Unawaited.isReturnedAs(result.getClass())) {
            throw new IllegalStateException("The handler " + call.getMethod() + " returned " + result
                    + ", whose work may go on, and fail, unseen; wait for it in the handler");
        }
        return result;
    }
}
