-- Failed runs of which more was heard behind their end, noted in the transaction that stores it and examined soon after:
-- who wrote does not wait for it. Notes are only added and taken away, so that no two writers meet at one.

-- note_id orders them by time.
create table examination_due (
    run_id  bigint not null,
    note_id bigint not null,
    constraint examination_due_pkey primary key (run_id, note_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create index examination_due_note on examination_due (note_id, run_id);

-- A state of the connector was heard of: the runs that started near made_at are due.
create table examination_near (
    connector_id integer     not null,
    note_id      bigint      not null,
    made_at      timestamptz not null,
    constraint examination_near_pkey primary key (connector_id, note_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create index examination_near_note on examination_near (note_id, connector_id);

-- Beside what the output says: whether it says that the system killed the program.
alter table run add column told_of_kill boolean not null default false;

-- What failed before any of this was kept is noted portion by portion while the service runs, the last that started first:
-- what is left are the failed runs before this one. No row once there are none.
create table examination_backlog (
    backlog_id smallint    not null constraint examination_backlog_pkey primary key,
    started_at timestamptz not null,
    last_run   bigint      not null
);

insert into examination_backlog (backlog_id, started_at, last_run) values (1, 'infinity', 0);
