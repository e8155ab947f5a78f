-- Errors of a connector and of a run, however many warnings lie before them.

create index log_entry_connector_error on log_entry (connector_id, logged_at, run_id, seq) where level <= 3;
create index log_entry_run_error on log_entry (run_id, seq) where level <= 3;

-- Failed calls by the beginning of their address, no more of which is looked at than a key can hold.

create index log_entry_call_uri on log_entry ((left(request_uri, 64)) collate "C") where source = 1;
