-- What the ingest server said last that it overrides of the configuration: a row per key, of one destination only. No rows: it
-- overrides nothing, or was never asked.
CREATE TABLE IF NOT EXISTS outbox_server_override (
    destination_endpoint TEXT NOT NULL,
    destination_team_id TEXT NOT NULL,
    name TEXT NOT NULL,
    said TEXT NOT NULL,
    since_ms INTEGER NOT NULL,
    PRIMARY KEY (destination_endpoint, destination_team_id, name)
);

INSERT INTO outbox_meta (k, v) VALUES ('schema_version', '4') ON CONFLICT (k) DO UPDATE SET v = excluded.v;
