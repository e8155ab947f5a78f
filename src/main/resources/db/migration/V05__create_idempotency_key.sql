-- The first answer to a write that carried an Idempotency-Key. A run's keys lie with the run's entries and go with them.

create table idempotency_key (
    run_id     bigint      not null,
    key_hash   uuid        not null,
    body_hash  uuid        not null,
    created_at timestamptz not null,
    status     smallint    not null,
    answer     text        not null,
    constraint idempotency_key_pkey primary key (run_id, key_hash)
) partition by range (run_id);

create table state_idempotency_key (
    state_id   text        not null,
    key_hash   uuid        not null,
    body_hash  uuid        not null,
    created_at timestamptz not null,
    status     smallint    not null,
    answer     text        not null,
    constraint state_idempotency_key_pkey primary key (state_id, key_hash)
);

create index state_idempotency_key_created on state_idempotency_key (created_at);
