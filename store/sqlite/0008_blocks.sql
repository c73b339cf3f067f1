-- How many users (kind 0) and groups (kind 1) a directory has in each block of keys: level 1 counts by key >> 7, level 2 by
-- key >> 14. A block without any has no row.
CREATE TABLE blocks (
    directory INTEGER NOT NULL,
    kind      INTEGER NOT NULL CHECK (kind IN (0, 1)),
    level     INTEGER NOT NULL CHECK (level IN (1, 2)),
    block     INTEGER NOT NULL,
    entities  INTEGER NOT NULL CHECK (entities >= 0),
    PRIMARY KEY (directory, kind, level, block)
) STRICT, WITHOUT ROWID;
INSERT INTO blocks SELECT directory, 0, 1, key >> 7, count(*) FROM users GROUP BY directory, key >> 7;
INSERT INTO blocks SELECT directory, 0, 2, key >> 14, count(*) FROM users GROUP BY directory, key >> 14;
INSERT INTO blocks SELECT directory, 1, 1, key >> 7, count(*) FROM groups GROUP BY directory, key >> 7;
INSERT INTO blocks SELECT directory, 1, 2, key >> 14, count(*) FROM groups GROUP BY directory, key >> 14;
