-- The audit log (docs/audit.md). STRICT, because a digest says nothing of the type that a value is kept as. An event's number counts up by one; its digest covers it, its changes and the digest of
-- the event before.
CREATE TABLE audit_events (
    number     INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    directory  TEXT NOT NULL,      -- its id, which outlives it; '' for what is about none
    author     INTEGER NOT NULL CHECK (author IN (0, 1)),   -- 0 the identity provider, 1 an administrator
    author_id  TEXT NOT NULL,
    address    TEXT NOT NULL,
    request_id TEXT NOT NULL,
    operation  TEXT NOT NULL,
    target     TEXT NOT NULL,
    refused    TEXT NOT NULL,      -- '' accepted
    reason     TEXT NOT NULL,
    digest     BLOB NOT NULL
) STRICT;
CREATE INDEX audit_events_by_directory ON audit_events (directory, at, number);

-- What an event did to each entity; `change` is '' for one that it only asked about. The key is the event's number times
-- 2^24 plus the change's place in it: one number, because a table by rowid keeps long rows in its leaves.
CREATE TABLE audit_changes (
    key    INTEGER PRIMARY KEY,
    entity TEXT NOT NULL,
    change TEXT NOT NULL
) STRICT;
CREATE INDEX audit_changes_by_entity ON audit_changes (entity);

-- One row: where the chain begins (behind what was pruned) and where it ends.
CREATE TABLE audit_chain (
    key           INTEGER PRIMARY KEY CHECK (key = 1),
    pruned        INTEGER NOT NULL,
    pruned_digest BLOB NOT NULL,
    last          INTEGER NOT NULL,
    last_digest   BLOB NOT NULL
) STRICT;
INSERT INTO audit_chain VALUES (1, 0, zeroblob(32), 0, zeroblob(32));
