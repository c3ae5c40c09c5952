-- gork for Jakarta EE on H2, version 1. The columns mean what they mean on PostgreSQL.
-- Every statement may be run again: H2 commits each one by itself. A blank line after a semicolon ends one.

CREATE TABLE IF NOT EXISTS jobs (
    id           varchar(255)  PRIMARY KEY,
    queue        varchar(200)  NOT NULL,
    status       varchar(20)   NOT NULL,
    -- Text, not H2's JSON type: a parameter for a JSON column becomes a JSON string unless it is cast with FORMAT JSON,
    -- and plain SQL that works on PostgreSQL should work here.
    arguments    varchar(1000000) DEFAULT '{}' NOT NULL CHECK (arguments IS JSON),
    result       varchar(1000000) DEFAULT '{}' NOT NULL CHECK (result IS JSON),
    last_error   varchar(1000000),
    retry_count  integer       DEFAULT 0 NOT NULL,
    options      varchar(10000) DEFAULT '{}' NOT NULL CHECK (options IS JSON),
    scheduled_at timestamp(6) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    started_at   timestamp(6) with time zone,
    created_at   timestamp(6) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    updated_at   timestamp(6) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

ALTER TABLE jobs ADD COLUMN IF NOT EXISTS priority    integer DEFAULT 0 NOT NULL;

ALTER TABLE jobs ADD COLUMN IF NOT EXISTS claim       bigint  DEFAULT 0 NOT NULL;

ALTER TABLE jobs ADD COLUMN IF NOT EXISTS attempts    integer DEFAULT 0 NOT NULL;

ALTER TABLE jobs ADD COLUMN IF NOT EXISTS rescues     integer DEFAULT 0 NOT NULL;

ALTER TABLE jobs ADD COLUMN IF NOT EXISTS node        varchar(255);

ALTER TABLE jobs ADD COLUMN IF NOT EXISTS finished_at timestamp(6) with time zone;

ALTER TABLE jobs ADD COLUMN IF NOT EXISTS enqueued_by varchar(255);

ALTER TABLE jobs ADD COLUMN IF NOT EXISTS parent      varchar(255);

ALTER TABLE jobs ADD COLUMN IF NOT EXISTS meta        varchar(1000000) CHECK (meta IS JSON);

UPDATE jobs SET scheduled_at = created_at WHERE scheduled_at IS NULL;

ALTER TABLE jobs ALTER COLUMN scheduled_at SET NOT NULL;

-- Serves the claim. H2 has no partial indexes, so the status comes first.
CREATE INDEX IF NOT EXISTS jobs_claim ON jobs (status, queue, priority DESC, scheduled_at);

CREATE INDEX IF NOT EXISTS jobs_children ON jobs (parent, id);

CREATE TABLE IF NOT EXISTS gork_attempts (
    job        varchar(255)   NOT NULL,
    claim      bigint         NOT NULL,
    node       varchar(255),
    started_at timestamp(6) with time zone,
    ended_at   timestamp(6) with time zone NOT NULL,
    outcome    varchar(20)    NOT NULL,
    error      varchar(1000000),
    PRIMARY KEY (job, claim)
);

CREATE TABLE IF NOT EXISTS gork_queues (
    name       varchar(200)   PRIMARY KEY,
    paused_at  timestamp(6) with time zone,
    paused_by  varchar(255),
    instances  integer
);

CREATE TABLE IF NOT EXISTS gork_queue_nodes (
    queue      varchar(200)   NOT NULL,
    node       varchar(255)   NOT NULL,
    instances  integer        NOT NULL,
    PRIMARY KEY (queue, node)
);

CREATE TABLE IF NOT EXISTS gork_counts (
    queue      varchar(200)   NOT NULL,
    status     varchar(20)    NOT NULL,
    jobs       bigint         NOT NULL,
    PRIMARY KEY (queue, status)
);

CREATE TABLE IF NOT EXISTS gork_count_deltas (
    id         bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    queue      varchar(200)   NOT NULL,
    status     varchar(20)    NOT NULL,
    jobs       bigint         NOT NULL
);

CREATE TABLE IF NOT EXISTS gork_history (
    id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at            timestamp(6) with time zone NOT NULL,
    seconds       integer     NOT NULL,
    queue         varchar(200) NOT NULL,
    completed     bigint      NOT NULL,
    retried       bigint      NOT NULL,
    failed        bigint      NOT NULL,
    waits         integer array NOT NULL,
    runs          integer array NOT NULL,
    last_error    varchar(1000000),
    last_error_at timestamp(6) with time zone
);

CREATE INDEX IF NOT EXISTS gork_history_at ON gork_history (at);

CREATE INDEX IF NOT EXISTS gork_history_queue ON gork_history (queue, at);

CREATE TABLE IF NOT EXISTS gork_chores (
    name        varchar(20)   PRIMARY KEY,
    last_run_at timestamp(6) with time zone
);

CREATE TABLE IF NOT EXISTS gork_nodes (
    id           varchar(255)   PRIMARY KEY,
    name         varchar(255)   NOT NULL,
    workers      varchar(1000000) NOT NULL,
    started_at   timestamp(6) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    last_seen_at timestamp(6) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

ALTER TABLE gork_nodes ADD COLUMN IF NOT EXISTS suspects varchar(10000);

CREATE TABLE IF NOT EXISTS gork_bulk (
    id         varchar(255)   PRIMARY KEY,
    action     varchar(20)    NOT NULL,
    target     varchar(1000000) NOT NULL,
    state      varchar(20)    NOT NULL,
    place      varchar(255),
    done       bigint         DEFAULT 0 NOT NULL,
    skipped    bigint         DEFAULT 0 NOT NULL,
    error      varchar(1000000),
    started_by varchar(255)   NOT NULL,
    started_at timestamp(6) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL,
    ended_at   timestamp(6) with time zone
);

-- Which versions have been applied.
CREATE TABLE IF NOT EXISTS gork_schema (
    version    integer PRIMARY KEY,
    applied_at timestamp(6) with time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);

INSERT INTO gork_schema (version) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM gork_schema WHERE version = 1);
