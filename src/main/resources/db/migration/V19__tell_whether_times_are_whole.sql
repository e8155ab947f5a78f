-- The times of a run's entries hold for those up to timed_seq: not for all, where some arrived before they were kept, or
-- through an instance that does not keep them.
alter table run_tally add column timed_seq integer not null default 0;
update run_tally
set timed_seq = last_seq
where newest_us is not null;
