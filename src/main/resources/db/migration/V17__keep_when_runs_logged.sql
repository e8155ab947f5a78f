-- When the entries of a run were logged, in microseconds since 1970, by which they are found in the order of their times.
-- disorder_us is the most by which an entry was logged before one that stands ahead of it. newest_us is null where the run
-- has none, or had some before this was kept.
alter table run_tally
    add column newest_us bigint,
    add column oldest_us bigint,
    add column disorder_us bigint;
