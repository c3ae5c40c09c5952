package dev.gork.attempts;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a job passes before its handler is called: any number of them side by side, among them a few suspects, or one that
 * runs alone on its node. So a process that dies meanwhile was not killed by a neighbour.
 *
 * <p>In the order in which they come: while the one waits for those inside to leave, no other goes in. A fair semaphore,
 * and not a read-write lock, for a lock belongs to its thread, and the thread of a handler that ignores its interrupt does
 * not give it back. For an ordinary job it is one atomic operation on the way in and one on the way out.
 */
@ApplicationScoped
public class Gate {
    /** More than there are threads, and twice as many are still a number. */
    private static final int ALL = 1 << 29;

    /** So many suspects run side by side: few are led on by one that kills its node, and the others do not wait for long. */
    static final int SUSPECTS_AT_ONCE = 4;

    private final Semaphore shares = new Semaphore(ALL, true);
    private final Semaphore places = new Semaphore(SUSPECTS_AT_ONCE, true);

    /** Those that wait to run alone, or do. */
    private final AtomicInteger alone = new AtomicInteger();

    private volatile boolean closed;

    /** What a job has while it is inside. */
    public final class Pass {
        private final AtomicInteger held;
        private final Runnable end;

        private Pass(int shares, Runnable end) {
            this.held = new AtomicInteger(shares);
            this.end = end;
        }

        /** Lets others in, on whatever thread; after the first time it does nothing. */
        void leave() {
            int left = held.getAndSet(0);
            if (left == 0) {
                return;
            }
            try {
                end.run();
            } finally {
                if (left == ALL) {
                    alone.decrementAndGet();
                }
                shares.release(left);
            }
        }
    }

    /** Goes in beside others, after one that came before and runs alone; null if it is closed. */
    @Nullable
    public Pass enter() {
        return pass(1, () -> {});
    }

    /**
     * Goes in beside others, of which only a few are suspects.
     *
     * @param begin is asked inside whether it may stay
     * @param end is run when it leaves
     * @return null if it may not, or the gate is closed
     */
    @Nullable
    public Pass enterAsSuspect(BooleanSupplier begin, Runnable end) {
        places.acquireUninterruptibly();
        Pass pass = pass(1, () -> {
            try {
                end.run();
            } finally {
                places.release();
            }
        });
        if (pass == null) {
            places.release();
        }
        return staying(pass, begin);
    }

    /**
     * Goes in once all others are out, and keeps them out.
     *
     * @param begin is asked inside whether it may stay
     * @param end is run when it leaves, before another goes in
     * @return null if it may not, or the gate is closed
     */
    @Nullable
    public Pass enterAlone(BooleanSupplier begin, Runnable end) {
        alone.incrementAndGet();
        Pass pass = pass(ALL, end);
        if (pass == null) {
            alone.decrementAndGet();
        }
        return staying(pass, begin);
    }

    private static @Nullable Pass staying(@Nullable Pass pass, BooleanSupplier begin) {
        boolean stays = false;
        try {
            stays = pass != null && begin.getAsBoolean();
        } finally {
            if (pass != null && !stays) {
                pass.leave();
            }
        }
        return stays ? pass : null;
    }

    /** Whether one waits to run alone, or does, so that whatever is claimed now would wait. */
    public boolean isShut() {
        return alone.get() > 0;
    }

    /** How many wait for their turn, about. */
    int waiting() {
        return shares.getQueueLength() + places.getQueueLength();
    }

    /** Sends away whoever waits, and whoever comes from now on: the node stops. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            // One after the other they find that it is closed, and hand on what they were given.
            shares.release(ALL);
            places.release(ALL);
        }
    }

    private @Nullable Pass pass(int number, Runnable end) {
        if (closed) {
            return null;
        }
        shares.acquireUninterruptibly(number);
        if (closed) {
            shares.release(number);
            return null;
        }
        return new Pass(number, end);
    }
}
