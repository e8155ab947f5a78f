-- Entries by the label that was sent in place of a level's own name, which few have. Only of days to come: building it for
-- those that there are would keep all writers waiting.

create index log_entry_label on only log_entry (label, logged_at, run_id, seq) where label is not null;
