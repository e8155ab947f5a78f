-- When the entries of a run were logged, in microseconds since 1970, by which they are found in the order of their times.
-- disorder_us is the most by which an entry was logged before one that stands ahead of it. All of these hold for the
-- entries up to timed_seq: not for all, where some arrived before they were kept, or through an instance that does not.
alter table run_tally
    add column timed_seq integer not null default 0,
    add column newest_us bigint,
    add column oldest_us bigint,
    add column disorder_us bigint;
