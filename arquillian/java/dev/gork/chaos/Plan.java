package dev.gork.chaos;

import java.time.Duration;

/**
 * How much there is to do, and the settings of the nodes that it is measured by.
 *
 * @param seed what the schedule of faults is made from
 * @param jobs how many jobs at least, follow-ups not counted
 * @param faults how many faults at least
 * @param time for how long faults go on at least
 * @param pause the mean time between two faults
 * @param jobsPerSecond how fast jobs are enqueued while faults go on
 * @param heartbeat gork.heartbeat-interval
 * @param lease gork.lease
 * @param reaper gork.reaper-interval
 * @param maxRescues gork.max-rescues; a poison job halts one process more
 * @param margin what a rescue may take beyond lease and reaper interval: noticing, claiming, and a busy machine
 */
record Plan(
        long seed,
        int jobs,
        int faults,
        Duration time,
        Duration pause,
        int jobsPerSecond,
        Duration heartbeat,
        Duration lease,
        Duration reaper,
        int maxRescues,
        Duration margin) {

    /** A node that has a claim and does not run it has to notice, also when it pauses after an outage. */
    private static final Duration STRAYED = Duration.ofSeconds(20);

    /** Within this time after its node was gone, a job has to be run by another. */
    Duration slowestRescue() {
        return lease.plus(reaper).plus(margin);
    }

    /** Returns how long a living node may have a claim and not run it. */
    Duration strayed() {
        return STRAYED;
    }

    /** Longer than a lease, for a living node to keep its job. */
    Duration longJob() {
        return lease.plus(lease.dividedBy(2));
    }

    /** So long a node must be gone at least for its jobs to be put back whatever the moment. */
    Duration surelyGone() {
        return lease.plus(reaper);
    }

    /** Of the application. What is not poison must not be given up for an outage. */
    String settings() {
        return """
                gork.poll-interval=500ms
                gork.heartbeat-interval=%dms
                gork.lease=%dms
                gork.reaper-interval=%dms
                gork.shutdown-grace=2s
                gork.max-rescues=%d
                gork.queue-defaults.max-retries=1000
                gork.queue-defaults.retry-interval=500ms
                gork.queue-defaults.backoff=fixed
                chaos.long-millis=%d
                """.formatted(
                        heartbeat.toMillis(),
                        lease.toMillis(),
                        reaper.toMillis(),
                        maxRescues,
                        longJob().toMillis());
    }
}
