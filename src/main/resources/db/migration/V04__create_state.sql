-- Asynchronous operations around runs: builds, syncs, deployments.

-- changes counts the rows of state_change, numbered in the order received; created_given says whether created_at is the
-- sender's word or the time of the first write.

create table state (
    state_id      text        not null constraint state_pkey primary key,
    connector_id  integer     not null,
    version       text,
    name          text        not null,
    status        text        not null,
    owner_id      text        not null,
    detail        text,
    created_at    timestamptz not null,
    created_given boolean     not null,
    updated_at    timestamptz not null,
    finished_at   timestamptz,
    changes       integer     not null
);

create index state_created on state (created_at, state_id);
create index state_connector_created on state (connector_id, created_at, state_id);

create table state_change (
    state_id text        not null,
    change   integer     not null,
    status   text        not null,
    at       timestamptz not null,
    detail   text,
    constraint state_change_pkey primary key (state_id, change),
    constraint state_change_state_fkey foreign key (state_id) references state (state_id)
);
