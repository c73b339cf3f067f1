-- Every query of the house, one named statement per paragraph, parameters $1, $2, … . The names become enumerators of
-- store::statement_name (see CMakeLists.txt). Column lists of one kind of row are the same everywhere: row.hpp reads them.

-- name: begin_write
BEGIN IMMEDIATE

-- name: begin_read
BEGIN

-- name: commit
COMMIT

-- name: rollback
ROLLBACK

-- name: savepoint
SAVEPOINT edit

-- name: release_savepoint
RELEASE edit

-- name: rollback_to_savepoint
ROLLBACK TO edit

-- Directories -------------------------------------------------------------------------------------------------------

-- name: find_directory
SELECT key, id, name, synchronization, settings, users, groups, created, modified FROM directories WHERE id = $1

-- name: find_directory_by_name
SELECT key, id, name, synchronization, settings, users, groups, created, modified FROM directories WHERE name = $1

-- name: list_directories
SELECT key, id, name, synchronization, settings, users, groups, created, modified FROM directories ORDER BY key

-- name: insert_directory
INSERT INTO directories (id, name, synchronization, settings, users, groups, created, modified)
VALUES ($1, $2, 0, $3, 0, 0, $4, $4) RETURNING key

-- name: rename_directory
UPDATE directories SET name = $2, modified = $3 WHERE key = $1

-- name: set_settings
UPDATE directories SET settings = $2, modified = $3 WHERE key = $1

-- name: set_synchronization
UPDATE directories SET synchronization = $2, modified = $3 WHERE key = $1

-- name: count_users
UPDATE directories SET users = users + $2 WHERE key = $1

-- name: count_groups
UPDATE directories SET groups = groups + $2 WHERE key = $1

-- name: count_block
UPDATE blocks SET entities = entities + $5 WHERE directory = $1 AND kind = $2 AND level = $3 AND block = $4

-- name: insert_block
INSERT INTO blocks (directory, kind, level, block, entities) VALUES ($1, $2, $3, $4, $5)

-- name: forget_empty_block
DELETE FROM blocks WHERE directory = $1 AND kind = $2 AND level = $3 AND block = $4 AND entities = 0

-- name: list_blocks
SELECT block, entities FROM blocks
WHERE directory = $1 AND kind = $2 AND level = $3 AND block >= $4 AND block < $5 ORDER BY block

-- name: delete_directory
DELETE FROM directories WHERE key = $1

-- name: find_preferences
SELECT preferences FROM directory_preferences WHERE directory = $1

-- name: put_preferences
INSERT INTO directory_preferences (directory, preferences) VALUES ($1, $2)
ON CONFLICT DO UPDATE SET preferences = excluded.preferences

-- name: forget_preferences
DELETE FROM directory_preferences WHERE directory = $1

-- name: service_status
SELECT enabled FROM service

-- name: set_service_status
UPDATE service SET enabled = $1

-- Credentials and access keys ---------------------------------------------------------------------------------------

-- name: find_bearer
SELECT c.id, c.enabled, c.created, c.expires, c.digest,
       d.key, d.id, d.name, d.synchronization, d.settings, d.users, d.groups, d.created, d.modified
FROM credentials c JOIN directories d ON d.key = c.directory WHERE c.digest = $1

-- name: find_credential
SELECT id, enabled, created, expires FROM credentials WHERE directory = $1 AND id = $2

-- name: list_credentials
SELECT id, enabled, created, expires FROM credentials WHERE directory = $1 ORDER BY created, id

-- name: insert_credential
INSERT INTO credentials (id, directory, digest, enabled, created, expires) VALUES ($1, $2, $3, 1, $4, $5)

-- name: set_credential_status
UPDATE credentials SET enabled = $2 WHERE id = $1

-- name: delete_credential
DELETE FROM credentials WHERE id = $1

-- name: find_access_key
SELECT id, sealed_secret, name, enabled, read_only, directories, created FROM access_keys WHERE id = $1

-- name: list_access_keys
SELECT id, sealed_secret, name, enabled, read_only, directories, created FROM access_keys ORDER BY created, id

-- name: insert_access_key
INSERT INTO access_keys (id, sealed_secret, name, enabled, read_only, directories, created)
VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: update_access_key
UPDATE access_keys SET name = $2, enabled = $3 WHERE id = $1

-- name: delete_access_key
DELETE FROM access_keys WHERE id = $1

-- Users -------------------------------------------------------------------------------------------------------------

-- name: find_user
SELECT key, id, provision, document, description, active, version, created, modified
FROM users WHERE id = $2 AND directory = $1

-- name: find_user_by_name
SELECT key, id, provision, document, description, active, version, created, modified
FROM users WHERE directory = $1 AND name_key = $2

-- name: user_with_key
SELECT key, id, provision, document, description, active, version, created, modified FROM users WHERE key = $1

-- name: find_user_key
SELECT key FROM users WHERE id = $2 AND directory = $1

-- name: page_of_users
SELECT key, id, provision, document, description, active, version, created, modified
FROM users WHERE directory = $1 AND key >= $2 ORDER BY key LIMIT $3

-- name: user_key_in_block
SELECT key FROM users WHERE directory = $1 AND key >= $2 ORDER BY key LIMIT 1 OFFSET $3

-- name: groups_of_member
SELECT g.key, g.id, g.document ->> '$.displayName' FROM members m JOIN groups g ON g.key = m.group_key
WHERE m.kind = $1 AND m.member_key = $2 ORDER BY m.group_key

-- name: user_with_email
SELECT user_key FROM user_emails WHERE directory = $1 AND value_key = $2 AND user_key <> $3 LIMIT 1

-- name: insert_user
INSERT INTO users (key, id, directory, provision, name_key, external_id, document, description, active, password_digest,
                   version, created, modified)
VALUES (1 + max((SELECT coalesce(max(key), 0) FROM users), (SELECT coalesce(max(key), 0) FROM spent_keys WHERE kind = 0)), $1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10)

-- name: update_user
UPDATE users SET provision = $2, name_key = $3, external_id = $4, document = $5, description = $6, active = $7,
                 version = version + 1, modified = $8 WHERE key = $1

-- name: update_user_content
UPDATE users SET provision = $2, document = $3, description = $4, active = $5, version = version + 1, modified = $6
WHERE key = $1

-- name: set_active
UPDATE users SET active = $2, version = version + 1, modified = $3 WHERE key = $1

-- name: set_password
UPDATE users SET password_digest = $2 WHERE key = $1

-- name: password_of_user
SELECT password_digest FROM users WHERE key = $1

-- name: spend_user_key
INSERT INTO spent_keys (kind, key) SELECT 0, $1 WHERE $1 >= (SELECT max(key) FROM users)
ON CONFLICT DO UPDATE SET key = max(key, excluded.key)

-- name: delete_user
DELETE FROM users WHERE key = $1

-- name: insert_email
INSERT INTO user_emails (directory, value_key, user_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING

-- name: delete_email
DELETE FROM user_emails WHERE directory = $1 AND value_key = $2 AND user_key = $3

-- What belongs to a user beside the document ------------------------------------------------------------------------

-- name: user_with_external_id
SELECT id FROM users WHERE directory = $1 AND external_id = $2 ORDER BY key LIMIT 1

-- name: tags_of_user
SELECT tag_key, value FROM user_tags WHERE user_key = $1 ORDER BY place

-- name: insert_tag
INSERT INTO user_tags (user_key, tag_key, value, directory, place) VALUES ($1, $2, $3, $4, $5)

-- name: forget_tags
DELETE FROM user_tags WHERE user_key = $1

-- name: forget_tags_of_gone_users
DELETE FROM user_tags WHERE user_key IN (SELECT key FROM user_drift WHERE directory = $1)

-- name: is_without_mfa
SELECT 1 FROM users_without_mfa WHERE user_key = $1

-- name: insert_without_mfa
INSERT INTO users_without_mfa (user_key) VALUES ($1)

-- name: forget_without_mfa
DELETE FROM users_without_mfa WHERE user_key = $1

-- name: forget_without_mfa_of_gone_users
DELETE FROM users_without_mfa WHERE user_key IN (SELECT key FROM user_drift WHERE directory = $1)

-- name: last_passwords
SELECT digest FROM (
    SELECT password_digest AS digest, 1 AS is_current, 0 AS number FROM users WHERE key = $1 AND password_digest IS NOT NULL
    UNION ALL
    SELECT digest, 0, number FROM user_passwords WHERE user_key = $1
) ORDER BY is_current DESC, number DESC LIMIT $2

-- name: keep_password
INSERT INTO user_passwords (user_key, number, digest)
SELECT key, 1 + coalesce((SELECT max(number) FROM user_passwords WHERE user_key = $1), 0), password_digest
FROM users WHERE key = $1 AND password_digest IS NOT NULL

-- name: trim_passwords
DELETE FROM user_passwords WHERE user_key = $1
AND number <= (SELECT max(number) FROM user_passwords WHERE user_key = $1) - $2

-- name: forget_passwords
DELETE FROM user_passwords WHERE user_key = $1

-- name: forget_passwords_of_gone_users
DELETE FROM user_passwords WHERE user_key IN (SELECT key FROM user_drift WHERE directory = $1)

-- Groups ------------------------------------------------------------------------------------------------------------

-- name: find_group
SELECT key, id, provision, document, description, version, members, created, modified
FROM groups WHERE id = $2 AND directory = $1

-- name: find_groups_by_name
SELECT key, id, provision, document, description, version, members, created, modified
FROM groups WHERE directory = $1 AND name_key = $2 ORDER BY key

-- name: group_with_key
SELECT key, id, provision, document, description, version, members, created, modified FROM groups WHERE key = $1

-- name: find_group_key
SELECT key FROM groups WHERE id = $2 AND directory = $1

-- name: page_of_groups
SELECT key, id, provision, document, description, version, members, created, modified
FROM groups WHERE directory = $1 AND key >= $2 ORDER BY key LIMIT $3

-- name: group_key_in_block
SELECT key FROM groups WHERE directory = $1 AND key >= $2 ORDER BY key LIMIT 1 OFFSET $3

-- name: insert_group
INSERT INTO groups (key, id, directory, provision, name_key, unique_name_key, external_id, document, description, version,
                    members, created, modified)
VALUES (1 + max((SELECT coalesce(max(key), 0) FROM groups), (SELECT coalesce(max(key), 0) FROM spent_keys WHERE kind = 1)), $1, $2, $3, $4, $5, $6, $7, $8, 1, 0, $9, $9)

-- name: update_group
UPDATE groups SET provision = $2, name_key = $3, unique_name_key = $4, external_id = $5, document = $6,
                  description = $7 WHERE key = $1

-- name: update_group_content
UPDATE groups SET provision = $2, document = $3, description = $4 WHERE key = $1

-- name: touch_group
UPDATE groups SET provision = $2, members = members + $3, version = version + 1, modified = $4 WHERE key = $1

-- name: count_first_members
UPDATE groups SET members = $2 WHERE key = $1

-- name: spend_group_key
INSERT INTO spent_keys (kind, key) SELECT 1, $1 WHERE $1 >= (SELECT max(key) FROM groups)
ON CONFLICT DO UPDATE SET key = max(key, excluded.key)

-- name: delete_group
DELETE FROM groups WHERE key = $1

-- name: make_group_names_unique
UPDATE groups SET unique_name_key = name_key WHERE directory = $1

-- name: make_group_names_free
UPDATE groups SET unique_name_key = NULL WHERE directory = $1

-- name: repeated_group_names
SELECT max(name) FROM (
    SELECT g.name_key AS name_key, g.document ->> '$.displayName' AS name FROM groups g WHERE g.directory = $1
    UNION ALL
    SELECT d.name_key, d.document ->> '$.displayName' FROM group_drift d
    LEFT JOIN groups g ON g.key = d.key WHERE d.directory = $1 AND (g.key IS NULL OR g.name_key <> d.name_key)
) GROUP BY name_key HAVING count(*) > 1 LIMIT 10

-- Members -----------------------------------------------------------------------------------------------------------

-- name: is_member
SELECT 1 FROM members WHERE group_key = $1 AND kind = $2 AND member_key = $3

-- name: member_keys
SELECT kind, member_key FROM members WHERE group_key = $1 ORDER BY kind, member_key

-- name: members_of_group
SELECT m.kind, coalesce(u.id, g.id, s.id), coalesce(u.document ->> '$.displayName', u.document ->> '$.userName',
       g.document ->> '$.displayName', ''), m.joined, m.member_key
FROM members m
LEFT JOIN users u ON m.kind = 0 AND u.key = m.member_key
LEFT JOIN groups g ON m.kind = 1 AND g.key = m.member_key
LEFT JOIN strangers s ON m.kind = 2 AND s.key = m.member_key
WHERE m.group_key = $1 ORDER BY m.kind, m.member_key

-- name: describe_member
SELECT coalesce(u.id, g.id, s.id), coalesce(u.document ->> '$.displayName', u.document ->> '$.userName',
       g.document ->> '$.displayName', '')
FROM (SELECT $1 AS kind, $2 AS key) m
LEFT JOIN users u ON m.kind = 0 AND u.key = m.key
LEFT JOIN groups g ON m.kind = 1 AND g.key = m.key
LEFT JOIN strangers s ON m.kind = 2 AND s.key = m.key

-- name: page_of_members
SELECT u.key, u.id, u.provision, u.document, u.description, u.active, u.version, u.created, u.modified, m.joined
FROM members m JOIN users u ON u.key = m.member_key
WHERE m.group_key = $1 AND m.kind = 0 AND m.member_key > $2 ORDER BY m.member_key LIMIT $3

-- name: page_of_joined_groups
SELECT g.key, g.id, g.provision, g.document, g.description, g.version, g.members, g.created, g.modified, m.joined
FROM members m JOIN groups g ON g.key = m.group_key
WHERE m.kind = 0 AND m.member_key = $1 AND m.group_key > $2 ORDER BY m.group_key LIMIT $3

-- name: count_joined_groups
SELECT count(*) FROM members WHERE kind = 0 AND member_key = $1

-- name: count_user_members
SELECT count(*) FROM members WHERE group_key = $1 AND kind = 0

-- name: insert_member
INSERT INTO members (group_key, kind, member_key, joined) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING

-- name: delete_member
DELETE FROM members WHERE group_key = $1 AND kind = $2 AND member_key = $3

-- name: groups_around
WITH RECURSIVE up (key) AS (
    SELECT $1
    UNION
    SELECT m.group_key FROM up JOIN members m ON m.kind = 1 AND m.member_key = up.key
)
SELECT key FROM up

-- name: is_in_a_group
SELECT 1 FROM members WHERE kind = $1 AND member_key = $2 LIMIT 1

-- name: touch_groups_of_member
UPDATE groups SET members = members - 1, version = version + 1, modified = $3
WHERE key IN (SELECT group_key FROM members WHERE kind = $1 AND member_key = $2)

-- name: groups_with_member
SELECT g.key, g.id, g.provision, g.document, g.description, g.version, g.members, g.created, g.modified
FROM members m JOIN groups g ON g.key = m.group_key WHERE m.kind = $1 AND m.member_key = $2 ORDER BY m.group_key

-- name: groups_to_leave
SELECT g.id, g.document ->> '$.displayName', g.version, g.members, g.provision
FROM members m JOIN groups g ON g.key = m.group_key WHERE m.kind = $1 AND m.member_key = $2 ORDER BY m.group_key

-- name: id_of_member
SELECT CASE $1 WHEN 0 THEN (SELECT id FROM users WHERE key = $2) WHEN 1 THEN (SELECT id FROM groups WHERE key = $2)
               ELSE (SELECT id FROM strangers WHERE key = $2) END

-- name: ids_of_members
SELECT coalesce(u.id, g.id, s.id) FROM members m
LEFT JOIN users u ON m.kind = 0 AND u.key = m.member_key
LEFT JOIN groups g ON m.kind = 1 AND g.key = m.member_key
LEFT JOIN strangers s ON m.kind = 2 AND s.key = m.member_key
WHERE m.group_key = $1 ORDER BY m.kind, m.member_key LIMIT $2

-- name: delete_memberships
DELETE FROM members WHERE kind = $1 AND member_key = $2

-- name: find_stranger
SELECT key FROM strangers WHERE directory = $1 AND id = $2

-- name: insert_stranger
INSERT INTO strangers (directory, id) VALUES ($1, $2) ON CONFLICT DO UPDATE SET id = excluded.id RETURNING key

-- name: forget_stranger
DELETE FROM strangers WHERE key = $1 AND NOT EXISTS (SELECT 1 FROM members m WHERE m.kind = 2 AND m.member_key = $1)
AND NOT EXISTS (SELECT 1 FROM member_drift d WHERE d.kind = 2 AND d.member_key = $1)

-- name: forget_strangers_of_group
DELETE FROM strangers WHERE key IN (SELECT member_key FROM members WHERE group_key = $1 AND kind = 2)
AND (SELECT count(*) FROM members m WHERE m.kind = 2 AND m.member_key = strangers.key) = 1
AND NOT EXISTS (SELECT 1 FROM member_drift d WHERE d.kind = 2 AND d.member_key = strangers.key)

-- name: forget_strangers
DELETE FROM strangers WHERE directory = $1

-- name: delete_members_of_group
DELETE FROM members WHERE group_key = $1

-- Unique values ----------------------------------------------------------------------------------------------------

-- name: unique_value_holder
SELECT v.kind, v.entity_key, coalesce(u.id, g.id) FROM unique_values v
LEFT JOIN users u ON v.kind = 0 AND u.key = v.entity_key
LEFT JOIN groups g ON v.kind = 1 AND g.key = v.entity_key
WHERE v.directory = $1 AND v.attribute = $2 AND v.value_key = $3

-- name: insert_unique_value
INSERT INTO unique_values (directory, attribute, value_key, kind, entity_key) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING

-- name: delete_unique_value
DELETE FROM unique_values
WHERE directory = $1 AND attribute = $2 AND value_key = $3 AND kind = $4 AND entity_key = $5

-- name: delete_unique_values_of
DELETE FROM unique_values WHERE kind = $1 AND entity_key = $2

-- name: delete_unique_values_of_directory
DELETE FROM unique_values WHERE directory = $1

-- name: delete_unique_values_of_drifted
DELETE FROM unique_values WHERE (kind = 0 AND entity_key IN (SELECT key FROM user_drift WHERE directory = $1))
   OR (kind = 1 AND entity_key IN (SELECT key FROM group_drift WHERE directory = $1))

-- name: has_drifted
SELECT 1 FROM user_drift WHERE $1 = 0 AND key = $2 UNION ALL SELECT 1 FROM group_drift WHERE $1 = 1 AND key = $2

-- name: upstream_documents
SELECT 0, key, id, document FROM user_drift WHERE directory = $1
UNION ALL SELECT 1, key, id, document FROM group_drift WHERE directory = $1 ORDER BY 1, 2

-- name: documents_of_directory
SELECT 0, key, id, document FROM users WHERE directory = $1
UNION ALL SELECT 1, key, id, document FROM groups WHERE directory = $1

-- name: all_unique_attributes
SELECT directory, kind, attribute, path, part, form FROM unique_attributes ORDER BY directory, kind, attribute

-- name: ids_of_directories
SELECT key, id FROM directories ORDER BY key

-- name: insert_unique_attribute
INSERT INTO unique_attributes (directory, kind, attribute, path, part, form) VALUES ($1, $2, $3, $4, $5, $6)

-- name: delete_unique_attributes
DELETE FROM unique_attributes WHERE directory = $1

-- Drift: what the identity provider last said, where the directory says something else ---------------------------------

-- name: keep_user
INSERT INTO user_drift (key, id, directory, name_key, document, description)
SELECT key, id, directory, name_key, document, description FROM users WHERE key = $1 ON CONFLICT DO NOTHING

-- name: mark_user_gone
UPDATE user_drift SET gone = 1, active = u.active, version = u.version, created = u.created
FROM users u WHERE u.key = user_drift.key AND user_drift.key = $1

-- name: forget_user_if_upstream
DELETE FROM user_drift WHERE key = $1 AND EXISTS (
    SELECT 1 FROM users u WHERE u.key = $1 AND u.document = user_drift.document AND u.description = user_drift.description)

-- name: keep_group
INSERT INTO group_drift (key, id, directory, name_key, document, description)
SELECT key, id, directory, name_key, document, description FROM groups WHERE key = $1 ON CONFLICT DO NOTHING

-- name: mark_group_gone
UPDATE group_drift SET gone = 1, version = g.version, created = g.created
FROM groups g WHERE g.key = group_drift.key AND group_drift.key = $1

-- name: forget_group_if_upstream
DELETE FROM group_drift WHERE key = $1 AND EXISTS (
    SELECT 1 FROM groups g WHERE g.key = $1 AND g.document = group_drift.document AND g.description = group_drift.description)

-- name: forget_member_drift
DELETE FROM member_drift WHERE group_key = $1 AND kind = $2 AND member_key = $3

-- name: keep_member_drift
INSERT INTO member_drift (group_key, kind, member_key, directory, added, joined) VALUES ($1, $2, $3, $4, $5, $6)

-- name: joined_of_member
SELECT joined FROM members WHERE group_key = $1 AND kind = $2 AND member_key = $3

-- name: forget_drift_of_member
DELETE FROM member_drift WHERE kind = $1 AND member_key = $2

-- name: user_conflicts
SELECT u.key, u.id, u.document ->> '$.userName', d.id FROM user_drift d
JOIN users u ON u.directory = d.directory AND u.name_key = d.name_key AND u.key <> d.key
WHERE d.directory = $1 AND NOT EXISTS (SELECT 1 FROM user_drift o WHERE o.key = u.key) ORDER BY d.key

-- name: group_conflicts
SELECT g.key, g.id, g.document ->> '$.displayName', d.id FROM group_drift d
JOIN groups g ON g.directory = d.directory AND g.unique_name_key = d.name_key AND g.key <> d.key
WHERE d.directory = $1 AND NOT EXISTS (SELECT 1 FROM group_drift o WHERE o.key = g.key) ORDER BY d.key

-- name: drifted_users
SELECT d.key, d.id, d.name_key, d.document, d.description, d.gone, coalesce(d.active, u.active),
       coalesce(d.version, u.version), d.created, u.document, u.description
FROM user_drift d LEFT JOIN users u ON u.key = d.key WHERE d.directory = $1 AND d.key > $2 ORDER BY d.key LIMIT $3

-- name: restore_user
UPDATE users SET name_key = $2, external_id = $3, document = $4, description = $5, version = version + 1, modified = $6
WHERE key = $1

-- name: restore_user_content
UPDATE users SET document = $2, description = $3, version = version + 1, modified = $4 WHERE key = $1

-- name: restore_gone_user
INSERT INTO users (key, id, directory, provision, name_key, external_id, document, description, active, password_digest,
                   version, created, modified)
VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, NULL, $9, $10, $11)

-- name: free_drifted_user_names
UPDATE users SET name_key = char(1) || id WHERE key IN (
    SELECT d.key FROM user_drift d JOIN users u ON u.key = d.key WHERE d.directory = $1 AND u.name_key <> d.name_key)

-- name: free_drifted_group_names
UPDATE groups SET unique_name_key = NULL WHERE key IN (SELECT key FROM group_drift WHERE directory = $1)

-- name: drifted_groups
SELECT d.key, d.id, d.name_key, d.document, d.description, d.gone, 1, coalesce(d.version, g.version), d.created, g.document,
       g.description
FROM group_drift d LEFT JOIN groups g ON g.key = d.key WHERE d.directory = $1 AND d.key > $2 ORDER BY d.key LIMIT $3

-- name: restore_group
UPDATE groups SET name_key = $2, unique_name_key = $3, external_id = $4, document = $5, description = $6,
                  version = version + 1, modified = $7 WHERE key = $1

-- name: restore_gone_group
INSERT INTO groups (key, id, directory, provision, name_key, unique_name_key, external_id, document, description, version,
                    members, created, modified)
VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, 0, $10, $11)

-- name: drifted_members
SELECT d.group_key, d.kind, d.member_key, d.added, d.joined,
       CASE d.kind WHEN 0 THEN EXISTS (SELECT 1 FROM users u WHERE u.key = d.member_key)
                   WHEN 1 THEN EXISTS (SELECT 1 FROM groups g WHERE g.key = d.member_key)
                   ELSE 1 END
FROM member_drift d WHERE d.directory = $1 ORDER BY d.group_key, d.kind, d.member_key

-- name: group_to_tell
SELECT id, document ->> '$.displayName', version, members FROM groups WHERE key = $1

-- name: forget_user_drift
DELETE FROM user_drift WHERE directory = $1

-- name: forget_group_drift
DELETE FROM group_drift WHERE directory = $1

-- name: forget_all_member_drift
DELETE FROM member_drift WHERE directory = $1

-- name: any_drift
SELECT EXISTS (SELECT 1 FROM user_drift WHERE directory = $1) + EXISTS (SELECT 1 FROM group_drift WHERE directory = $1)
     + EXISTS (SELECT 1 FROM member_drift WHERE directory = $1)

-- Preview: what a rollback would do -------------------------------------------------------------------------------------

-- Of a pair that was removed, only what is put back counts: a member who is there, or reappears with the rollback. The
-- condition stands in each statement about pairs.

-- name: count_user_drift
SELECT count(*) - total(gone), total(gone) FROM user_drift WHERE directory = $1

-- name: count_group_drift
SELECT count(*) - total(gone), total(gone) FROM group_drift WHERE directory = $1

-- name: count_member_drift
SELECT count(*), total(only_members), total(added), total(pairs) - total(added) FROM (
    SELECT NOT EXISTS (SELECT 1 FROM group_drift o WHERE o.key = d.group_key) AS only_members, sum(d.added) AS added,
           count(*) AS pairs
    FROM member_drift d WHERE d.directory = $1 AND d.group_key BETWEEN $2 AND $3
    AND (d.added = 1 OR d.kind = 2
      OR d.kind = 0 AND (EXISTS (SELECT 1 FROM users u WHERE u.key = d.member_key)
                      OR EXISTS (SELECT 1 FROM user_drift u WHERE u.key = d.member_key))
      OR d.kind = 1 AND (EXISTS (SELECT 1 FROM groups g WHERE g.key = d.member_key)
                      OR EXISTS (SELECT 1 FROM group_drift g WHERE g.key = d.member_key)))
    GROUP BY d.group_key)

-- name: drifted_users_after
SELECT d.key, d.id, d.document, d.description, NOT d.gone, u.document, u.description
FROM user_drift d LEFT JOIN users u ON u.key = d.key WHERE d.directory = $1 AND d.key > $2 ORDER BY d.key LIMIT $3

-- name: drifted_group_after
SELECT behind.key, coalesce(d.id, g.id), coalesce(d.document, g.document), coalesce(d.description, g.description),
       g.key IS NOT NULL, g.document, g.description
FROM (SELECT min(key) AS key FROM (
    SELECT min(key) AS key FROM group_drift WHERE directory = $1 AND key > $2
    UNION ALL
    SELECT * FROM (SELECT d.group_key FROM member_drift d WHERE d.directory = $1 AND d.group_key > $2
        AND (d.added = 1 OR d.kind = 2
          OR d.kind = 0 AND (EXISTS (SELECT 1 FROM users u WHERE u.key = d.member_key)
                          OR EXISTS (SELECT 1 FROM user_drift u WHERE u.key = d.member_key))
          OR d.kind = 1 AND (EXISTS (SELECT 1 FROM groups g WHERE g.key = d.member_key)
                          OR EXISTS (SELECT 1 FROM group_drift g WHERE g.key = d.member_key)))
        ORDER BY d.group_key LIMIT 1))) behind
LEFT JOIN group_drift d ON d.key = behind.key LEFT JOIN groups g ON g.key = behind.key WHERE behind.key IS NOT NULL

-- name: drifted_members_of_group
SELECT d.kind, coalesce(v.id, u.id, h.id, g.id, s.id), coalesce(v.document ->> '$.userName', u.document ->> '$.userName',
       h.document ->> '$.displayName', g.document ->> '$.displayName', '')
FROM member_drift d
LEFT JOIN users u ON d.kind = 0 AND u.key = d.member_key
LEFT JOIN user_drift v ON d.kind = 0 AND v.key = d.member_key
LEFT JOIN groups g ON d.kind = 1 AND g.key = d.member_key
LEFT JOIN group_drift h ON d.kind = 1 AND h.key = d.member_key
LEFT JOIN strangers s ON d.kind = 2 AND s.key = d.member_key
WHERE d.group_key = $1 AND d.added = $2 AND (d.added = 1 OR coalesce(v.key, u.key, h.key, g.key, s.key) IS NOT NULL)
ORDER BY d.kind, d.member_key LIMIT $3

-- name: describe_holder
SELECT coalesce(u.document ->> '$.userName', v.document ->> '$.userName',
                g.document ->> '$.displayName', h.document ->> '$.displayName', ''), coalesce(u.provision, g.provision, 1)
FROM (SELECT $1 AS kind, $2 AS key) k
LEFT JOIN users u ON k.kind = 0 AND u.key = k.key
LEFT JOIN user_drift v ON k.kind = 0 AND v.key = k.key
LEFT JOIN groups g ON k.kind = 1 AND g.key = k.key
LEFT JOIN group_drift h ON k.kind = 1 AND h.key = k.key

-- The audit log -----------------------------------------------------------------------------------------------------

-- name: insert_audit_event
INSERT INTO audit_events (number, at, directory, author, author_id, address, request_id, operation, target, refused, reason,
                          digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: insert_audit_change
INSERT INTO audit_changes (key, entity, change) VALUES (($1 << 24) + $2, $3, $4)

-- name: last_audit_link
SELECT last, last_digest, (SELECT at FROM audit_events WHERE number = last) FROM audit_chain

-- name: set_last_audit_link
UPDATE audit_chain SET last = $1, last_digest = $2

-- name: pruned_audit_link
SELECT pruned, pruned_digest, 0 FROM audit_chain

-- name: is_pruned_until
SELECT 1 FROM audit_changes WHERE entity = 'audit-log' AND change ->> '$.After.PrunedUntil' = $1

-- name: set_pruned_audit_link
UPDATE audit_chain SET pruned = $1, pruned_digest = $2

-- name: event_of_oldest_change_behind
SELECT key >> 24 FROM audit_changes ORDER BY key LIMIT 1 OFFSET $1

-- name: oldest_audit_events
SELECT number, at, digest FROM audit_events ORDER BY number LIMIT $1

-- name: prune_audit_events
DELETE FROM audit_events WHERE number <= $1

-- name: prune_audit_changes
DELETE FROM audit_changes WHERE key < ($1 + 1) << 24

-- name: all_audit_events
SELECT number, at, directory, author, author_id, address, request_id, operation, target, refused, reason, digest
FROM audit_events ORDER BY number

-- name: all_audit_changes
SELECT key >> 24, entity, change FROM audit_changes ORDER BY key

-- name: audit_events_of_directory
SELECT number, at, directory, author, author_id, address, request_id, operation, target, refused, reason, digest
FROM audit_events
WHERE directory = $1 AND at >= $2 AND (at, number) < ($3, $4) ORDER BY at DESC, number DESC

-- name: audit_events_of_all
SELECT number, at, directory, author, author_id, address, request_id, operation, target, refused, reason, digest
FROM audit_events WHERE number < $1 ORDER BY number DESC

-- name: audit_events_about
SELECT e.number, e.at, e.directory, e.author, e.author_id, e.address, e.request_id, e.operation, e.target, e.refused,
       e.reason, e.digest
FROM audit_changes c CROSS JOIN audit_events e ON e.number = c.key >> 24
WHERE c.entity = $1 AND c.key < $2 << 24 ORDER BY c.key DESC

-- name: audit_changes_of_event
SELECT entity, change FROM audit_changes WHERE key >= $1 << 24 AND key < ($1 + 1) << 24 AND change <> '' ORDER BY key LIMIT $2

-- name: count_audit_changes_of_event
SELECT (SELECT max(key) FROM audit_changes WHERE key >= $1 << 24 AND key < ($1 + 1) << 24)
     - (SELECT min(key) FROM audit_changes WHERE key >= $1 << 24 AND key < ($1 + 1) << 24) + 1

-- name: audit_history
SELECT e.number, e.at, e.directory, e.author, e.author_id, e.address, e.request_id, e.operation, e.target, e.refused,
       e.reason, e.digest, c.change, c.key & 16777215
FROM audit_changes c JOIN audit_events e ON e.number = c.key >> 24
WHERE c.entity = $1 AND e.directory = $2 AND c.change <> '' AND c.key < ($3 << 24) + $4
ORDER BY c.key DESC

-- Upkeep ------------------------------------------------------------------------------------------------------------

-- name: checkpoint
PRAGMA wal_checkpoint(PASSIVE)

-- name: checkpoint_and_restart
PRAGMA wal_checkpoint(RESTART)

-- name: checkpoint_and_truncate
PRAGMA wal_checkpoint(TRUNCATE)

-- name: integrity
PRAGMA integrity_check
