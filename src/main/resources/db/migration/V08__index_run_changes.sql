-- Who follows all runs asks for those that were registered or became lost lately; starts and ends have their indexes.

create index run_registered on run (registered_at, run_id);
create index run_deadline on run (deadline_at, run_id) where status = 'running';
