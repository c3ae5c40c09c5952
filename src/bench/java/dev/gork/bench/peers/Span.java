package dev.gork.bench.peers;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The time from the start of the first of some jobs to the end of the last. */
class Span {
    private static final int PATIENCE_SECONDS = 60;

    private final int jobs;
    private final CountDownLatch left;
    private final AtomicLong begin = new AtomicLong();

    Span(int jobs) {
        this.jobs = jobs;
        this.left = new CountDownLatch(jobs);
    }

    void started() {
        if (begin.get() == 0) {
            begin.compareAndSet(0, System.nanoTime());
        }
    }

    void finished() {
        left.countDown();
    }

    /** Waits for the last job, as long as some end. */
    void awaitEnd() throws InterruptedException {
        for (long before = jobs; !left.await(PATIENCE_SECONDS, TimeUnit.SECONDS); before = left.getCount()) {
            if (left.getCount() == before) {
                throw new IllegalStateException(before + " of " + jobs + " jobs do not end");
            }
        }
    }

    /** Waits for the last job, and returns at what rate they ran. */
    double jobsPerSecond() throws InterruptedException {
        awaitEnd();
        return jobs * 1e9 / (System.nanoTime() - begin.get());
    }
}
