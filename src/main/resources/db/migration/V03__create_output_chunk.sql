-- Raw stdout (1) and stderr (2): a row a write, or several of at most 64 KiB each where the write was longer, so that
-- what is read at once is bounded. chunk numbers a run's rows of both streams in the order received; first_line counts
-- the line ends of the stream before the row.

create table output_chunk (
    run_id       bigint      not null,
    stream       smallint    not null constraint output_chunk_stream_check check (stream in (1, 2)),
    start_offset bigint      not null,
    chunk        integer     not null,
    received_at  timestamptz not null,
    first_line   bigint      not null,
    bytes        bytea       not null,
    constraint output_chunk_pkey primary key (run_id, stream, start_offset)
) partition by range (run_id);
