package dev.gork.bench.peers;

import dev.gork.bench.peers.Peer.Aim;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is measured, in the same way for every peer. */
class Trials {
    private final Peer peer;
    private final Queue<String> starts = new ConcurrentLinkedQueue<>();

    Trials(Peer peer) {
        this.peer = peer;
    }

    /** Jobs per second with the jobs there before the workers. */
    double drain(int jobs) throws Exception {
        requireNoneDue();
        peer.enqueueAll(keys(jobs));
        Span span = new Span(jobs);
        peer.start(Aim.THROUGHPUT, key -> span.started(), span::finished);
        double rate;
        try {
            rate = span.jobsPerSecond();
        } finally {
            peer.stop();
        }
        requireNoneDue();
        return rate;
    }

    /** Rows in the way of a drain. */
    void pile(int future, int finished) throws Exception {
        requireNoneDue();
        peer.pile(future, finished);
    }

    private void requireNoneDue() throws Exception {
        long due = peer.due();
        if (due > 0) {
            throw new IllegalStateException(due + " jobs are due that should not be there");
        }
    }

    /** Jobs per second, one by one. */
    double enqueue(int threads, int jobs) throws Exception {
        List<List<String>> shares = IntStream.range(0, threads)
                .mapToObj(thread -> keys(jobs / threads + (thread < jobs % threads ? 1 : 0)))
                .toList();
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            long begin = System.nanoTime();
            List<Future<?>> running = shares.stream()
                    .<Future<?>>map(share -> executor.submit(() -> share.forEach(peer::enqueue)))
                    .toList();
            for (Future<?> each : running) {
                each.get();
            }
            return jobs * 1e9 / (System.nanoTime() - begin);
        } finally {
            executor.shutdown();
        }
    }

    /** Jobs per second, all at once. */
    double bulk(int jobs) {
        List<String> keys = keys(jobs);
        long begin = System.nanoTime();
        peer.enqueueAll(keys);
        return jobs * 1e9 / (System.nanoTime() - begin);
    }

    /** Starts workers whose jobs are noted when they start. */
    void work() throws Exception {
        starts.clear();
        peer.start(Aim.LATENCY, key -> starts.add(noted(key)), () -> {});
    }

    /** Enqueues jobs like a light and uneven load; when each was committed. */
    String ping(int jobs) throws InterruptedException {
        StringJoiner commits = new StringJoiner(",");
        for (String key : keys(jobs)) {
            TimeUnit.MICROSECONDS.sleep(ThreadLocalRandom.current().nextInt(15_000, 25_001));
            peer.enqueue(key);
            commits.add(noted(key));
        }
        return commits.toString();
    }

    /** When each job started that has not been told of before. */
    String starts() {
        StringJoiner told = new StringJoiner(",");
        for (String start = starts.poll(); start != null; start = starts.poll()) {
            told.add(start);
        }
        return told.toString();
    }

    private static String noted(String key) {
        Instant now = Instant.now();
        return key + '=' + (TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano());
    }

    private static List<String> keys(int number) {
        return Stream.generate(() -> UUID.randomUUID().toString()).limit(number).toList();
    }
}
