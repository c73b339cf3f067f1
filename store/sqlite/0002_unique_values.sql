-- Values of attributes that a schema calls unique. userName and group names have columns of their own.
CREATE TABLE unique_values (
    directory  INTEGER NOT NULL,
    attribute  TEXT NOT NULL,
    value_key  TEXT NOT NULL,
    kind       INTEGER NOT NULL CHECK (kind IN (0, 1)),   -- 0 a user, 1 a group
    entity_key INTEGER NOT NULL,
    PRIMARY KEY (directory, attribute, value_key)
) WITHOUT ROWID;
CREATE INDEX unique_values_by_entity ON unique_values (kind, entity_key);

-- The attributes that unique_values was written for: where they stand in a document, and how their keys are made.
CREATE TABLE unique_attributes (
    directory INTEGER NOT NULL,
    kind      INTEGER NOT NULL CHECK (kind IN (0, 1)),
    attribute TEXT NOT NULL,
    path      TEXT NOT NULL,   -- of the value, or of the list of them
    part      TEXT NOT NULL,   -- within an element of that list; '' when it is the value
    form      INTEGER NOT NULL CHECK (form IN (0, 1, 2)),   -- 0 text as it is, 1 folded text, 2 neither
    PRIMARY KEY (directory, kind, attribute)
) WITHOUT ROWID;
