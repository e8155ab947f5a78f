-- What a diagnosis looks for beside the run itself, each found in order by an index.

-- The last good run of the same connector and site.
create index run_succeeded_site on run (connector_id, site, started_at, run_id) where status = 'succeeded';

-- What changed among a connector's states during a time. The connector of a state never changes.
alter table state_change add column connector_id integer;
update state_change c
set connector_id = s.connector_id
from state s
where s.state_id = c.state_id;
alter table state_change alter column connector_id set not null;
create index state_change_connector_at on state_change (connector_id, at, state_id, change);
