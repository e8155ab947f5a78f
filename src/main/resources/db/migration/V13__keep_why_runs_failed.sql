-- What the counts of a failed run do not tell of why: found when it ends, and again when more is heard of it behind that.
-- last_words is what its output says; deployment_in_doubt that something speaks against the build or sync of its version.
alter table run add column last_words text;
alter table run add column deployment_in_doubt boolean not null default false;

-- Whoever stores output holds the tally, and learns from it that the run has failed.
alter table run_tally add column failed boolean not null default false;
update run_tally t
set failed = true
from run r
where r.run_id = t.run_id and r.status = 'failed';
