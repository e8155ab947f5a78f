-- Entries by the label that was sent in place of a level's own name, which few have.

create index log_entry_label on log_entry (label, logged_at, run_id, seq) where label is not null;
