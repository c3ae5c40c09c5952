package dev.gork;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done to many jobs, for {@link JobClient#startBulk}: an action, and the jobs that it is for.
 *
 * <pre>{@code
 * BulkRequest.runNow(JobFilter.all().queue("invoice").status(JobStatus.FAILED)).by("jane")
 * BulkRequest.cancel(List.of("invoice-17", "invoice-18"))
 * }</pre>
 *
 * <p>Requests are immutable: every option returns a new one.
 */
public final class BulkRequest {
    /** The most jobs that can be named by their ids. */
    public static final int MAX_IDS = 1000;

    /** Actions on jobs, each as the method of {@link JobClient} does it to one. */
    public enum Action {
        /** As {@link JobClient#runNow}: of those that match, it leaves out the running ones. */
        RUN_NOW("run"),
        /** As {@link JobClient#cancel}: of those that match, it leaves out all but the scheduled ones. */
        CANCEL("cancel"),
        /** As {@link JobClient#delete}: of those that match, it leaves out the running ones. */
        DELETE("delete");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** Returns the word in the table {@code gork_bulk} and in the HTTP API. */
        public String word() {
            return word;
        }

        /**
         * Finds the action that a word of the table or the HTTP API means.
         *
         * @throws IllegalArgumentException if there is no such action
         */
        public static Action of(String word) {
            for (Action action : values()) {
                if (action.word.equals(word)) {
                    return action;
                }
            }
            throw new IllegalArgumentException("there is no action '" + word + "'; there are run, cancel and delete");
        }
    }

    private final Action action;
    private final @Nullable JobFilter filter;
    private final List<String> ids;
    private final @Nullable String by;

    private BulkRequest(Action action, @Nullable JobFilter filter, List<String> ids, @Nullable String by) {
        this.action = Objects.requireNonNull(action, "action must not be null");
        this.filter = filter;
        this.ids = ids;
        this.by = by;
    }

    /** Runs all jobs that a filter lets through now: those that failed once more, those that wait without further waiting. */
    public static BulkRequest runNow(JobFilter filter) {
        return of(Action.RUN_NOW, filter);
    }

    /**
     * Runs these jobs now.
     *
     * @param ids 1 to {@value #MAX_IDS} of them
     */
    public static BulkRequest runNow(Collection<String> ids) {
        return of(Action.RUN_NOW, ids);
    }

    /** Cancels all jobs that a filter lets through, but for those that run or have ended. */
    public static BulkRequest cancel(JobFilter filter) {
        return of(Action.CANCEL, filter);
    }

    /**
     * Cancels these jobs.
     *
     * @param ids 1 to {@value #MAX_IDS} of them
     */
    public static BulkRequest cancel(Collection<String> ids) {
        return of(Action.CANCEL, ids);
    }

    /** Deletes all jobs that a filter lets through, but for those that run; with {@link JobFilter#all()}, of every queue. */
    public static BulkRequest delete(JobFilter filter) {
        return of(Action.DELETE, filter);
    }

    /**
     * Deletes these jobs.
     *
     * @param ids 1 to {@value #MAX_IDS} of them
     */
    public static BulkRequest delete(Collection<String> ids) {
        return of(Action.DELETE, ids);
    }

    /** Does this to all jobs that a filter lets through. */
    public static BulkRequest of(Action action, JobFilter filter) {
        return new BulkRequest(
                action, Objects.requireNonNull(filter, "filter must not be null; there is all()"), List.of(), null);
    }

    /**
     * Does this to these jobs.
     *
     * @param ids 1 to {@value #MAX_IDS} of them; one that is given twice counts once
     * @throws IllegalArgumentException if there are none, or too many
     */
    public static BulkRequest of(Action action, Collection<String> ids) {
        List<String> distinct = ids.stream().distinct().toList();
        if (distinct.isEmpty() || distinct.size() > MAX_IDS) {
            throw new IllegalArgumentException("From 1 to " + MAX_IDS
                    + " jobs can be named by their ids, but there were " + distinct.size() + "; a filter has no limit");
        }
        return new BulkRequest(action, null, distinct, null);
    }

    /** Names who asks for it, as the console shows it; by default the caller, as far as the server knows one. */
    public BulkRequest by(@Nullable String name) {
        return new BulkRequest(action, filter, ids, name);
    }

    /** Returns what is done. */
    public Action action() {
        return action;
    }

    /** Returns which jobs it is done to; empty if they are named. */
    public Optional<JobFilter> filter() {
        return Optional.ofNullable(filter);
    }

    /** Returns the ids of the jobs that it is done to; none if there is a filter. */
    public List<String> ids() {
        return ids;
    }

    /** Returns who asks for it, if that is known. */
    public Optional<String> by() {
        return Optional.ofNullable(by);
    }
}
