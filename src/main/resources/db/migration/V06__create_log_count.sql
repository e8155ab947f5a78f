-- Entries counted as they arrive, so that no aggregate counts entries.

-- What is looked for in one run, however long it is.
create index log_entry_run_severe on log_entry (run_id, seq) where level <= 4;
create index log_entry_run_call on log_entry (run_id, seq) where source = 1;

-- What is rare is found at once, and so is that there is none.
create index log_entry_error on log_entry (logged_at, run_id, seq) where level <= 3;
create index log_entry_critical on log_entry (logged_at, run_id, seq) where level <= 2;

-- Runs by what they may be looked for, where few or none have it.
create index run_site_started on run (site, started_at, run_id);
create index run_version_started on run (version, started_at, run_id);
create index run_connector_status_started on run (connector_id, status, started_at, run_id);
create index run_exit_code_started on run (exit_code, started_at, run_id);
create index run_other_exit_started on run (started_at, run_id) where exit_code <> 0;

-- What one run's errors and failed calls have in common, counted in the transaction of the entries.
create table run_error (
    run_id       bigint      not null,
    fingerprint  bigint      not null,
    connector_id integer,
    level        smallint    not null,
    source       smallint    not null,
    entries      bigint      not null,
    first_seq    integer     not null,
    last_seq     integer     not null,
    first_at     timestamptz not null,
    last_at      timestamptz not null,
    constraint run_error_pkey primary key (run_id, fingerprint)
);

create index run_error_fingerprint on run_error (fingerprint, run_id);

-- What a group of writes added to the counts, written in its transaction and folded into the tables below soon after:
-- rows that many write at once would make them wait for each other. One element of each array for each run, minute,
-- level, source and fingerprint; fresh says that the run had no entry of the fingerprint before.
create table log_arrival (
    arrival_id    bigint        not null constraint log_arrival_pkey primary key,
    run_ids       bigint[]      not null,
    connector_ids integer[]     not null,
    minutes       integer[]     not null,
    levels        smallint[]    not null,
    sources       smallint[]    not null,
    fingerprints  bigint[]      not null,
    entries       integer[]     not null,
    fresh         integer[]     not null,
    first_at      timestamptz[] not null,
    last_at       timestamptz[] not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Whoever folds holds the row.
create table log_fold (
    fold_id smallint not null constraint log_fold_pkey primary key,
    folds   bigint   not null
);

insert into log_fold (fold_id, folds) values (1, 0);

-- run_id is the first of the day of the runs that are counted, so that counts go when those runs' entries go.
-- connector_id is 0 for all connectors together and -1 for runs that are not registered; span is 1 or 60 minutes.
create table log_count (
    run_id       bigint   not null,
    connector_id integer  not null,
    span         smallint not null,
    start_minute integer  not null,
    level        smallint not null,
    source       smallint not null,
    entries      bigint   not null,
    constraint log_count_pkey primary key (connector_id, span, start_minute, level, source, run_id)
) partition by range (run_id);

-- runs counts those whose first entry of the fingerprint is of this hour.
create table error_hour (
    run_id       bigint      not null,
    fingerprint  bigint      not null,
    connector_id integer     not null,
    hour         integer     not null,
    entries      bigint      not null,
    runs         bigint      not null,
    first_at     timestamptz not null,
    last_at      timestamptz not null,
    constraint error_hour_pkey primary key (fingerprint, connector_id, hour, run_id)
) partition by range (run_id);

create index error_hour_connector on error_hour (connector_id, hour);
create index error_hour_hour on error_hour (hour);

create table error_group (
    fingerprint bigint   not null constraint error_group_pkey primary key,
    level       smallint not null,
    source      smallint not null,
    title       text     not null
);

-- Versions (1) and sites (2) of the runs that had it.
create table error_place (
    fingerprint  bigint   not null,
    connector_id integer  not null,
    kind         smallint not null constraint error_place_kind_check check (kind in (1, 2)),
    value        text     not null,
    constraint error_place_pkey primary key (fingerprint, kind, value, connector_id)
);

-- The days that have entries already.
do $$
declare
    day record;
begin
    for day in
        select entries.relname, pg_get_expr(entries.relpartbound, entries.oid) as bounds
        from pg_inherits
        join pg_class as entries on entries.oid = inhrelid
        where inhparent = 'log_entry'::regclass
    loop
        execute format('create table %I partition of log_count %s',
                       replace(day.relname, 'log_entry', 'log_count'), day.bounds);
        execute format('create table %I partition of error_hour %s',
                       replace(day.relname, 'log_entry', 'error_hour'), day.bounds);
    end loop;
end
$$;
