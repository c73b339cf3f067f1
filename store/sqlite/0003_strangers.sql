-- Members of groups whom nobody here is (setting unknownMembers: keep): kind 2, known by the id that was pushed.
CREATE TABLE strangers (
    key       INTEGER PRIMARY KEY,
    directory INTEGER NOT NULL,
    id        TEXT NOT NULL
);
CREATE UNIQUE INDEX strangers_by_id ON strangers (directory, id);

-- A CHECK cannot be changed in place: both tables are written anew.
CREATE TABLE members_of_three_kinds (
    group_key  INTEGER NOT NULL,
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1, 2)),   -- 0 a user, 1 a group, 2 a stranger
    member_key INTEGER NOT NULL,
    joined     INTEGER NOT NULL,
    PRIMARY KEY (group_key, kind, member_key)
) WITHOUT ROWID;
INSERT INTO members_of_three_kinds SELECT group_key, kind, member_key, joined FROM members;
DROP TABLE members;
ALTER TABLE members_of_three_kinds RENAME TO members;
CREATE INDEX members_by_member ON members (kind, member_key);

CREATE TABLE member_drift_of_three_kinds (
    group_key  INTEGER NOT NULL,
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1, 2)),
    member_key INTEGER NOT NULL,
    directory  INTEGER NOT NULL,
    added      INTEGER NOT NULL CHECK (added IN (0, 1)),
    joined     INTEGER NOT NULL,
    PRIMARY KEY (group_key, kind, member_key)
) WITHOUT ROWID;
INSERT INTO member_drift_of_three_kinds SELECT group_key, kind, member_key, directory, added, joined FROM member_drift;
DROP TABLE member_drift;
ALTER TABLE member_drift_of_three_kinds RENAME TO member_drift;
CREATE INDEX member_drift_by_directory ON member_drift (directory);
CREATE INDEX member_drift_by_member ON member_drift (kind, member_key);
