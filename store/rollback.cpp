// The switch's half of `tables`: finding what stands in the way of a rollback, and rolling back.
// Its cost is the drift, never the directory.
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <span>

#include "store/columns.hpp"
#include "store/row.hpp"
#include "store/tables.hpp"
#include "store/values.hpp"

namespace scimd::store {

// A row of user_drift or group_drift, and what stands in its place now.
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
    std::string local_document;  // empty when gone
    std::string local_description;
};

namespace {

using name = statement_name;
using model::directory;
using model::instant;

// The next of them behind a key, read whole before the tables they come from are written; so many
// at a time that a large drift is never in memory at once.
constexpr std::int64_t restored_together = 1000;
constexpr std::size_t restored_bytes_together = 8UL * 1024 * 1024;

std::vector<upstream> read_drifted(queries& ask, name which, std::int64_t directory_key,
                                   std::int64_t behind) {
    std::vector<upstream> drifted;
    std::size_t bytes = 0;
    rows found = ask.run(which, {directory_key, behind, restored_together});
    while (bytes < restored_bytes_together && found.next()) {
        drifted.push_back({found.integer(0), std::string(found.text(1)), std::string(found.text(2)),
                           std::string(found.text(3)), std::string(found.text(4)),
                           found.integer(5) != 0, found.integer(6) != 0, found.integer(7),
                           found.integer(8), std::string(found.text(9)),
                           std::string(found.text(10))});
        bytes += drifted.back().document.size() + drifted.back().local_document.size();
    }
    return drifted;
}

// Of users; a group has no logon state.
std::optional<bool> active_of(const upstream& of, const scim::resource_type& type) {
    return type.name == "User" ? std::optional(of.active) : std::nullopt;
}

entity_state upstream_state(const upstream& of, const scim::document& read,
                            const scim::resource_type& type) {
    return {of.id,          of.document,        read,
            type,           of.description,     model::provision::synchronized,
            of.version + 1, active_of(of, type)};
}

entity_state local_state(const upstream& of, const scim::document& read,
                         const scim::resource_type& type) {
    return {of.id,      of.local_document,    read,
            type,       of.local_description, model::provision::synchronized,
            of.version, active_of(of, type)};
}

std::string status_text(model::synchronization status) {
    return R"({"SCIMSynchronizationStatus":")" + std::string(to_text(status)) + "\"}";
}

}  // namespace

std::vector<name_conflict> tables::conflicts(const directory& where) {
    std::vector<name_conflict> found;
    each_conflict(*this, where, catalogue(where.id),
                  [&found](name_conflict one) { found.push_back(std::move(one)); });
    return found;
}

bool tables::has_drift(const directory& where) {
    rows found = queries_.run(name::any_drift, {where.key});
    return found.next() && found.integer(0) > 0;
}

void tables::set_synchronization(const policy::permit& by, const directory& where,
                                 model::synchronization status, const rolled_back& undone,
                                 instant when) {
    administer(by);
    queries_.execute(name::set_synchronization,
                     {where.key, static_cast<std::int64_t>(status), when.milliseconds});
    std::string summary;
    if (status == model::synchronization::enabled)
        summary = boost::json::serialize(boost::json::object{{"Users", undone.users},
                                                             {"Groups", undone.groups},
                                                             {"Memberships", undone.memberships}});
    journal_.switched({"Directory", where.id.text(), where.name},
                      status_text(where.synchronization), status_text(status), std::move(summary));
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
    // One may have the name that another, or one who is gone, needs: whoever has another name now
    // lets go of it before the first takes its own back.
    queries_.execute(name::free_drifted_user_names, {where.key});
    std::int64_t restored = 0;
    for (auto drifted = read_drifted(queries_, name::drifted_users, where.key, 0); !drifted.empty();
         drifted = read_drifted(queries_, name::drifted_users, where.key, drifted.back().key)) {
        for (const upstream& one : drifted) {
            restore_user(where, one, when);
        }
        restored += static_cast<std::int64_t>(drifted.size());
    }
    return restored;
}

void tables::restore_user(const directory& where, const upstream& one, instant when) {
    const scim::document document = scim::document_from_text(one.document);
    const drawn_columns columns = draw_user_columns(document);
    const entity_state after = upstream_state(one, document, catalogue(where.id).user());
    if (one.gone) {
        // No password, and in no manual group: those were given up with the local delete.
        queries_.execute(
            name::restore_gone_user,
            {one.key, one.id, where.key, one.name_key, optional_text(columns.external_id),
             one.document, one.description, std::int64_t{one.active}, one.version + 1, one.created,
             when.milliseconds});
        population_.came(where.key, {model::member_kind::user, one.key});
        write_emails(where, one.key, {}, columns.email_keys);
        journal_.restored(after);
    } else {
        const scim::document local = scim::document_from_text(one.local_document);
        const drawn_columns local_columns = draw_user_columns(local);
        if (columns.has_names_of(local_columns))
            queries_.execute(name::restore_user_content,
                             {one.key, one.document, one.description, when.milliseconds});
        else
            queries_.execute(name::restore_user,
                             {one.key, one.name_key, optional_text(columns.external_id),
                              one.document, one.description, when.milliseconds});
        write_emails(where, one.key, local_columns.email_keys, columns.email_keys);
        journal_.changed(local_state(one, local, catalogue(where.id).user()), after);
    }
    spill_journal();
}

std::int64_t tables::restore_groups(const directory& where, instant when) {
    // As users do; here a name need not be anybody's.
    queries_.execute(name::free_drifted_group_names, {where.key});
    std::int64_t restored = 0;
    for (auto drifted = read_drifted(queries_, name::drifted_groups, where.key, 0);
         !drifted.empty();
         drifted = read_drifted(queries_, name::drifted_groups, where.key, drifted.back().key)) {
        for (const upstream& one : drifted) {
            restore_group(where, one, when);
        }
        restored += static_cast<std::int64_t>(drifted.size());
    }
    return restored;
}

void tables::restore_group(const directory& where, const upstream& one, instant when) {
    const scim::document document = scim::document_from_text(one.document);
    const drawn_columns columns = draw_group_columns(document);
    const bool unique = where.settings.group_names == model::group_names::unique;
    const value unique_name = unique ? value(std::string_view(one.name_key)) : value(nullptr);
    if (one.gone) {
        queries_.execute(name::restore_gone_group,
                         {one.key, one.id, where.key, one.name_key, unique_name,
                          optional_text(columns.external_id), one.document, one.description,
                          one.version + 1, one.created, when.milliseconds});
        population_.came(where.key, {model::member_kind::group, one.key});
    } else {
        queries_.execute(name::restore_group,
                         {one.key, one.name_key, unique_name, optional_text(columns.external_id),
                          one.document, one.description, when.milliseconds});
    }
    const scim::resource_type& type = catalogue(where.id).group();
    const entity_state after = upstream_state(one, document, type);
    if (one.gone)
        journal_.restored(after);
    else
        journal_.changed(local_state(one, scim::document_from_text(one.local_document), type),
                         after);
    spill_journal();
}

// Groups whose members change get a new version once. Answers how many memberships changed.
std::int64_t tables::restore_members_of(std::int64_t group_key,
                                        std::span<const member_difference> drifted, instant when) {
    std::string id;
    if (rows found = queries_.run(name::group_to_tell, {group_key}); found.next())
        id = found.text(0);
    std::int64_t more = 0;
    std::int64_t touched = 0;
    for (const member_difference& one : drifted) {
        const std::int64_t kind = number_of(one.member.kind);
        if (one.added &&
            queries_.execute(name::delete_member, {group_key, kind, one.member.key}) > 0) {
            tell_removed(id, one.member, {});
            --more;
            ++touched;
        }
        if (!one.added && one.member_is_there &&
            queries_.execute(name::insert_member,
                             {group_key, kind, one.member.key, one.joined.milliseconds}) > 0) {
            tell_added(id, one.member, {});
            ++more;
            ++touched;
        }
    }
    if (touched == 0) return 0;
    queries_.execute(name::touch_group, {group_key, std::int64_t{1}, more, when.milliseconds});
    rows now = queries_.run(name::group_to_tell, {group_key});
    if (now.next())
        journal_.group_is(
            {id, now.text(1), now.integer(2), now.integer(3), model::provision::synchronized});
    return touched;
}

// After users and groups, so that who reappeared is there to be a member again.
std::int64_t tables::restore_members(const directory& where, instant when) {
    std::vector<member_difference> drifted;
    std::vector<std::int64_t> groups;  // whose differences stand at the same place of `drifted`
    {
        rows found = queries_.run(name::drifted_members, {where.key});
        while (found.next()) {
            groups.push_back(found.integer(0));
            drifted.push_back(
                {{static_cast<model::member_kind>(found.integer(1)), found.integer(2)},
                 found.integer(3) != 0,
                 instant{found.integer(4)},
                 found.integer(5) != 0});
        }
    }
    std::int64_t undone = 0;
    for (std::size_t first = 0; first < drifted.size();) {
        const auto behind =
            std::find_if(groups.begin() + static_cast<std::ptrdiff_t>(first), groups.end(),
                         [&](std::int64_t key) { return key != groups[first]; });
        const auto end = static_cast<std::size_t>(behind - groups.begin());
        undone +=
            restore_members_of(groups[first], std::span(drifted).subspan(first, end - first), when);
        spill_journal();
        first = end;
    }
    return undone;
}

}  // namespace scimd::store
