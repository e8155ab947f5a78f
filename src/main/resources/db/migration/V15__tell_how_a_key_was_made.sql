-- The Idempotency-Key with which a key was asked for, and the body it came with, as SHA-256: a retry makes no second key.
-- And whether it was made by who showed no credential, while none was asked for.

alter table api_key
    add column request_hash bytea constraint api_key_request_hash_key unique,
    add column request_body bytea,
    add column made_by_anybody boolean not null default false;
