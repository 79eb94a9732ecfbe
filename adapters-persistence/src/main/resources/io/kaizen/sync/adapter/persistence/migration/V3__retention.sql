-- Sent rows may be purged when they are old. sync_outbox knows no times, so we note them beside it: up to row
-- up_to_row_id every row of the kind that was still there had been sent at that moment.
CREATE TABLE IF NOT EXISTS outbox_sent_mark (
    kind TEXT NOT NULL,
    marked_ms INTEGER NOT NULL,
    up_to_row_id INTEGER NOT NULL,
    PRIMARY KEY (kind, marked_ms)
);

-- How far purging has come, and how many rows it has removed: without that number nobody could tell purged rows from lost
-- ones.
CREATE TABLE IF NOT EXISTS outbox_purge (
    kind TEXT PRIMARY KEY,
    up_to_row_id INTEGER NOT NULL,
    purged_rows INTEGER NOT NULL
);

-- Whose database it is. In one that kaizen made we purge nothing unless we are told to.
INSERT INTO outbox_meta (k, v) VALUES ('made_by', '${madeBy}') ON CONFLICT (k) DO NOTHING;

INSERT INTO outbox_meta (k, v) VALUES ('schema_version', '3') ON CONFLICT (k) DO UPDATE SET v = excluded.v;
