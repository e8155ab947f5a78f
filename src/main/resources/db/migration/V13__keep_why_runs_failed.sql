-- What the counts of a failed run do not tell of why: found when it ends, and again when more is heard of it behind that.
-- last_words is what its output says, deployment_doubt what speaks against its build and sync.
alter table run add column last_words text;
alter table run add column deployment_doubt text;

-- Whoever stores output holds the tally, and learns from it that the run has failed.
alter table run_tally add column failed boolean not null default false;
update run_tally t
set failed = true
from run r
where r.run_id = t.run_id and r.status = 'failed';
