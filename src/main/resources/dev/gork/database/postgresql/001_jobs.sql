-- gork for Jakarta EE on PostgreSQL, version 1.
-- Every statement may be run again; a table that gork's Go library made is adopted with its rows. A blank line
-- after a semicolon ends a statement.

-- The table as gork makes it. Rows that its Go client inserts name id, queue, status, arguments, options and
-- scheduled_at, and leave the rest to the defaults.
CREATE TABLE IF NOT EXISTS jobs (
    id           varchar     PRIMARY KEY,
    queue        varchar     NOT NULL,
    status       varchar     NOT NULL,               -- scheduled, initialized (being run), completed, failed, canceled
    arguments    jsonb       NOT NULL DEFAULT '{}',
    result       jsonb       NOT NULL DEFAULT '{}',
    last_error   varchar,
    retry_count  integer     NOT NULL DEFAULT 0,     -- retries used
    options      jsonb       NOT NULL DEFAULT '{}',  -- max_retries, retry_interval (ns), retry_max_interval (ns), backoff
    scheduled_at timestamptz DEFAULT now(),          -- due from then on
    started_at   timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);

-- What gork for Jakarta EE adds. All have defaults, so an adopted table is not rewritten.
ALTER TABLE jobs
    ADD COLUMN IF NOT EXISTS priority    integer NOT NULL DEFAULT 0,  -- higher first
    ADD COLUMN IF NOT EXISTS claim       bigint  NOT NULL DEFAULT 0,  -- raised by every claim, never lowered: the fence
    ADD COLUMN IF NOT EXISTS attempts    integer NOT NULL DEFAULT 0,  -- how often it was started
    ADD COLUMN IF NOT EXISTS rescues     integer NOT NULL DEFAULT 0,  -- how often its node was gone
    ADD COLUMN IF NOT EXISTS node        varchar,                     -- who runs it, or ran it last; cleared when it is
                                                                      -- scheduled again. Null on a running row: gork's Go worker
    ADD COLUMN IF NOT EXISTS finished_at timestamptz,
    ADD COLUMN IF NOT EXISTS enqueued_by varchar,                     -- the caller's name, where one was known
    ADD COLUMN IF NOT EXISTS parent      varchar,                     -- the job whose handler enqueued it
    ADD COLUMN IF NOT EXISTS meta        jsonb;                       -- what is kept of a job and never searched for

-- A row without a due time would never be claimed, by gork's workers neither.
UPDATE jobs SET scheduled_at = created_at WHERE scheduled_at IS NULL;

ALTER TABLE jobs ALTER COLUMN scheduled_at SET NOT NULL;

-- Each job leaves two dead versions of its row behind. Cleaned up often, they cost little; the default would wait until
-- they are a fifth of a table that mostly holds finished jobs.
ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1,
                      autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- Every index costs each job an entry at each transition, so there are no more than these. Search goes by the key.

-- Serves the claim: only rows that may be claimed, in the order in which they are. Finished rows are not in it. The id
-- makes the order total, so that a claim can go on where the last one ended, also among rows that are due at the same
-- time; compared by its bytes, it has the same order in the application as here.
CREATE INDEX IF NOT EXISTS jobs_claim ON jobs (queue, priority DESC, scheduled_at, id COLLATE "C") WHERE status = 'scheduled';

-- Serves the reaper: only running rows, so it stays as small as the number of slots.
CREATE INDEX IF NOT EXISTS jobs_running ON jobs (node) WHERE status = 'initialized';

-- Serves "what did this job cause?". Most jobs have no parent, and are not in it.
CREATE INDEX IF NOT EXISTS jobs_children ON jobs (parent, id) WHERE parent IS NOT NULL;

-- Attempts that were followed by another; the last one is in the job's own row. So a job that is completed at its first
-- attempt writes nothing here. No foreign key: its trigger would look at every update of a job.
CREATE TABLE IF NOT EXISTS gork_attempts (
    job        varchar     NOT NULL,
    claim      bigint      NOT NULL,                 -- the claim number under which it ran
    node       varchar,                              -- null: gork's Go worker
    started_at timestamptz,
    ended_at   timestamptz NOT NULL,
    outcome    varchar     NOT NULL,                 -- completed, failed, retried, released, rescued
    error      varchar,
    PRIMARY KEY (job, claim)
);

-- What people set for a queue while it runs. A queue without a row runs as it is configured.
CREATE TABLE IF NOT EXISTS gork_queues (
    name       varchar     PRIMARY KEY,
    paused_at  timestamptz,                          -- null: not paused
    paused_by  varchar,
    instances  integer                               -- of every node; null: as configured
);

-- The same for one node of a queue, by the name of the node, which stays when it starts anew.
CREATE TABLE IF NOT EXISTS gork_queue_nodes (
    queue      varchar     NOT NULL,
    node       varchar     NOT NULL,
    instances  integer     NOT NULL,
    PRIMARY KEY (queue, node)
);

-- Serves the lists of what failed or was canceled, in the order of the ids: few rows, so it costs the others nothing.
CREATE INDEX IF NOT EXISTS jobs_ended ON jobs (status, id) WHERE status IN ('failed', 'canceled');

-- How many jobs each queue has in each status: the counts, and what is to be added to them. Each node appends what its
-- transitions changed after they are committed, so no caller's transaction waits for a row here.
CREATE TABLE IF NOT EXISTS gork_counts (
    queue      varchar     NOT NULL,
    status     varchar     NOT NULL,
    jobs       bigint      NOT NULL,
    PRIMARY KEY (queue, status)
);

CREATE TABLE IF NOT EXISTS gork_count_deltas (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue      varchar     NOT NULL,
    status     varchar     NOT NULL,
    jobs       bigint      NOT NULL
);

ALTER TABLE gork_count_deltas SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- What became of attempts, in spans of time that get longer as they get older.
CREATE TABLE IF NOT EXISTS gork_history (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at            timestamptz NOT NULL,              -- when the span began
    seconds       integer     NOT NULL,              -- its length
    queue         varchar     NOT NULL,
    completed     bigint      NOT NULL,
    retried       bigint      NOT NULL,
    failed        bigint      NOT NULL,
    waits         integer[]   NOT NULL,              -- from due to claimed: less than 1 ms, 2 ms, 4 ms, …
    runs          integer[]   NOT NULL,              -- the same for how long handlers took
    last_error    varchar,
    last_error_at timestamptz
);

CREATE INDEX IF NOT EXISTS gork_history_at ON gork_history (at);

CREATE INDEX IF NOT EXISTS gork_history_queue ON gork_history (queue, at);

CREATE INDEX IF NOT EXISTS gork_history_errors ON gork_history (at) WHERE last_error IS NOT NULL;

-- What one node does for all, and when it was last done. A chore gets its row when it is first taken.
CREATE TABLE IF NOT EXISTS gork_chores (
    name        varchar     PRIMARY KEY,
    last_run_at timestamptz
);

-- Who runs jobs. A node whose last heartbeat is older than its lease has expired.
CREATE TABLE IF NOT EXISTS gork_nodes (
    id           varchar     PRIMARY KEY,            -- new at every start, never used again
    name         varchar     NOT NULL,               -- host name, for people
    workers      varchar     NOT NULL,               -- JSON: of each queue instances, running, stuck; as of last_seen_at
    started_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now()
);

-- The jobs that it has begun of those that may be what kills their nodes, as lines; null for none.
ALTER TABLE gork_nodes ADD COLUMN IF NOT EXISTS suspects varchar;

-- What is done to many jobs at once, and how far it has come. Whoever locks a row does its next step.
CREATE TABLE IF NOT EXISTS gork_bulk (
    id         varchar     PRIMARY KEY,
    action     varchar     NOT NULL,                 -- run, cancel, delete
    target     varchar     NOT NULL,                 -- JSON: a filter, or a list of ids
    state      varchar     NOT NULL,                 -- running, done, stopped, failed
    place      varchar,                              -- where the next step begins; null: at the start, or ended
    done       bigint      NOT NULL DEFAULT 0,
    skipped    bigint      NOT NULL DEFAULT 0,
    error      varchar,
    started_by varchar     NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz
);

-- Which versions have been applied.
CREATE TABLE IF NOT EXISTS gork_schema (
    version    integer PRIMARY KEY,
    applied_at timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL
);

INSERT INTO gork_schema (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM gork_schema WHERE version = 1);
