-- What the planner is to believe, whatever is really there: a hundred directories, of a million users and a hundred thousand
-- groups each. Left to itself SQLite takes ten rows for what `directory = $1` finds, and then reads a whole directory rather
-- than look up either of two names. ANALYZE is never run: plans are the same in every house.
-- Rows: table, index, and "rows in all, rows for one value of the first column, for one of the first two, …".
ANALYZE sqlite_schema;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
    ('users',  'users_by_directory',        '100000000 1000000'),
    ('users',  'users_by_name',             '100000000 1000000 1'),
    ('users',  'users_by_external_id',      '100000000 1000000 2'),
    ('users',  'sqlite_autoindex_users_1',  '100000000 1'),
    ('groups', 'groups_by_directory',       '10000000 100000'),
    ('groups', 'groups_by_name',            '10000000 100000 2'),
    ('groups', 'groups_by_unique_name',     '10000000 100000 1'),
    ('groups', 'groups_by_external_id',     '10000000 100000 2'),
    ('groups', 'sqlite_autoindex_groups_1', '10000000 1');
