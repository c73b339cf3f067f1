-- What an access key is called and may do. The keys there are stay good for everything.
ALTER TABLE access_keys ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE access_keys ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1));
ALTER TABLE access_keys ADD COLUMN read_only INTEGER NOT NULL DEFAULT 0 CHECK (read_only IN (0, 1));
-- '*': all; else the ids of those it is good for, with a blank between them. They outlive their directories.
ALTER TABLE access_keys ADD COLUMN directories TEXT NOT NULL DEFAULT '*';
