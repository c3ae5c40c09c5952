package dev.gork.bench.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * db-scheduler as its documentation on performance has it: lock-and-fetch with the limits of its own benchmark. On two
 * cores, 20 threads were better than 10, 50 and 100, and these limits better than 1 and 4.
 */
class DbScheduler implements Peer {
    private static final int THREADS = 20;
    static final int CONNECTIONS = THREADS + 5;
    private static final double LOWER_LIMIT = 4;
    private static final double UPPER_LIMIT = 20;

    /** For latency: the least that it resolves, as it documents no minimum. */
    private static final Duration SHORTEST_POLLING_INTERVAL = Duration.ofMillis(1);

    private static final TaskDescriptor<String> TASK = TaskDescriptor.of("noop", String.class);

    private final Database database;

    /** The scheduler where there is one, so that enqueuing wakes it. */
    private SchedulerClient client;

    private Scheduler scheduler;

    DbScheduler(Database database) {
        this.database = database;
        this.client = remote();
    }

    private SchedulerClient remote() {
        return SchedulerClient.Builder.create(database.dataSource()).build();
    }

    /** Its own definition for PostgreSQL without the column for priorities, which is for those who enable them. */
    @Override
    public void create() throws SQLException {
        database.run("DROP TABLE IF EXISTS scheduled_tasks");
        database.run("""
                CREATE TABLE scheduled_tasks (
                    task_name text NOT NULL,
                    task_instance text NOT NULL,
                    task_data bytea,
                    execution_time timestamp with time zone NOT NULL,
                    picked boolean NOT NULL,
                    picked_by text,
                    last_success timestamp with time zone,
                    last_failure timestamp with time zone,
                    consecutive_failures int,
                    last_heartbeat timestamp with time zone,
                    version bigint NOT NULL,
                    PRIMARY KEY (task_name, task_instance))""");
        database.run("CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)");
        database.run("CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
    }

    @Override
    public void clear() throws SQLException {
        database.run("TRUNCATE scheduled_tasks");
        database.run("VACUUM ANALYZE scheduled_tasks");
    }

    /** Only future ones: what is finished is deleted. */
    @Override
    public void pile(int future, int finished) throws SQLException {
        TaskInstance<String> model = instance("model");
        client.scheduleIfNotExists(model, Instant.now().plus(Duration.ofDays(365)));
        database.run("""
                INSERT INTO scheduled_tasks (task_name, task_instance, task_data, execution_time, picked, version)
                SELECT task_name, gen_random_uuid()::text, task_data, execution_time + n * interval '1 ms', picked, version
                FROM scheduled_tasks, generate_series(1, ?) n
                WHERE task_instance = 'model'""", future);
        client.cancel(model);
        database.run("VACUUM ANALYZE scheduled_tasks");
    }

    @Override
    public void enqueue(String key) {
        client.scheduleIfNotExists(instance(key), Instant.now());
    }

    /** As a list, which was faster than the stream with its batches of 100. */
    @Override
    public void enqueueAll(List<String> keys) {
        List<TaskInstance<?>> instances =
                keys.stream().<TaskInstance<?>>map(DbScheduler::instance).toList();
        client.scheduleBatch(instances, Instant.now());
    }

    private static TaskInstance<String> instance(String key) {
        return TASK.instance(key).data(key).build();
    }

    @Override
    public long due() throws SQLException {
        return database.number("SELECT count(*) FROM scheduled_tasks WHERE execution_time <= now()");
    }

    @Override
    public void start(Aim aim, Consumer<String> started, Runnable finished) {
        OneTimeTask<String> task =
                Tasks.oneTime(TASK).execute((instance, context) -> started.accept(instance.getData()));
        SchedulerBuilder builder = Scheduler.create(database.dataSource(), task)
                .threads(THREADS)
                .pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
                .addSchedulerListener(new AbstractSchedulerListener() {
                    @Override
                    public void onExecutionComplete(ExecutionComplete execution) {
                        finished.run();
                    }
                });
        if (aim == Aim.LATENCY) {
            builder.enableImmediateExecution().pollingInterval(SHORTEST_POLLING_INTERVAL);
        }
        scheduler = builder.build();
        scheduler.start();
        client = scheduler;
    }

    @Override
    public void stop() {
        if (scheduler != null) {
            scheduler.stop();
            scheduler = null;
            client = remote();
        }
    }
}
