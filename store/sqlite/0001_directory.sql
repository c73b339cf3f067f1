-- The live tables hold what the directory says now and nothing else; drift is kept apart (see docs/decisions).
-- Times are milliseconds since 1970. Keys are the store's own, and never those of somebody who is gone and may reappear:
-- 0007 says how.

CREATE TABLE directories (
    key             INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL UNIQUE,
    synchronization INTEGER NOT NULL CHECK (synchronization IN (0, 1)),
    settings        TEXT NOT NULL,
    users           INTEGER NOT NULL,
    groups          INTEGER NOT NULL,
    created         INTEGER NOT NULL,
    modified        INTEGER NOT NULL
);

CREATE TABLE credentials (
    id        TEXT PRIMARY KEY,
    directory INTEGER NOT NULL REFERENCES directories (key),
    digest    BLOB NOT NULL UNIQUE,
    enabled   INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created   INTEGER NOT NULL,
    expires   INTEGER NOT NULL
);
CREATE INDEX credentials_by_directory ON credentials (directory);

CREATE TABLE access_keys (
    id            TEXT PRIMARY KEY,
    sealed_secret BLOB NOT NULL,
    created       INTEGER NOT NULL
);

CREATE TABLE users (
    key             INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    directory       INTEGER NOT NULL,
    provision       INTEGER NOT NULL CHECK (provision IN (0, 1)),
    name_key        TEXT NOT NULL,
    external_id     TEXT,
    document        TEXT NOT NULL,
    description     TEXT NOT NULL,
    active          INTEGER NOT NULL CHECK (active IN (0, 1)),
    password_digest TEXT,
    version         INTEGER NOT NULL,
    created         INTEGER NOT NULL,
    modified        INTEGER NOT NULL
);
CREATE UNIQUE INDEX users_by_name ON users (directory, name_key);
CREATE INDEX users_by_external_id ON users (directory, external_id);
CREATE INDEX users_by_directory ON users (directory);

CREATE TABLE user_emails (
    directory INTEGER NOT NULL,
    value_key TEXT NOT NULL,
    user_key  INTEGER NOT NULL,
    PRIMARY KEY (directory, value_key, user_key)
) WITHOUT ROWID;

CREATE TABLE groups (
    key             INTEGER PRIMARY KEY AUTOINCREMENT,
    id              TEXT NOT NULL UNIQUE,
    directory       INTEGER NOT NULL,
    provision       INTEGER NOT NULL CHECK (provision IN (0, 1)),
    name_key        TEXT NOT NULL,
    unique_name_key TEXT,   -- name_key where the directory's group names are unique, NULL where they are free
    external_id     TEXT,
    document        TEXT NOT NULL,
    description     TEXT NOT NULL,
    version         INTEGER NOT NULL,
    members         INTEGER NOT NULL CHECK (members >= 0),
    created         INTEGER NOT NULL,
    modified        INTEGER NOT NULL
);
CREATE INDEX groups_by_name ON groups (directory, name_key);
CREATE UNIQUE INDEX groups_by_unique_name ON groups (directory, unique_name_key);
CREATE INDEX groups_by_external_id ON groups (directory, external_id);
CREATE INDEX groups_by_directory ON groups (directory);

CREATE TABLE members (
    group_key  INTEGER NOT NULL,
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1)),   -- 0 a user, 1 a group
    member_key INTEGER NOT NULL,
    joined     INTEGER NOT NULL,
    PRIMARY KEY (group_key, kind, member_key)
) WITHOUT ROWID;
CREATE INDEX members_by_member ON members (kind, member_key);

-- A row: a synchronized user differs from what the identity provider last said, or is gone. The last three columns are
-- those of a user who is gone.
CREATE TABLE user_drift (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL,
    directory   INTEGER NOT NULL,
    name_key    TEXT NOT NULL,
    document    TEXT NOT NULL,
    description TEXT NOT NULL,
    gone        INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
    active      INTEGER,
    version     INTEGER,
    created     INTEGER
);
CREATE INDEX user_drift_by_directory ON user_drift (directory);

CREATE TABLE group_drift (
    key         INTEGER PRIMARY KEY,
    id          TEXT NOT NULL,
    directory   INTEGER NOT NULL,
    name_key    TEXT NOT NULL,
    document    TEXT NOT NULL,
    description TEXT NOT NULL,
    gone        INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
    version     INTEGER,
    created     INTEGER
);
CREATE INDEX group_drift_by_directory ON group_drift (directory);

-- A row: the pair is (added) or is not (removed) there although the identity provider said otherwise.
CREATE TABLE member_drift (
    group_key  INTEGER NOT NULL,
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1)),
    member_key INTEGER NOT NULL,
    directory  INTEGER NOT NULL,
    added      INTEGER NOT NULL CHECK (added IN (0, 1)),
    joined     INTEGER NOT NULL,   -- of a removed pair: when the member had joined
    PRIMARY KEY (group_key, kind, member_key)
) WITHOUT ROWID;
CREATE INDEX member_drift_by_directory ON member_drift (directory);
CREATE INDEX member_drift_by_member ON member_drift (kind, member_key);
