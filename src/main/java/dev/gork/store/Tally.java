package dev.gork.store;

import dev.gork.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this node's transitions changed since somebody took note: the counts of jobs by queue and status, and what became
 * of attempts. It is kept in memory, after commit, so that a transition costs a few additions and no row. What is lost
 * with the node, a second's worth, the reconciliation of the counts finds.
 */
@ApplicationScoped
public class Tally {
    private Map<CountKey, Long> counts = new HashMap<>();
    private Map<String, Throughput> throughput = new HashMap<>();

    /**
     * What jobs are counted by.
     *
     * @param queue the queue
     * @param status the word in the table
     */
    public record CountKey(String queue, String status) {}

    /** Jobs of a queue went from one status to another; null for none, before they existed or after. */
    synchronized void moved(String queue, @Nullable JobStatus from, @Nullable JobStatus to, long jobs) {
        if (from != null) {
            counts.merge(new CountKey(queue, from.word()), -jobs, Long::sum);
        }
        if (to != null) {
            counts.merge(new CountKey(queue, to.word()), jobs, Long::sum);
        }
    }

    /** Of these jobs, those with these ids are there now. */
    synchronized void enqueued(Collection<NewJob> jobs, Set<String> inserted) {
        for (NewJob job : jobs) {
            if (inserted.contains(job.id())) {
                moved(job.queue(), null, JobStatus.SCHEDULED, 1);
            }
        }
    }

    /** Jobs were claimed. */
    synchronized void claimed(Collection<ClaimedJob> jobs) {
        Map<String, Long> byQueue = new HashMap<>();
        for (ClaimedJob job : jobs) {
            byQueue.merge(job.queue(), 1L, Long::sum);
            throughput(job.queue()).claimed(job);
        }
        byQueue.forEach((queue, number) -> moved(queue, JobStatus.SCHEDULED, JobStatus.INITIALIZED, number));
    }

    /** Outcomes were written, but for those of lost claims. */
    synchronized void finished(Collection<Outcome> outcomes, Set<Claim> lost) {
        Map<String, long[]> byQueue = new HashMap<>();
        for (Outcome outcome : outcomes) {
            if (lost.isEmpty() || !lost.contains(outcome.key())) {
                byQueue.computeIfAbsent(outcome.queue(), queue -> new long[JobStatus.values().length])[
                        outcome.status().ordinal()]++;
                throughput(outcome.queue()).finished(outcome);
            }
        }
        byQueue.forEach((queue, numbers) -> {
            for (JobStatus status : JobStatus.values()) {
                if (numbers[status.ordinal()] > 0) {
                    moved(queue, JobStatus.INITIALIZED, status, numbers[status.ordinal()]);
                }
            }
        });
    }

    /** Hands over what changed the counts since the last call. */
    public synchronized Map<CountKey, Long> takeCounts() {
        Map<CountKey, Long> taken = counts;
        counts = new HashMap<>();
        taken.values().removeIf(jobs -> jobs == 0);
        return taken;
    }

    /** Takes them back, for they could not be written. */
    public synchronized void putBack(Map<CountKey, Long> taken) {
        taken.forEach((key, jobs) -> counts.merge(key, jobs, Long::sum));
    }

    /** Hands over what became of attempts since the last call, by queue. */
    public synchronized Map<String, Throughput> takeThroughput() {
        Map<String, Throughput> taken = throughput;
        throughput = new HashMap<>();
        return taken;
    }

    /** Takes it back, for it could not be written. */
    public synchronized void putBackThroughput(Map<String, Throughput> taken) {
        taken.forEach((queue, earlier) -> throughput(queue).addEarlier(earlier));
    }

    private Throughput throughput(String queue) {
        return throughput.computeIfAbsent(queue, name -> new Throughput());
    }
}
