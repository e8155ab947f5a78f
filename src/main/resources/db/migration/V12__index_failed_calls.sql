-- Failed calls by what they are looked for, so that a page of them is found in order, and that there is none at once.

create index log_entry_call_code on log_entry (response_code, logged_at, run_id, seq) where response_code is not null;
create index log_entry_call_class on log_entry ((response_code / 100), logged_at, run_id, seq)
    where response_code is not null;
create index log_entry_call_connector on log_entry (connector_id, logged_at, run_id, seq) where source = 1;
create index log_entry_call_method on log_entry (method, logged_at, run_id, seq) where method is not null;
