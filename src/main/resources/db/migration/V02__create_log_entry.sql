-- What a connector says, its failed Container API calls included. A day of run ids a partition.

create table log_entry (
    run_id              bigint      not null,
    seq                 integer     not null,
    connector_id        integer,
    logged_at           timestamptz not null,
    received_at         timestamptz not null,
    sent_at             timestamptz,
    level               smallint    not null constraint log_entry_level_check check (level between 0 and 7),
    label               text        constraint log_entry_label_check check (label in ('success', 'report')),
    source              smallint    not null constraint log_entry_source_check check (source in (0, 1)),
    cut                 smallint    not null,
    fingerprint         bigint,
    message             text        not null,
    context             json,
    method              text,
    request_uri         text,
    response_code       smallint,
    response_body       text,
    response_body_bytes bigint,
    duration_ms         bigint,
    constraint log_entry_pkey primary key (run_id, seq)
) partition by range (run_id);

create index log_entry_connector on log_entry (connector_id, logged_at, run_id, seq);
create index log_entry_logged on log_entry (logged_at, run_id, seq);
create index log_entry_severe on log_entry (connector_id, logged_at, run_id, seq) where level <= 4;
create index log_entry_fingerprint on log_entry (fingerprint, run_id) where fingerprint is not null;
create index log_entry_failed_call on log_entry (logged_at, run_id, seq) where source = 1;

comment on column log_entry.sent_at is 'the sender''s timestamp where it could not be believed';
comment on column log_entry.label is 'null where the level''s own name was sent';
comment on column log_entry.source is '0 application, 1 container-api';
comment on column log_entry.cut is 'bits: 1 message, 2 context, 4 response body, 8 request URI';
