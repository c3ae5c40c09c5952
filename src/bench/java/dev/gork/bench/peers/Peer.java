package dev.gork.bench.peers;

import java.util.List;
import java.util.function.Consumer;

/** A library that Gork is measured beside: what differs from one to the other. A job is a key, and does nothing. */
interface Peer {
    /** What workers are configured for. */
    enum Aim {
        THROUGHPUT,
        LATENCY
    }

    /** Its tables, new. */
    void create() throws Exception;

    /** Its tables, empty. */
    void clear() throws Exception;

    /** Rows that no worker has to look at: jobs of next year, and finished ones if it keeps them. */
    void pile(int future, int finished) throws Exception;

    /** One job that is due, in a transaction of its own. */
    void enqueue(String key);

    /** Jobs that are due, in the fastest way it documents. */
    void enqueueAll(List<String> keys);

    /** How many jobs are due or running. */
    long due() throws Exception;

    /** Starts workers; they tell the key of each job that starts, and each end of a job once it is in the database. */
    void start(Aim aim, Consumer<String> started, Runnable finished) throws Exception;

    /** Stops the workers, if there are any. */
    void stop();
}
