package dev.gork;

/**
 * Something that happened to a job, fired as a CDI event after it was committed, with the job's {@link Queue} as
 * qualifier. Observe it for one queue or, without the qualifier, for all:
 *
 * <pre>{@code
 * void each(@Observes JobCompleted done) { … }
 * void invoices(@Observes @Queue("invoice") JobRetried again) { … }
 * }</pre>
 *
 * <p>Observers cannot affect the job: what they throw is logged, and the other observers still run. They run on threads of the engine, a few at once, so anything slow belongs on an executor
 * ({@code @ObservesAsync} does not receive them); {@link JobStarted} runs on its handler's thread. They have a request
 * context, in which with {@link JobFailed} the job can be injected. An event that a caller's own transaction caused
 * ({@link JobEnqueued}, {@link JobCanceled}, {@link JobRequeued}) is fired on that caller's thread during the completion
 * of the transaction, where no new one can begin.
 */
public sealed interface JobEvent
        permits JobCanceled,
                JobCompleted,
                JobEnqueued,
                JobFailed,
                JobFenced,
                JobReleased,
                JobRequeued,
                JobRescued,
                JobRetried,
                JobStarted {

    /** The job's id. */
    String id();

    /** The job's queue. */
    String queue();
}
