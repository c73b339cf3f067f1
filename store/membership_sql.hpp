// The values of a user's `groups` and of a group's `members`, which are rows of `members`: queries
// that a condition over `membership` (value, display, type) ends.
#pragma once

#include <string_view>

namespace scimd::store {

// The groups that a row of `users` is in, by way of other groups too.
constexpr std::string_view memberships_of_user =
    "WITH RECURSIVE up (key, direct) AS (SELECT group_key, 1 FROM members WHERE kind = "
    "0 AND member_key = users.key "
    "UNION SELECT m.group_key, 0 FROM up JOIN members m ON m.kind = 1 AND m.member_key "
    "= up.key), "
    "membership AS (SELECT g.id AS value, g.document ->> '$.displayName' AS display, "
    "CASE max(up.direct) WHEN 1 THEN 'direct' ELSE 'indirect' END AS type "
    "FROM up JOIN groups g ON g.key = up.key GROUP BY g.key) SELECT 1 FROM membership "
    "WHERE ";

// Who is in a row of `groups`. A name that is empty is not shown.
constexpr std::string_view memberships_of_group =
    "WITH membership AS (SELECT coalesce(u.id, g.id, s.id) AS value, "
    "nullif(coalesce(u.document ->> '$.displayName', u.document ->> '$.userName', g.document "
    "->> '$.displayName'), '') AS display, "
    "CASE m.kind WHEN 0 THEN 'User' WHEN 1 THEN 'Group' END AS type FROM members m "
    "LEFT JOIN users u ON m.kind = 0 AND u.key = m.member_key "
    "LEFT JOIN groups g ON m.kind = 1 AND g.key = m.member_key "
    "LEFT JOIN strangers s ON m.kind = 2 AND s.key = m.member_key WHERE m.group_key = "
    "groups.key) "
    "SELECT 1 FROM membership WHERE ";

}  // namespace scimd::store
