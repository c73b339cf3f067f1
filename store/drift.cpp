#include "store/drift.hpp"

#include <limits>

#include "store/row.hpp"

namespace scimd::store {
namespace {

using name = statement_name;
using model::directory;

// key, id, upstream document, upstream description, whether it is there, local document, local
// description
drifted drifted_at(const rows& row) {
    drifted one{row.integer(0),
                std::string(row.text(1)),
                {std::string(row.text(2)), std::string(row.text(3))},
                std::nullopt};
    if (row.integer(4) != 0) one.local = {std::string(row.text(5)), std::string(row.text(6))};
    return one;
}

// The members of the counts, of groups whose keys are in a range.
void count_members(queries& ask, const directory& where, std::int64_t least, std::int64_t most,
                   model::drift_counts& into) {
    rows found = ask.run(name::count_member_drift, {where.key, least, most});
    found.next();
    into.groups_with_members = found.integer(0);
    into.groups_with_members_only = found.integer(1);
    into.members_added = found.integer(2);
    into.members_removed = found.integer(3);
}

std::vector<model::member> first_members(queries& ask, std::int64_t group_key, bool added,
                                         std::int64_t count) {
    std::vector<model::member> members;
    rows found = ask.run(name::drifted_members_of_group, {group_key, std::int64_t{added}, count});
    while (found.next())
        members.push_back({static_cast<model::member_kind>(found.integer(0)),
                           std::string(found.text(1)),
                           std::string(found.text(2)),
                           {}});
    return members;
}

}  // namespace

model::drift_counts count_drift(reading& from, const directory& where) {
    queries& ask = from.ask();
    model::drift_counts counts;
    {
        rows users = ask.run(name::count_user_drift, {where.key});
        users.next();
        counts.users_edited = users.integer(0);
        counts.users_deleted = users.integer(1);
    }
    {
        rows groups = ask.run(name::count_group_drift, {where.key});
        groups.next();
        counts.groups_edited = groups.integer(0);
        counts.groups_deleted = groups.integer(1);
    }
    count_members(ask, where, 0, std::numeric_limits<std::int64_t>::max(), counts);
    return counts;
}

std::vector<drifted> drifted_users(reading& from, const directory& where, std::int64_t after,
                                   std::int64_t count) {
    std::vector<drifted> users;
    rows found = from.ask().run(name::drifted_users_after, {where.key, after, count});
    while (found.next()) users.push_back(drifted_at(found));
    return users;
}

// Each by a look-up of its own: a group may have any number of rows of drift.
std::vector<drifted> drifted_groups(reading& from, const directory& where, std::int64_t after,
                                    std::int64_t count) {
    std::vector<drifted> groups;
    for (; count > 0; --count) {
        rows found = from.ask().run(name::drifted_group_after, {where.key, after});
        if (!found.next()) break;
        groups.push_back(drifted_at(found));
        after = groups.back().key;
    }
    return groups;
}

member_drift drifted_members_of(reading& from, const directory& where, std::int64_t group_key,
                                std::int64_t count) {
    queries& ask = from.ask();
    model::drift_counts counts;
    count_members(ask, where, group_key, group_key, counts);
    return {{counts.members_added, first_members(ask, group_key, true, count)},
            {counts.members_removed, first_members(ask, group_key, false, count)}};
}

holder describe_holder(reading& from, const name_conflict& of) {
    const std::int64_t kind = of.kind == policy::entity_kind::user ? 0 : 1;
    rows found = from.ask().run(name::describe_holder, {kind, of.key});
    found.next();
    return {std::string(found.text(0)), provision_at(found, 1)};
}

}  // namespace scimd::store
