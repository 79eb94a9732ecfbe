-- The workspace whose rows the file holds; one row, or none where the file belongs to no workspace. Two workspaces can have one
-- slug, and so one file, and the rows of one would go out under the hash of the other.
CREATE TABLE IF NOT EXISTS outbox_workspace (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    path TEXT NOT NULL
);

INSERT INTO outbox_meta (k, v) VALUES ('schema_version', '5') ON CONFLICT (k) DO UPDATE SET v = excluded.v;
