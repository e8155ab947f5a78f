-- What a word about a state comes to goes by the changes around its time, however many there are.

set local statement_timeout = 0;

create index state_change_time on state_change (state_id, at, change);
