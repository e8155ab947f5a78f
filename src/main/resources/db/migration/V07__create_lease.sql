-- Which instance does a job that one at a time may do. until is by the database's clock; past it anybody may take over.

create table lease (
    name   text        not null constraint lease_pkey primary key,
    holder text        not null,
    until  timestamptz not null
);
