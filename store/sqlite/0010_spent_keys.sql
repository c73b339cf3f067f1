-- The greatest keys that users (kind 0) and groups (kind 1) ever had who are gone, where greater ones are not there: a key
-- never comes back, or a walk that stands at it would pass by whom it belongs to next.
CREATE TABLE spent_keys (
    kind INTEGER PRIMARY KEY CHECK (kind IN (0, 1)),
    key  INTEGER NOT NULL
) STRICT;
INSERT INTO spent_keys SELECT CASE name WHEN 'users' THEN 0 ELSE 1 END, seq FROM sqlite_sequence WHERE name IN ('users', 'groups');
