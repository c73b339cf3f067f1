#include "store/tables.hpp"

#include <algorithm>
#include <iterator>

#include "store/columns.hpp"
#include "store/row.hpp"
#include "store/values.hpp"

namespace scimd::store {
namespace {

using name = statement_name;
using model::directory;
using model::group;
using model::group_names;
using model::instant;
using model::member_kind;
using model::provision;
using model::user;
using policy::permit;

value unique_name(const directory& where, const std::string& key) {
    return where.settings.group_names == group_names::unique ? value(std::string_view(key))
                                                             : value(nullptr);
}

// What an identity provider writes is synchronized from then on; what an administrator writes stays
// what it was.
provision provision_under(const permit& by, provision before) {
    return by.who() == model::author::idp ? provision::synchronized : before;
}

}  // namespace

tables::tables(session& on, const scim::catalogues& schemas) : reading(on), catalogues_(schemas) {
    queries_.prepare_all();
}

policy::facts tables::facts_about(const directory& where, std::optional<provision> target) const {
    return {where.synchronization, target, edit_};
}

std::optional<directory> tables::find_directory(const model::directory_id& id) {
    auto found = reading::find_directory(id);
    if (!found) return found;
    found->users += population_.unwritten(found->key, member_kind::user);
    found->groups += population_.unwritten(found->key, member_kind::group);
    return found;
}

// On in release builds too: an old verdict must not open a new door.
void tables::check(const permit& by) const {
    if (by.transaction() != edit_)
        throw store_failure("a permit was used outside the edit it was judged in");
}

// What readers remember of directories and credentials no longer holds.
void tables::administer(const permit& by) {
    check(by);
    has_administered_ = true;
    forget_directories();
}

// Users
// ---------------------------------------------------------------------------------------------------------------

user tables::insert_user(const permit& by, const directory& where, user made,
                         const scim::document& document, const std::string& password_digest,
                         const std::vector<model::tag>& tags) {
    check(by);
    const drawn_columns columns = draw_user_columns(document);
    const scim::resource_type& type = catalogue(where.id).user();
    made.provision = provision_under(by, provision::manual);
    made.version = 1;
    made.modified = made.created;
    made.key = queries_.insert(
        name::insert_user,
        {made.id.text(), where.key, number_of(made.provision), columns.name_key,
         optional_text(columns.external_id), made.document, made.description,
         std::int64_t{made.active},
         password_digest.empty() ? value(nullptr) : value(std::string_view(password_digest)),
         made.created.milliseconds});
    write_emails(where, made.key, {}, columns.email_keys);
    write_unique_values(where, {member_kind::user, made.key}, {},
                        draw_unique_values(document, type));
    population_.came(where.key, {member_kind::user, made.key});
    journal_.created(state_of(made, document, type));
    if (!password_digest.empty())
        journal_.password_changed(made, scim::text_of(document, "userName"));
    std::int64_t place = 0;
    for (const model::tag& one : tags)
        queries_.execute(name::insert_tag, {made.key, one.key, one.value, where.key, place++});
    if (!tags.empty()) journal_.tagged(made.id.text(), tags);
    return made;
}

user tables::update_user(const permit& by, const directory& where, const known<user>& known_before,
                         user after, const scim::document& document, instant when) {
    check(by);
    const auto& [before, old_document] = known_before;
    if (by.makes_drift()) queries_.execute(name::keep_user, {before.key});
    const drawn_columns columns = draw_user_columns(document);
    const scim::resource_type& type = catalogue(where.id).user();
    after.provision = provision_under(by, before.provision);
    after.version = before.version + 1;
    after.modified = when;
    const drawn_columns old_columns = draw_user_columns(old_document);
    if (columns.has_names_of(old_columns))
        queries_.execute(name::update_user_content,
                         {before.key, number_of(after.provision), after.document, after.description,
                          std::int64_t{after.active}, when.milliseconds});
    else
        queries_.execute(name::update_user,
                         {before.key, number_of(after.provision), columns.name_key,
                          optional_text(columns.external_id), after.document, after.description,
                          std::int64_t{after.active}, when.milliseconds});
    write_emails(where, before.key, old_columns.email_keys, columns.email_keys);
    write_unique_values(where, {member_kind::user, before.key},
                        draw_unique_values(old_document, type), draw_unique_values(document, type));
    if (by.makes_drift()) queries_.execute(name::forget_user_if_upstream, {before.key});
    journal_.changed(state_of(before, old_document, type), state_of(after, document, type));
    return after;
}

user tables::set_active(const permit& by, const directory& where, const user& of, bool active,
                        instant when) {
    check(by);
    user after = of;
    after.active = active;
    after.version += 1;
    after.modified = when;
    queries_.execute(name::set_active, {of.key, std::int64_t{active}, when.milliseconds});
    const scim::document document = scim::document_from_text(of.document);
    const scim::resource_type& type = catalogue(where.id).user();
    journal_.changed(state_of(of, document, type), state_of(after, document, type));
    return after;
}

void tables::set_password(const permit& by, const user& of, const std::string& digest) {
    check(by);
    keep_password(of.key);
    queries_.execute(name::set_password,
                     {of.key, digest.empty() ? value(nullptr) : value(std::string_view(digest))});
    const scim::document document = scim::document_from_text(of.document);
    journal_.password_changed(of, scim::text_of(document, "userName"));
}

std::string tables::password_digest_of(const user& of) {
    rows found = queries_.run(name::password_of_user, {of.key});
    return found.next() ? std::string(found.text(0)) : std::string();
}

void tables::remove_user(const permit& by, const directory& where, const user& gone, instant when) {
    check(by);
    constexpr std::int64_t kind = 0;
    if (by.makes_drift()) {
        queries_.execute(name::keep_user, {gone.key});
        queries_.execute(name::mark_user_gone, {gone.key});
        keep_password(gone.key);
    } else {
        queries_.execute(name::forget_drift_of_member,
                         {kind, gone.key});  // gone for good: nothing to put back
        forget_belongings(gone.key);
    }
    const scim::document document = scim::document_from_text(gone.document);
    journal_.removed(state_of(gone, document, catalogue(where.id).user()));
    leave_groups({member_kind::user, gone.key}, gone.id.text(), when);
    write_emails(where, gone.key, draw_user_columns(document).email_keys, {});
    queries_.execute(name::delete_unique_values_of, {kind, gone.key});
    queries_.execute(name::spend_user_key, {gone.key});
    queries_.execute(name::delete_user, {gone.key});
    population_.left(where.key, {member_kind::user, gone.key});
}

// Out of every group that somebody is in, each of which gets a new version.
void tables::leave_groups(model::member_key who, const std::string& id, instant when) {
    const std::int64_t kind = number_of(who.kind);
    {
        rows found = queries_.run(name::groups_to_leave, {kind, who.key});
        while (found.next()) {
            journal_.member_removed(found.text(0), id);
            journal_.group_is({found.text(0), found.text(1), found.integer(2) + 1,
                               found.integer(3) - 1, provision_at(found, 4)});
        }
    }
    queries_.execute(name::touch_groups_of_member, {kind, who.key, when.milliseconds});
    queries_.execute(name::delete_memberships, {kind, who.key});
}

// Both lists are sorted: entries that did not change are not touched.
void tables::write_emails(const directory& where, std::int64_t user_key,
                          const std::vector<std::string>& before,
                          const std::vector<std::string>& after) {
    std::vector<std::string> gone;
    std::vector<std::string> come;
    std::ranges::set_difference(before, after, std::back_inserter(gone));
    std::ranges::set_difference(after, before, std::back_inserter(come));
    for (const std::string& key : gone)
        queries_.execute(name::delete_email, {where.key, key, user_key});
    for (const std::string& key : come)
        queries_.execute(name::insert_email, {where.key, key, user_key});
}

// Groups
// --------------------------------------------------------------------------------------------------------------

group tables::insert_group(const permit& by, const directory& where, group made,
                           const scim::document& document) {
    check(by);
    const drawn_columns columns = draw_group_columns(document);
    const scim::resource_type& type = catalogue(where.id).group();
    made.provision = provision_under(by, provision::manual);
    made.version = 1;
    made.members = 0;
    made.modified = made.created;
    made.key =
        queries_.insert(name::insert_group,
                        {made.id.text(), where.key, number_of(made.provision), columns.name_key,
                         unique_name(where, columns.name_key), optional_text(columns.external_id),
                         made.document, made.description, made.created.milliseconds});
    write_unique_values(where, {member_kind::group, made.key}, {},
                        draw_unique_values(document, type));
    population_.came(where.key, {member_kind::group, made.key});
    journal_.created(state_of(made, document, type));
    return made;
}

void tables::update_group(const permit& by, const directory& where, const group& before,
                          const group& after) {
    check(by);
    if (by.makes_drift()) queries_.execute(name::keep_group, {before.key});
    const scim::document old_document = scim::document_from_text(before.document);
    const scim::document document = scim::document_from_text(after.document);
    const drawn_columns columns = draw_group_columns(document);
    const scim::resource_type& type = catalogue(where.id).group();
    const std::int64_t origin = number_of(provision_under(by, before.provision));
    if (columns.has_names_of(draw_group_columns(old_document)))
        queries_.execute(name::update_group_content,
                         {before.key, origin, after.document, after.description});
    else
        queries_.execute(
            name::update_group,
            {before.key, origin, columns.name_key, unique_name(where, columns.name_key),
             optional_text(columns.external_id), after.document, after.description});
    write_unique_values(where, {member_kind::group, before.key},
                        draw_unique_values(old_document, type), draw_unique_values(document, type));
    if (by.makes_drift()) queries_.execute(name::forget_group_if_upstream, {before.key});
    model::group written = after;
    written.provision = provision_under(by, before.provision);
    journal_.changed(state_of(before, old_document, type), state_of(written, document, type));
}

std::string tables::id_of(model::member_key who) {
    rows found = queries_.run(name::id_of_member, {number_of(who.kind), who.key});
    return found.next() ? std::string(found.text(0)) : std::string();
}

// Beyond what one change of the log names, members are only counted.
void tables::tell_added(std::string_view group_id, model::member_key who, std::string_view id) {
    const bool asks = id.empty() && journal_.names_member_added(group_id);
    journal_.member_added(group_id, asks ? id_of(who) : std::string(id));
}

void tables::tell_removed(std::string_view group_id, model::member_key who, std::string_view id) {
    const bool asks = id.empty() && journal_.names_member_removed(group_id);
    journal_.member_removed(group_id, asks ? id_of(who) : std::string(id));
}

bool tables::add_member(const permit& by, const directory& where, const group& to,
                        model::member_key who, instant when, std::string_view id) {
    check(by);
    const std::int64_t kind = number_of(who.kind);
    if (queries_.execute(name::insert_member, {to.key, kind, who.key, when.milliseconds}) == 0)
        return false;
    tell_added(to.id.text(), who, id);
    if (!by.makes_drift()) return true;
    // Back where the identity provider had it, or a difference of ours.
    if (queries_.execute(name::forget_member_drift, {to.key, kind, who.key}) == 0)
        queries_.execute(name::keep_member_drift,
                         {to.key, kind, who.key, where.key, std::int64_t{1}, when.milliseconds});
    return true;
}

bool tables::remove_member(const permit& by, const directory& where, const group& from,
                           model::member_key who, std::string_view id) {
    check(by);
    const std::int64_t kind = number_of(who.kind);
    std::int64_t joined = 0;
    if (rows found = queries_.run(name::joined_of_member, {from.key, kind, who.key}); found.next())
        joined = found.integer(0);
    else
        return false;
    queries_.execute(name::delete_member, {from.key, kind, who.key});
    tell_removed(from.id.text(), who, id);
    if (!by.makes_drift()) {
        if (who.kind == model::member_kind::stranger)
            queries_.execute(name::forget_stranger, {who.key});
        return true;
    }
    if (queries_.execute(name::forget_member_drift, {from.key, kind, who.key}) == 0)
        queries_.execute(name::keep_member_drift,
                         {from.key, kind, who.key, where.key, std::int64_t{0}, joined});
    return true;
}

model::member_key tables::meet_stranger(const permit& by, const directory& where,
                                        std::string_view id) {
    check(by);
    return {model::member_kind::stranger,
            returned_key(queries_.run(name::insert_stranger, {where.key, id}))};
}

group tables::touch_group(const permit& by, const directory& where, const group& before,
                          group after, std::int64_t members, instant when) {
    check(by);
    after.provision = provision_under(by, before.provision);
    after.version = before.version + 1;
    after.members = before.members + members;
    after.modified = when;
    queries_.execute(name::touch_group,
                     {after.key, number_of(after.provision), members, when.milliseconds});
    say_what_it_is(where, before, after);
    return after;
}

group tables::count_first_members(const permit& by, group of, std::int64_t members) {
    check(by);
    queries_.execute(name::count_first_members, {of.key, members});
    of.members = members;
    const scim::document document = scim::document_from_text(of.document);
    journal_.group_is(
        {of.id.text(), scim::text_of(document, "displayName"), of.version, members, of.provision});
    return of;
}

// A push that adopts a manual group may change nothing else of it.
void tables::say_what_it_is(const directory& where, const group& before, const group& after) {
    const scim::document document = scim::document_from_text(after.document);
    const scim::resource_type& type = catalogue(where.id).group();
    if (before.provision != after.provision && before.document == after.document)
        journal_.changed(state_of(before, document, type), state_of(after, document, type));
    journal_.group_is({after.id.text(), scim::text_of(document, "displayName"), after.version,
                       after.members, after.provision});
}

std::vector<std::string> tables::ids_of_members(std::int64_t group_key) {
    std::vector<std::string> ids;
    rows found = queries_.run(name::ids_of_members,
                              {group_key, static_cast<std::int64_t>(journal_members_max)});
    while (found.next()) ids.emplace_back(found.text(0));
    return ids;
}

void tables::remove_group(const permit& by, const directory& where, const group& gone,
                          instant when) {
    check(by);
    constexpr std::int64_t kind = 1;
    if (by.makes_drift()) {
        queries_.execute(name::keep_group, {gone.key});
        queries_.execute(name::mark_group_gone, {gone.key});
    } else {
        queries_.execute(name::forget_drift_of_member, {kind, gone.key});
    }
    journal_.removed(
        state_of(gone, scim::document_from_text(gone.document), catalogue(where.id).group()));
    leave_groups({member_kind::group, gone.key}, gone.id.text(), when);
    std::vector<std::string> members = ids_of_members(gone.key);
    queries_.execute(name::forget_strangers_of_group, {gone.key});
    const std::int64_t left = queries_.execute(name::delete_members_of_group, {gone.key});
    journal_.members_removed(gone.id.text(), std::move(members), left);
    queries_.execute(name::delete_unique_values_of, {kind, gone.key});
    queries_.execute(name::spend_group_key, {gone.key});
    queries_.execute(name::delete_group, {gone.key});
    population_.left(where.key, {member_kind::group, gone.key});
}

}  // namespace scimd::store
