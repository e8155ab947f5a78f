-- Runs and whose they are. A run's tables are keyed by run_id, so that they can be distributed by it later.

-- last_* and success_*: the newest run and the newest succeeded one, by start, kept as runs register and finish.
create table connector (
    connector_id       integer not null constraint connector_pkey primary key,
    name               text    collate "C" not null constraint connector_name_key unique,
    last_run_id        bigint,
    last_process_id    uuid,
    last_status        text,
    last_started_at    timestamptz,
    last_deadline_at   timestamptz,
    success_run_id     bigint,
    success_process_id uuid,
    success_started_at timestamptz
);

create table connector_version (
    connector_id integer     not null,
    version      text        not null,
    first_seen   timestamptz not null,
    constraint connector_version_pkey primary key (connector_id, version)
);

-- The one place where a process id is unique.
create table run_key (
    process_id uuid   not null constraint run_key_pkey primary key,
    run_id     bigint not null
);

-- unassigned_seq: entries up to this one arrived before the registration and may not bear its connector yet.
-- first_at is the first contact, *_since when the service learned the present value: a walk over a list that began
-- earlier keeps the run at the place it had.
create table run (
    run_id         bigint      not null constraint run_pkey primary key,
    process_id     uuid        not null,
    connector_id   integer,
    site           text,
    version        text,
    status         text        not null constraint run_status_check check (status in ('running', 'succeeded', 'failed')),
    exit_code      smallint    constraint run_exit_code_check check (exit_code between 0 and 255),
    reason         text,
    first_at       timestamptz not null,
    registered_at  timestamptz,
    unassigned_seq integer     not null default 0,
    started_at     timestamptz not null,
    started_given  boolean     not null,
    started_since  timestamptz not null,
    deadline_at    timestamptz not null,
    deadline_given boolean     not null,
    finished_at    timestamptz,
    finished_since timestamptz,
    constraint run_end_check check ((status = 'running') = (finished_since is null))
);

create index run_started on run (started_at, run_id);
create index run_finished on run (finished_at, run_id) where finished_at is not null;
create index run_connector_started on run (connector_id, started_at, run_id);
create index run_status_started on run (status, started_at, run_id);
create index run_succeeded on run (connector_id, started_at, run_id) where status = 'succeeded';
create index run_started_since on run (started_since, run_id);
create index run_finished_since on run (finished_since, run_id);

-- What arrived, counted as it arrives: one narrow row a run, updated in place.
create table run_tally (
    run_id                  bigint      not null constraint run_tally_pkey primary key,
    connector_id            integer,
    last_seq                integer     not null default 0,
    emergency               integer     not null default 0,
    alert                   integer     not null default 0,
    critical                integer     not null default 0,
    error                   integer     not null default 0,
    warning                 integer     not null default 0,
    notice                  integer     not null default 0,
    info                    integer     not null default 0,
    debug                   integer     not null default 0,
    api_failures            integer     not null default 0,
    first_error_seq         integer,
    first_error_fingerprint bigint,
    first_call_seq          integer,
    first_call_fingerprint  bigint,
    last_chunk              integer     not null default 0,
    stdout_bytes            bigint      not null default 0,
    stdout_lines            bigint      not null default 0,
    stdout_open             boolean     not null default false,
    stderr_bytes            bigint      not null default 0,
    stderr_lines            bigint      not null default 0,
    stderr_open             boolean     not null default false,
    last_activity_at        timestamptz not null
) with (fillfactor = 70);
