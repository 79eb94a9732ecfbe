-- The two tables that kaizen keeps itself. In a database of kaizen's they exist, and are left as they are.
CREATE TABLE IF NOT EXISTS sync_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session_id TEXT NOT NULL,
    kind TEXT NOT NULL DEFAULT 'events',
    payload TEXT NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS sync_state (
    k TEXT PRIMARY KEY,
    v TEXT NOT NULL
);

-- From here on all is ours, prefixed outbox_. No STRICT tables: a kaizen built on SQLite before 3.37 could not read the
-- schema any more. The index over pending rows is made at opening, not here, since it depends on what kaizen's table has.

-- Who may claim rows of a kind's share of owners. A row stays when its lane is free, so that epochs only grow.
CREATE TABLE IF NOT EXISTS outbox_lane (
    kind TEXT NOT NULL,
    lane INTEGER NOT NULL,
    holder TEXT,
    epoch INTEGER NOT NULL,
    lease_until_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, lane)
);

-- Which rows go, or went, out under which idempotency key. row_ids is a JSON array, ascending.
CREATE TABLE IF NOT EXISTS outbox_claim (
    kind TEXT NOT NULL,
    lane INTEGER NOT NULL,
    first_row_id INTEGER NOT NULL,
    idempotency_key TEXT NOT NULL,
    state TEXT NOT NULL,
    row_ids TEXT NOT NULL,
    body_digest TEXT NOT NULL,
    envelope_team_id TEXT NOT NULL,
    envelope_workspace_hash TEXT NOT NULL,
    envelope_project_name TEXT,
    destination_endpoint TEXT NOT NULL,
    destination_team_id TEXT NOT NULL,
    PRIMARY KEY (kind, lane, first_row_id)
);

-- What we remember about the database itself. schema_version is the number of the last migration: a look at it is cheap,
-- a run of Flyway is not.
CREATE TABLE IF NOT EXISTS outbox_meta (
    k TEXT PRIMARY KEY,
    v TEXT NOT NULL
);

INSERT INTO outbox_meta (k, v) VALUES ('schema_version', '1') ON CONFLICT (k) DO UPDATE SET v = excluded.v;
