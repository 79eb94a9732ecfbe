-- Rows that can never be sent, out of the queue, until a person retries or discards them. row_id is the id that the row had in
-- sync_outbox. The payload has the type that it had there: a column of type BLOB changes no value, text stays text. It comes
-- last, so that the rest can be read without it.
CREATE TABLE IF NOT EXISTS outbox_dead_letter (
    row_id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    owner TEXT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    dead_since_ms INTEGER NOT NULL,
    payload BLOB NOT NULL
);

-- Pending rows that the server refused alone, while it is not proven that the fault is theirs.
CREATE TABLE IF NOT EXISTS outbox_suspect (
    row_id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    message TEXT NOT NULL,
    attempts INTEGER NOT NULL
);

-- Which exporter has taken which row that is not committed, or dead. The row comes first, since rows are what is forgotten.
CREATE TABLE IF NOT EXISTS outbox_exporter_ack (
    row_id INTEGER NOT NULL,
    exporter TEXT NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (row_id, exporter)
) WITHOUT ROWID;

INSERT INTO outbox_meta (k, v) VALUES ('schema_version', '2') ON CONFLICT (k) DO UPDATE SET v = excluded.v;
