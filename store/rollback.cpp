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

model::user user_from(const upstream& of, const std::string& document,
                      const std::string& description, std::int64_t version) {
    model::user made;
    made.id = *model::user_id::from_text(of.id);
    made.provision = model::provision::synchronized;
    made.document = document;
    made.description = description;
    made.active = of.active;
    made.version = version;
    return made;
}

model::group group_from(const upstream& of, const std::string& document,
                        const std::string& description, std::int64_t version) {
    model::group made;
    made.id = *model::group_id::from_text(of.id);
    made.provision = model::provision::synchronized;
    made.document = document;
    made.description = description;
    made.version = version;
    return made;
}

// Tells the journal what becomes of one entity.
template <class Entity>
void tell(journal& into, const upstream& of, const scim::document& document,
          const scim::resource_type& type,
          Entity (*make)(const upstream&, const std::string&, const std::string&, std::int64_t)) {
    const Entity after = make(of, of.document, of.description, of.version + 1);
    if (of.gone) return into.restored({after, document, type});
    const Entity before = make(of, of.local_document, of.local_description, of.version);
    into.changed({before, scim::document_from_text(before.document), type},
                 {after, document, type});
}

// The next of them behind a key, read whole before the tables they come from are written; so many
// at a time that a large drift is never in memory at once.
constexpr std::int64_t restored_together = 1000;

std::vector<upstream> read_drifted(queries& ask, name which, std::int64_t directory_key,
                                   std::int64_t behind) {
    std::vector<upstream> drifted;
    rows found = ask.run(which, {directory_key, behind, restored_together});
    while (found.next())
        drifted.push_back({found.integer(0), std::string(found.text(1)), std::string(found.text(2)),
                           std::string(found.text(3)), std::string(found.text(4)),
                           found.integer(5) != 0, found.integer(6) != 0, found.integer(7),
                           found.integer(8), std::string(found.text(9)),
                           std::string(found.text(10))});
    return drifted;
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
    check(by);
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
    std::int64_t returned = 0;
    for (auto drifted = read_drifted(queries_, name::drifted_users, where.key, 0); !drifted.empty();
         drifted = read_drifted(queries_, name::drifted_users, where.key, drifted.back().key)) {
        for (const upstream& one : drifted) {
            restore_user(where, one, when);
            returned += std::int64_t{one.gone};
        }
        restored += static_cast<std::int64_t>(drifted.size());
    }
    if (returned > 0) queries_.execute(name::count_users, {where.key, returned});
    return restored;
}

void tables::restore_user(const directory& where, const upstream& one, instant when) {
    const scim::document document = scim::document_from_text(one.document);
    const drawn_columns columns = draw_user_columns(document);
    std::vector<std::string> emails_now;
    if (one.gone) {
        // No password, and in no manual group: those were given up with the local delete.
        queries_.execute(
            name::restore_gone_user,
            {one.key, one.id, where.key, one.name_key, optional_text(columns.external_id),
             one.document, one.description, std::int64_t{one.active}, one.version + 1, one.created,
             when.milliseconds});
    } else {
        emails_now = draw_user_columns(scim::document_from_text(one.local_document)).email_keys;
        queries_.execute(name::restore_user,
                         {one.key, one.name_key, optional_text(columns.external_id), one.document,
                          one.description, when.milliseconds});
    }
    write_emails(where, one.key, emails_now, columns.email_keys);
    tell(journal_, one, document, catalogue(where.id).user(), &user_from);
    spill_journal();
}

std::int64_t tables::restore_groups(const directory& where, instant when) {
    // As users do; here a name need not be anybody's.
    queries_.execute(name::free_drifted_group_names, {where.key});
    std::int64_t restored = 0;
    std::int64_t returned = 0;
    for (auto drifted = read_drifted(queries_, name::drifted_groups, where.key, 0);
         !drifted.empty();
         drifted = read_drifted(queries_, name::drifted_groups, where.key, drifted.back().key)) {
        for (const upstream& one : drifted) {
            restore_group(where, one, when);
            returned += std::int64_t{one.gone};
        }
        restored += static_cast<std::int64_t>(drifted.size());
    }
    if (returned > 0) queries_.execute(name::count_groups, {where.key, returned});
    return restored;
}

void tables::restore_group(const directory& where, const upstream& one, instant when) {
    const scim::document document = scim::document_from_text(one.document);
    const drawn_columns columns = draw_group_columns(document);
    const bool unique = where.settings.group_names == model::group_names::unique;
    const value unique_name = unique ? value(std::string_view(one.name_key)) : value(nullptr);
    if (one.gone)
        queries_.execute(name::restore_gone_group,
                         {one.key, one.id, where.key, one.name_key, unique_name,
                          optional_text(columns.external_id), one.document, one.description,
                          one.version + 1, one.created, when.milliseconds});
    else
        queries_.execute(name::restore_group,
                         {one.key, one.name_key, unique_name, optional_text(columns.external_id),
                          one.document, one.description, when.milliseconds});
    tell(journal_, one, document, catalogue(where.id).group(), &group_from);
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
            journal_.member_removed(id, id_to_name(id, one.member));
            --more;
            ++touched;
        }
        if (!one.added && one.member_is_there &&
            queries_.execute(name::insert_member,
                             {group_key, kind, one.member.key, one.joined.milliseconds}) > 0) {
            journal_.member_added(id, id_to_name(id, one.member));
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
