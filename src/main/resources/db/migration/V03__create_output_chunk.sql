-- Raw stdout (1) and stderr (2), one row a write. chunk numbers a run's writes of both streams in the order received;
-- first_line counts the line ends before the chunk, opens_line says whether its first byte begins a line.

create table output_chunk (
    run_id       bigint      not null,
    stream       smallint    not null constraint output_chunk_stream_check check (stream in (1, 2)),
    start_offset bigint      not null,
    chunk        integer     not null,
    received_at  timestamptz not null,
    first_line   bigint      not null,
    opens_line   boolean     not null,
    bytes        bytea       not null,
    constraint output_chunk_pkey primary key (run_id, stream, start_offset),
    constraint output_chunk_chunk_key unique (run_id, chunk)
) partition by range (run_id);
