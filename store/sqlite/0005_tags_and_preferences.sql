-- What belongs to a user by its key stays while the user may come back: while the row in user_drift says that it is gone.

-- Labels of users, shown in the order they were given in. The second index leads a list by value, the third one by key alone; both in the order of users.
CREATE TABLE user_tags (
    user_key  INTEGER NOT NULL,
    place     INTEGER NOT NULL,
    tag_key   TEXT NOT NULL,
    value     TEXT NOT NULL,
    directory INTEGER NOT NULL,
    PRIMARY KEY (user_key, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_tags_by_value ON user_tags (directory, tag_key, value, user_key);
CREATE INDEX user_tags_by_key ON user_tags (directory, tag_key, user_key);

-- A row: the user's UserMFAAuthenticationSettings is Disabled.
CREATE TABLE users_without_mfa (
    user_key INTEGER PRIMARY KEY
) STRICT;

-- Digests of passwords that a user had before the one in users; the number counts up.
CREATE TABLE user_passwords (
    user_key INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    digest   TEXT NOT NULL,
    PRIMARY KEY (user_key, number)
) STRICT, WITHOUT ROWID;

-- A row: the directory prefers something else than the defaults.
CREATE TABLE directory_preferences (
    directory   INTEGER PRIMARY KEY,
    preferences TEXT NOT NULL
) STRICT;

-- One row: the status of the service, of the house and not of a directory.
CREATE TABLE service (
    key     INTEGER PRIMARY KEY CHECK (key = 1),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1))
) STRICT;
INSERT INTO service VALUES (1, 1);
