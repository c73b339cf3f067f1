// How much of a directory differs from what the identity provider last said: what enabling
// synchronization would undo.
#pragma once

#include <cstdint>

namespace scimd::model {

struct drift_counts {
    std::int64_t users_edited = 0;
    std::int64_t users_deleted = 0;
    std::int64_t groups_edited = 0;  // their attributes; their members are counted apart
    std::int64_t groups_deleted = 0;
    std::int64_t groups_with_members = 0;  // whose members differ, edited and deleted ones included
    std::int64_t groups_with_members_only = 0;  // those that are neither edited nor deleted
    std::int64_t members_added = 0;             // pairs that a rollback removes
    std::int64_t members_removed = 0;           // pairs that it puts back

    std::int64_t users() const { return users_edited + users_deleted; }
    std::int64_t groups() const { return groups_edited + groups_deleted; }
    std::int64_t memberships() const { return members_added + members_removed; }
    // Users and groups in which anything differs, each once.
    std::int64_t entities() const { return users() + groups() + groups_with_members_only; }

    friend bool operator==(const drift_counts&, const drift_counts&) = default;
};

}  // namespace scimd::model
