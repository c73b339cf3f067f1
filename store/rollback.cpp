// The switch's half of `tables`: finding what stands in the way of a rollback, and rolling back.
// Its cost is the drift, never the directory.
#include "store/columns.hpp"
#include "store/row.hpp"
#include "store/tables.hpp"

namespace scimd::store {
namespace {

using name = statement_name;
using model::directory;
using model::instant;

// A row of user_drift or group_drift, read whole before the tables it comes from are written.
struct upstream {
    std::int64_t key = 0;
    std::string id;
    std::string name_key;
    std::string document;
    std::string description;
    bool gone = false;
    bool active = true;
    std::int64_t version = 0;
    std::int64_t created = 0;
    std::string local_document;  // what stands there now; empty when gone
};

value external_id_value(const drawn_columns& columns) {
    return columns.external_id ? value(std::string_view(*columns.external_id)) : value(nullptr);
}

void read_conflicts(rows found, policy::entity_kind kind, std::vector<name_conflict>& into) {
    while (found.next())
        into.push_back({kind, std::string(found.text(0)), std::string(found.text(1)),
                        std::string(found.text(2)), std::string()});
}

}  // namespace

std::vector<name_conflict> tables::conflicts(const directory& where) {
    std::vector<name_conflict> found;
    read_conflicts(queries_.run(name::user_conflicts, {where.key}), policy::entity_kind::user,
                   found);
    read_conflicts(queries_.run(name::group_conflicts, {where.key}), policy::entity_kind::group,
                   found);
    add_value_conflicts(where, found);
    return found;
}

bool tables::has_drift(const directory& where) {
    rows found = queries_.run(name::any_drift, {where.key});
    return found.next() && found.integer(0) > 0;
}

void tables::set_synchronization(const policy::permit& by, const directory& where,
                                 model::synchronization status, instant when) {
    check(by);
    queries_.execute(name::set_synchronization,
                     {where.key, static_cast<std::int64_t>(status), when.milliseconds});
}

rolled_back tables::discard_drift(const policy::permit& by, const directory& where, instant when) {
    check(by);
    rolled_back done;
    done.users = restore_users(where, when);
    done.groups = restore_groups(where, when);
    done.memberships = restore_members(where, when);
    restore_unique_values(where);
    queries_.execute(name::forget_user_drift, {where.key});
    queries_.execute(name::forget_group_drift, {where.key});
    queries_.execute(name::forget_all_member_drift, {where.key});
    return done;
}

std::int64_t tables::restore_users(const directory& where, instant when) {
    std::vector<upstream> drifted;
    {
        rows found = queries_.run(name::drifted_users, {where.key});
        while (found.next())
            drifted.push_back({found.integer(0), std::string(found.text(1)),
                               std::string(found.text(2)), std::string(found.text(3)),
                               std::string(found.text(4)), found.integer(5) != 0,
                               found.integer(6) != 0, found.integer(7), found.integer(8),
                               std::string(found.text(9))});
    }
    std::int64_t returned = 0;
    for (const upstream& one : drifted) {
        const drawn_columns columns = draw_user_columns(scim::document_from_text(one.document));
        std::vector<std::string> emails_now;
        if (one.gone) {
            // No password, and in no manual group: those were given up with the local delete.
            queries_.execute(name::restore_gone_user,
                             {one.key, one.id, where.key, one.name_key, external_id_value(columns),
                              one.document, one.description, std::int64_t{one.active},
                              one.version + 1, one.created, when.milliseconds});
            ++returned;
        } else {
            emails_now = draw_user_columns(scim::document_from_text(one.local_document)).email_keys;
            queries_.execute(name::restore_user,
                             {one.key, one.name_key, external_id_value(columns), one.document,
                              one.description, when.milliseconds});
        }
        write_emails(where, one.key, emails_now, columns.email_keys);
    }
    if (returned > 0) queries_.execute(name::count_users, {where.key, returned});
    return static_cast<std::int64_t>(drifted.size());
}

std::int64_t tables::restore_groups(const directory& where, instant when) {
    std::vector<upstream> drifted;
    {
        rows found = queries_.run(name::drifted_groups, {where.key});
        while (found.next())
            drifted.push_back({found.integer(0),
                               std::string(found.text(1)),
                               std::string(found.text(2)),
                               std::string(found.text(3)),
                               std::string(found.text(4)),
                               found.integer(5) != 0,
                               true,
                               found.integer(6),
                               found.integer(7),
                               {}});
    }
    // Two groups may have exchanged their names: all of them let go before the first takes its own
    // back.
    queries_.execute(name::free_drifted_group_names, {where.key});
    const bool unique = where.settings.group_names == model::group_names::unique;
    std::int64_t returned = 0;
    for (const upstream& one : drifted) {
        const drawn_columns columns = draw_group_columns(scim::document_from_text(one.document));
        const value unique_name = unique ? value(std::string_view(one.name_key)) : value(nullptr);
        if (one.gone) {
            queries_.execute(
                name::restore_gone_group,
                {one.key, one.id, where.key, one.name_key, unique_name, external_id_value(columns),
                 one.document, one.description, one.version + 1, one.created, when.milliseconds});
            ++returned;
        } else {
            queries_.execute(name::restore_group,
                             {one.key, one.name_key, unique_name, external_id_value(columns),
                              one.document, one.description, when.milliseconds});
        }
    }
    if (returned > 0) queries_.execute(name::count_groups, {where.key, returned});
    return static_cast<std::int64_t>(drifted.size());
}

// After users and groups, so that who reappeared is there to be a member again. Groups whose
// members change get a new version once.
std::int64_t tables::restore_members(const directory& where, instant when) {
    struct difference {
        std::int64_t group_key;
        std::int64_t kind;
        std::int64_t member_key;
        bool added;
        std::int64_t joined;
        bool member_is_there;
    };
    std::vector<difference> drifted;
    {
        rows found = queries_.run(name::drifted_members, {where.key});
        while (found.next())
            drifted.push_back({found.integer(0), found.integer(1), found.integer(2),
                               found.integer(3) != 0, found.integer(4), found.integer(5) != 0});
    }
    std::int64_t undone = 0;
    for (std::size_t i = 0; i < drifted.size();) {
        const std::int64_t group_key = drifted[i].group_key;
        std::int64_t more = 0;
        std::int64_t touched = 0;
        for (; i < drifted.size() && drifted[i].group_key == group_key; ++i) {
            const difference& one = drifted[i];
            std::int64_t rows_changed = 0;
            if (one.added)
                rows_changed =
                    queries_.execute(name::delete_member, {group_key, one.kind, one.member_key});
            else if (one.member_is_there)
                rows_changed = queries_.execute(name::insert_member,
                                                {group_key, one.kind, one.member_key, one.joined});
            more += one.added ? -rows_changed : rows_changed;
            touched += rows_changed;
        }
        if (touched > 0)
            queries_.execute(name::touch_group,
                             {group_key, std::int64_t{1}, more, when.milliseconds});
        undone += touched;
    }
    return undone;
}

}  // namespace scimd::store
