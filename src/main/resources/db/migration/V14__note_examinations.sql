-- Failed runs of which more was heard behind their end, noted in the transaction that stores it and examined soon after:
-- who wrote does not wait for it. Notes are only added and taken away, so that no two writers meet at one.

-- note_id orders them by time; 0 is behind all that is new.
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

-- Beside what the output says: whether it says that the system killed the program.
alter table run add column told_of_kill boolean not null default false;

-- What failed before any of this was kept.
insert into examination_due (run_id, note_id)
select run_id, 0
from run
where status = 'failed';
