package dev.gork.bench.peers;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jobrunr.jobs.Job;
import org.jobrunr.jobs.filters.ApplyStateFilter;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.JobState;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jsonb.JsonbJsonMapper;

/**
 * JobRunr as its documentation has it: job requests instead of lambdas, which it would have to analyse, and the shortest
 * poll interval that it accepts. On two cores, 16 workers, its default, were better than 64, and 32 no better.
 */
class JobRunr implements Peer {
    private static final int WORKERS = 16;
    static final int CONNECTIONS = WORKERS + 5;
    private static final Duration SHORTEST_POLL_INTERVAL = Duration.ofSeconds(5);

    private final Database database;
    private final JsonMapper json = new JsonbJsonMapper();
    private final StorageProvider storage;
    private final JobRequestScheduler scheduler;
    private BackgroundJobServer server;

    JobRunr(Database database) {
        this.database = database;
        this.storage = storage(DatabaseOptions.NO_VALIDATE);
        this.scheduler = new JobRequestScheduler(storage);
    }

    private StorageProvider storage(DatabaseOptions options) {
        StorageProvider provider = new PostgresStorageProvider(database.dataSource(), options);
        provider.setJobMapper(new JobMapper(json));
        return provider;
    }

    /** The job; public for JSON-B. */
    public static class Work implements JobRequest {
        private String key;

        /** For JSON-B. */
        public Work() {}

        Work(String key) {
            this.key = key;
        }

        @Override
        public Class<Worker> getJobRequestHandler() {
            return Worker.class;
        }
    }

    /** What runs it; public for JobRunr. */
    public record Worker(Consumer<String> started) implements JobRequestHandler<Work> {
        @Override
        public void run(Work work) {
            started.accept(work.key);
        }
    }

    @Override
    public void create() throws SQLException {
        database.run("DROP VIEW IF EXISTS jobrunr_jobs_stats");
        database.run("""
                DROP TABLE IF EXISTS jobrunr_jobs, jobrunr_recurring_jobs, jobrunr_backgroundjobservers,
                    jobrunr_metadata, jobrunr_migrations""");
        storage(DatabaseOptions.CREATE).close();
    }

    @Override
    public void clear() throws SQLException {
        database.run("TRUNCATE jobrunr_jobs, jobrunr_recurring_jobs, jobrunr_backgroundjobservers");
        database.run("VACUUM ANALYZE jobrunr_jobs");
    }

    @Override
    public void pile(int future, int finished) throws Exception {
        UUID scheduled = UUID.randomUUID();
        scheduler.schedule(scheduled, Instant.now().plus(Duration.ofDays(365)), new Work("model"));
        copy(scheduled, future);

        UUID succeeded = UUID.randomUUID();
        scheduler.enqueue(succeeded, new Work("model"));
        Span span = new Span(1);
        start(Aim.THROUGHPUT, key -> {}, span::finished);
        try {
            span.awaitEnd();
        } finally {
            stop();
        }
        copy(succeeded, finished);

        database.run("VACUUM ANALYZE jobrunr_jobs");
    }

    /** Replaces a job by many like it, a millisecond from each to the next. */
    private void copy(UUID model, int times) throws SQLException {
        database.run("""
                WITH copies AS (SELECT n * interval '1 ms' AS distance, uuidv7()::text AS copy FROM generate_series(1, ?) n)
                INSERT INTO jobrunr_jobs
                    (id, version, jobAsJson, jobSignature, state, createdAt, updatedAt, scheduledAt, recurringJobId)
                SELECT copy, version, replace(jobAsJson, id, copy), jobSignature, state,
                    createdAt - distance, updatedAt - distance, scheduledAt - distance, recurringJobId
                FROM jobrunr_jobs, copies
                WHERE id = ?""", times, model.toString());
        storage.deletePermanently(model);
    }

    @Override
    public void enqueue(String key) {
        scheduler.enqueue(new Work(key));
    }

    @Override
    public void enqueueAll(List<String> keys) {
        scheduler.enqueue(keys.stream().map(Work::new));
    }

    @Override
    public long due() throws SQLException {
        return database.number("SELECT count(*) FROM jobrunr_jobs WHERE state IN ('ENQUEUED', 'PROCESSING')");
    }

    @Override
    public void start(Aim aim, Consumer<String> started, Runnable finished) throws InterruptedException {
        Worker worker = new Worker(started);
        server = new BackgroundJobServer(
                storage,
                json,
                new JobActivator() {
                    @Override
                    public <T> T activateJob(Class<T> type) {
                        return type.cast(worker);
                    }
                },
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(WORKERS)
                        .andPollInterval(SHORTEST_POLL_INTERVAL));
        server.setJobFilters(List.of(new Ends(finished)));
        server.start();
        while (!server.isAnnounced()) {
            Thread.sleep(10);
        }
    }

    private record Ends(Runnable finished) implements ApplyStateFilter {
        @Override
        public void onStateApplied(Job job, JobState oldState, JobState newState) {
            if (newState.getName() == StateName.SUCCEEDED) {
                finished.run();
            }
        }
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }
}
