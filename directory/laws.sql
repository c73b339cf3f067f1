-- The laws as queries: each must return no row. A row's text says what is broken; `scimd check` prints it.

-- law: 1 Enabled means no drift
SELECT 'directory ' || d.id || ' is Enabled and has drift' FROM directories d
WHERE d.synchronization = 1 AND (EXISTS (SELECT 1 FROM user_drift u WHERE u.directory = d.key)
   OR EXISTS (SELECT 1 FROM group_drift g WHERE g.directory = d.key)
   OR EXISTS (SELECT 1 FROM member_drift m WHERE m.directory = d.key))

-- law: 3 a userName belongs to at most one living user
SELECT 'userName ' || name_key || ' belongs to ' || count(*) || ' users of directory ' || directory FROM users
GROUP BY directory, name_key HAVING count(*) > 1

-- law: 3 a name key is the folded name
SELECT 'user ' || id || ' is filed under ' || name_key FROM users
WHERE name_key IS NOT scim_fold(document ->> '$.userName') OR external_id IS NOT (document ->> '$.externalId')
UNION ALL
SELECT 'group ' || id || ' is filed under ' || name_key FROM groups
WHERE name_key IS NOT scim_fold(document ->> '$.displayName') OR external_id IS NOT (document ->> '$.externalId')

-- law: 3 group names are unique where the directory says so
SELECT 'group ' || g.id || ' does not obey groupNames' FROM groups g JOIN directories d ON d.key = g.directory
WHERE g.unique_name_key IS NOT (CASE WHEN d.settings ->> '$.groupNames' = 'free' THEN NULL ELSE g.name_key END)

-- law: 3 a unique value is filed for who has it
SELECT 'the value ' || v.value_key || ' of ' || v.attribute || ' is filed for nobody' FROM unique_values v
WHERE NOT EXISTS (SELECT 1 FROM users u WHERE v.kind = 0 AND u.key = v.entity_key AND u.directory = v.directory)
  AND NOT EXISTS (SELECT 1 FROM groups g WHERE v.kind = 1 AND g.key = v.entity_key AND g.directory = v.directory)

-- law: 3 the index of unique values is what the documents say
WITH entities AS (
    SELECT 0 AS kind, key, id, directory, document FROM users UNION ALL SELECT 1, key, id, directory, document FROM groups
), held AS (
    SELECT a.directory, a.attribute, a.kind, e.key, e.id, a.form,
           CASE a.part WHEN '' THEN j.value ELSE j.value ->> a.part END AS value
    FROM unique_attributes a JOIN entities e ON e.kind = a.kind AND e.directory = a.directory, json_each(e.document, a.path) j
), keys AS (
    SELECT directory, attribute, kind, key, id, CASE form WHEN 1 THEN scim_fold(value) ELSE value END AS value_key
    FROM held WHERE form < 2 AND value IS NOT NULL
)
SELECT 'the value ' || k.value_key || ' of ' || k.attribute || ' that ' || k.id || ' has is not filed' FROM keys k
WHERE NOT EXISTS (SELECT 1 FROM unique_values v WHERE v.directory = k.directory AND v.attribute = k.attribute
                  AND v.value_key = k.value_key AND v.kind = k.kind AND v.entity_key = k.key)
UNION ALL
SELECT 'the value ' || v.value_key || ' of ' || v.attribute || ' is filed for one who has it not' FROM unique_values v
JOIN unique_attributes a ON a.directory = v.directory AND a.kind = v.kind AND a.attribute = v.attribute AND a.form < 2
WHERE NOT EXISTS (SELECT 1 FROM keys k WHERE k.directory = v.directory AND k.attribute = v.attribute
                  AND k.value_key = v.value_key AND k.kind = v.kind AND k.key = v.entity_key)
UNION ALL
SELECT 'values of ' || v.attribute || ' are filed, which is not unique' FROM unique_values v
WHERE NOT EXISTS (SELECT 1 FROM unique_attributes a WHERE a.directory = v.directory AND a.kind = v.kind AND a.attribute = v.attribute)

-- law: 4 a manual entity has no drift
SELECT 'manual user ' || u.id || ' has drift' FROM users u JOIN user_drift d ON d.key = u.key WHERE u.provision = 0
UNION ALL
SELECT 'manual group ' || g.id || ' has drift' FROM groups g JOIN group_drift d ON d.key = g.key WHERE g.provision = 0
UNION ALL
SELECT 'manual group ' || g.id || ' has drifted members' FROM groups g JOIN member_drift d ON d.group_key = g.key
WHERE g.provision = 0

-- law: 4 drift is kept only where there is drift
SELECT 'user ' || d.id || ' has drift and does not differ' FROM user_drift d JOIN users u ON u.key = d.key
WHERE d.gone = 1 OR (u.document = d.document AND u.description = d.description)
UNION ALL
SELECT 'user ' || d.id || ' has drift and is not there' FROM user_drift d
WHERE d.gone = 0 AND NOT EXISTS (SELECT 1 FROM users u WHERE u.key = d.key)
UNION ALL
SELECT 'group ' || d.id || ' has drift and does not differ' FROM group_drift d JOIN groups g ON g.key = d.key
WHERE d.gone = 1 OR (g.document = d.document AND g.description = d.description)
UNION ALL
SELECT 'group ' || d.id || ' has drift and is not there' FROM group_drift d
WHERE d.gone = 0 AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.key = d.key)
UNION ALL
SELECT 'a membership of group ' || d.group_key || ' has drift and does not differ' FROM member_drift d
WHERE d.added <> EXISTS (SELECT 1 FROM members m WHERE m.group_key = d.group_key AND m.kind = d.kind AND m.member_key = d.member_key)

-- law: 6 counts are what they count
SELECT 'directory ' || d.id || ' counts ' || d.users || ' users and ' || d.groups || ' groups' FROM directories d
WHERE d.users <> (SELECT count(*) FROM users u WHERE u.directory = d.key)
   OR d.groups <> (SELECT count(*) FROM groups g WHERE g.directory = d.key)
UNION ALL
SELECT 'group ' || g.id || ' counts ' || g.members || ' members' FROM groups g
WHERE g.members <> (SELECT count(*) FROM members m WHERE m.group_key = g.key)

-- law: 6 blocks count what they count
WITH counted AS (
    SELECT directory, 0 AS kind, 1 AS level, key >> 7 AS block, count(*) AS entities FROM users GROUP BY directory, key >> 7
    UNION ALL
    SELECT directory, 0, 2, key >> 14, count(*) FROM users GROUP BY directory, key >> 14 UNION ALL
    SELECT directory, 1, 1, key >> 7, count(*) FROM groups GROUP BY directory, key >> 7 UNION ALL
    SELECT directory, 1, 2, key >> 14, count(*) FROM groups GROUP BY directory, key >> 14
), kept AS (
    SELECT directory, kind, level, block, entities FROM blocks
)
SELECT 'a block of directory ' || directory || ' has ' || entities || CASE kind WHEN 0 THEN ' users' ELSE ' groups' END ||
       ' that are not counted: level ' || level || ', block ' || block FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept)
UNION ALL
SELECT 'a block of directory ' || directory || ' counts ' || entities || CASE kind WHEN 0 THEN ' users' ELSE ' groups' END ||
       ' that are not there: level ' || level || ', block ' || block FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted)

-- law: 6 a membership joins two that are there, in one directory
SELECT 'a membership of group ' || m.group_key || ' leads nowhere' FROM members m
LEFT JOIN groups g ON g.key = m.group_key
LEFT JOIN users u ON m.kind = 0 AND u.key = m.member_key
LEFT JOIN groups i ON m.kind = 1 AND i.key = m.member_key
LEFT JOIN strangers s ON m.kind = 2 AND s.key = m.member_key
WHERE g.key IS NULL OR coalesce(u.directory, i.directory, s.directory) IS NOT g.directory

-- law: 6 drift belongs to a directory that is there
SELECT 'drift of user ' || id || ' belongs to no directory' FROM user_drift WHERE directory NOT IN (SELECT key FROM directories)
UNION ALL
SELECT 'drift of group ' || id || ' belongs to no directory' FROM group_drift WHERE directory NOT IN (SELECT key FROM directories)
UNION ALL
SELECT 'drift of a membership of group ' || group_key || ' belongs to no directory' FROM member_drift
WHERE directory NOT IN (SELECT key FROM directories)

-- law: 6 no group contains itself
WITH RECURSIVE inside (outermost, key) AS (
    SELECT group_key, member_key FROM members WHERE kind = 1
    UNION
    SELECT i.outermost, m.member_key FROM inside i JOIN members m ON m.kind = 1 AND m.group_key = i.key
)
SELECT 'group ' || g.id || ' contains itself' FROM inside i JOIN groups g ON g.key = i.key WHERE i.outermost = i.key

-- law: 6 a stranger is a member of something, or was and may be again
SELECT 'stranger ' || s.id || ' is nobody''s member' FROM strangers s
WHERE NOT EXISTS (SELECT 1 FROM members m WHERE m.kind = 2 AND m.member_key = s.key)
  AND NOT EXISTS (SELECT 1 FROM member_drift d WHERE d.kind = 2 AND d.member_key = s.key)

-- law: 6 what belongs to a user belongs to one who is there, or who may come back
SELECT b.what || ' of user ' || b.user_key || ' belongs to nobody' FROM (
    SELECT 'tag ' || tag_key AS what, user_key FROM user_tags UNION ALL
    SELECT 'a setting of MFA', user_key FROM users_without_mfa UNION ALL
    SELECT 'a password', user_key FROM user_passwords) b
WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.key = b.user_key)
  AND NOT EXISTS (SELECT 1 FROM user_drift d WHERE d.key = b.user_key AND d.gone = 1)
UNION ALL
SELECT 'tag ' || t.tag_key || ' of user ' || t.user_key || ' is filed in another directory' FROM user_tags t
WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.key = t.user_key AND u.directory = t.directory)
  AND NOT EXISTS (SELECT 1 FROM user_drift d WHERE d.key = t.user_key AND d.directory = t.directory)

-- law: 6 preferences are those of a directory that is there
SELECT 'preferences of directory ' || directory || ' belong to none' FROM directory_preferences
WHERE directory NOT IN (SELECT key FROM directories)

-- law: 6 the audit log has heard of every change
SELECT 'user ' || id || ' was made, and the audit log knows nothing of it' FROM users
WHERE created > (SELECT at FROM audit_events ORDER BY number LIMIT 1)
  AND NOT EXISTS (SELECT 1 FROM audit_changes c WHERE c.entity = users.id AND c.change <> '')
UNION ALL
SELECT 'group ' || id || ' was made, and the audit log knows nothing of it' FROM groups
WHERE created > (SELECT at FROM audit_events ORDER BY number LIMIT 1)
  AND NOT EXISTS (SELECT 1 FROM audit_changes c WHERE c.entity = groups.id AND c.change <> '')
UNION ALL
SELECT 'user ' || id || ' has version ' || version || ', of which the audit log knows nothing' FROM users
WHERE version <> (SELECT c.change ->> '$.Version' FROM audit_changes c WHERE c.entity = users.id AND c.change <> ''
                  ORDER BY c.key DESC LIMIT 1)
UNION ALL
SELECT 'group ' || id || ' has version ' || version || ', of which the audit log knows nothing' FROM groups
WHERE version <> (SELECT c.change ->> '$.Version' FROM audit_changes c WHERE c.entity = groups.id AND c.change <> ''
                  ORDER BY c.key DESC LIMIT 1)

-- law: 6 the index of e-mails is what the documents say
SELECT 'e-mail ' || e.value_key || ' is filed for user ' || e.user_key || ' who has it not' FROM user_emails e
WHERE NOT EXISTS (SELECT 1 FROM users u, json_each(u.document, '$.emails') j
                  WHERE u.key = e.user_key AND u.directory = e.directory AND scim_fold(j.value ->> '$.value') = e.value_key)
UNION ALL
SELECT 'e-mail ' || (j.value ->> '$.value') || ' of user ' || u.id || ' is not filed' FROM users u, json_each(u.document, '$.emails') j
WHERE j.value ->> '$.value' IS NOT NULL AND NOT EXISTS (SELECT 1 FROM user_emails e
      WHERE e.directory = u.directory AND e.value_key = scim_fold(j.value ->> '$.value') AND e.user_key = u.key)
