-- Errors of a connector and of a run, however many warnings lie before them.

create index log_entry_connector_error on log_entry (connector_id, logged_at, run_id, seq) where level <= 3;
create index log_entry_run_error on log_entry (run_id, seq) where level <= 3;
