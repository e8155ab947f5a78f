-- Credentials of machines and scripts. Only a SHA-256 of the key is kept; a key that was revoked stays listed.

create table api_key (
    key_id       uuid        not null constraint api_key_pkey primary key,
    hash         bytea       not null constraint api_key_hash_key unique,
    name         text        not null,
    scopes       text[]      not null,
    connectors   text[],
    process_id   uuid,
    created_at   timestamptz not null,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);

create index api_key_created on api_key (created_at, key_id);
