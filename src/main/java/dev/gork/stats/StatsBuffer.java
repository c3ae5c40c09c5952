package dev.gork.stats;

import dev.gork.JobStatus;
import dev.gork.claims.ClaimedJob;
import dev.gork.claims.Outcome;
import dev.gork.jobs.Transition;
import dev.gork.jobs.TransitionFollower;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node's transitions changed since somebody took note: the counts of jobs by queue and status, and what became
 * of attempts. It is kept in memory, after commit, so that a transition costs a few additions and no row. What is lost
 * with the node, a second's worth, the reconciliation of the counts finds.
 */
@ApplicationScoped
public class StatsBuffer implements TransitionFollower {
    private Map<CountKey, Long> counts = new HashMap<>();
    private Map<String, AttemptStats> throughput = new HashMap<>();

    /**
     * What jobs are counted by.
     *
     * @param queue the queue
     * @param status the word in the table
     */
    public record CountKey(String queue, String status) {}

    @Override
    public synchronized void committed(Collection<? extends Transition> transitions) {
        Transition last = null;
        AttemptStats attempts = null;
        long alike = 0;
        for (Transition each : transitions) {
            if (last == null || !isAlike(last, each)) { // a claim has hundreds of one queue, one after the other
                if (last != null) {
                    count(last, alike);
                }
                alike = 0;
                attempts = isOfAttempt(each) ? throughput(each.queue()) : null;
            }
            if (attempts != null) {
                attempts.note(each);
            }
            last = each;
            alike++;
        }
        if (last != null) {
            count(last, alike);
        }
    }

    private static boolean isAlike(Transition one, Transition other) {
        return one.getClass() == other.getClass()
                && one.from() == other.from()
                && one.to() == other.to()
                && one.queue().equals(other.queue());
    }

    private static boolean isOfAttempt(Transition transition) {
        return transition instanceof ClaimedJob || transition instanceof Outcome;
    }

    private void count(Transition transition, long jobs) {
        add(transition.queue(), transition.from(), -jobs);
        add(transition.queue(), transition.to(), jobs);
    }

    private void add(String queue, @Nullable JobStatus status, long jobs) {
        if (status != null) {
            counts.merge(new CountKey(queue, status.word()), jobs, Long::sum);
        }
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
    public synchronized Map<String, AttemptStats> takeThroughput() {
        Map<String, AttemptStats> taken = throughput;
        throughput = new HashMap<>();
        return taken;
    }

    /** Takes it back, for it could not be written. */
    public synchronized void putBackThroughput(Map<String, AttemptStats> taken) {
        taken.forEach((queue, earlier) -> throughput(queue).addEarlier(earlier));
    }

    private AttemptStats throughput(String queue) {
        return throughput.computeIfAbsent(queue, name -> new AttemptStats());
    }
}
