-- The Idempotency-Key with which a key was asked for, and the body it came with, as SHA-256: a retry makes no second key.

alter table api_key
    add column request_hash bytea constraint api_key_request_hash_key unique,
    add column request_body bytea;
