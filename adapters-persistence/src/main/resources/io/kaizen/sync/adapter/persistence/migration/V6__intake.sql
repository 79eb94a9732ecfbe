-- How many rows of an input that is taken in by several transactions are in already, by the digest of the input. A row stands here only while
-- its input is not complete. Earlier versions made the table themselves, with their first such input: then it is left as it is.
CREATE TABLE IF NOT EXISTS outbox_intake (
    input TEXT PRIMARY KEY,
    rows_done INTEGER NOT NULL
);

INSERT INTO outbox_meta (k, v) VALUES ('schema_version', '6') ON CONFLICT (k) DO UPDATE SET v = excluded.v;
