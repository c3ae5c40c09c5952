package dev.gork;

/** A job with the requested id exists already. Nothing was written, and the caller's transaction stays usable. */
public class DuplicateJobException extends GorkException {
    private static final long serialVersionUID = 1L;

    private final String id;

    /** For the job with this id, requested for this queue. */
    public DuplicateJobException(String id, String queue) {
        super(
                "Job '" + id + "' for queue '" + queue
                        + "' was not enqueued: a job with this id exists already. Choose another id, leave it out to get a"
                        + " unique one, or use JobClient.runNow to run the existing job again.",
                null);
        this.id = id;
    }

    /** The id that is taken. */
    public String id() {
        return id;
    }
}
