-- A new key is one more than the greatest there ever was (insert_user, insert_group; 0010). What
-- AUTOINCREMENT did beside that is a page more in each commit. Nothing else of the two tables changes, so the word is taken
-- out of their text in place: to write them anew would take minutes where there are millions of rows.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, ' AUTOINCREMENT', '') WHERE name IN ('users', 'groups');
PRAGMA writable_schema = RESET;
