#include "store/tables.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iterator>

#include "store/columns.hpp"
#include "store/row.hpp"

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

constexpr std::int64_t gone_down = -1;

value optional_text(const std::optional<std::string>& text) {
    return text ? value(std::string_view(*text)) : value(nullptr);
}

value unique_name(const directory& where, const std::string& key) {
    return where.settings.group_names == group_names::unique ? value(std::string_view(key))
                                                             : value(nullptr);
}

std::int64_t number_of(provision origin) {
    return static_cast<std::int64_t>(origin);
}
std::int64_t number_of(model::member_kind kind) {
    return static_cast<std::int64_t>(kind);
}

std::int64_t returned_key(rows inserted) {
    if (!inserted.next()) throw store_failure("an INSERT answered no key");
    return inserted.integer(0);
}

drawn_columns columns_of(const user& of) {
    return draw_user_columns(scim::document_from_text(of.document));
}
drawn_columns columns_of(const group& of) {
    return draw_group_columns(scim::document_from_text(of.document));
}

// Nearly all directories have nothing but defaults, which "{}" says without having to be parsed.
std::string settings_text(const model::settings& settings) {
    return settings == model::settings{} ? "{}" : boost::json::serialize(model::to_json(settings));
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

void tables::begin() {
    queries_.execute(name::begin_write);
}
void tables::commit() {
    queries_.execute(name::commit);
}
void tables::rollback() {
    queries_.execute(name::rollback);
}
void tables::rollback_after_failure() noexcept {
    try {
        rollback();
    } catch (const store_failure&) {
        return;  // SQLite had rolled back by itself already
    }
}

void tables::begin_edit() {
    ++edit_;
    queries_.execute(name::savepoint);
}
void tables::keep_edit() {
    queries_.execute(name::release_savepoint);
}
void tables::drop_edit() {
    queries_.execute(name::rollback_to_savepoint);
    queries_.execute(name::release_savepoint);
}

policy::facts tables::facts_about(const directory& where, std::optional<provision> target) const {
    return {where.synchronization, target, edit_};
}

// On in release builds too: an old verdict must not open a new door.
void tables::check(const permit& by) const {
    if (by.transaction() != edit_)
        throw store_failure("a permit was used outside the edit it was judged in");
}

// Users
// ---------------------------------------------------------------------------------------------------------------

user tables::insert_user(const permit& by, const directory& where, user made,
                         const std::string& password_digest) {
    check(by);
    const drawn_columns columns = columns_of(made);
    made.provision = provision_under(by, provision::manual);
    made.version = 1;
    made.modified = made.created;
    made.key = returned_key(queries_.run(
        name::insert_user,
        {made.id.text(), where.key, number_of(made.provision), columns.name_key,
         optional_text(columns.external_id), made.document, made.description,
         std::int64_t{made.active},
         password_digest.empty() ? value(nullptr) : value(std::string_view(password_digest)),
         made.created.milliseconds}));
    write_emails(where, made.key, {}, columns.email_keys);
    write_unique_values(where, {member_kind::user, made.key}, {}, unique_values_of(where, made));
    queries_.execute(name::count_users, {where.key, std::int64_t{1}});
    return made;
}

user tables::update_user(const permit& by, const directory& where, const user& before, user after,
                         instant when) {
    check(by);
    if (by.makes_drift()) queries_.execute(name::keep_user, {before.key});
    const drawn_columns old_columns = columns_of(before);
    const drawn_columns columns = columns_of(after);
    after.provision = provision_under(by, before.provision);
    after.version = before.version + 1;
    after.modified = when;
    queries_.execute(name::update_user,
                     {before.key, number_of(after.provision), columns.name_key,
                      optional_text(columns.external_id), after.document, after.description,
                      std::int64_t{after.active}, when.milliseconds});
    write_emails(where, before.key, old_columns.email_keys, columns.email_keys);
    write_unique_values(where, {member_kind::user, before.key}, unique_values_of(where, before),
                        unique_values_of(where, after));
    if (by.makes_drift()) queries_.execute(name::forget_user_if_upstream, {before.key});
    return after;
}

user tables::set_active(const permit& by, const user& of, bool active, instant when) {
    check(by);
    user after = of;
    after.active = active;
    after.version += 1;
    after.modified = when;
    queries_.execute(name::set_active, {of.key, std::int64_t{active}, when.milliseconds});
    return after;
}

void tables::set_password(const permit& by, const user& of, const std::string& digest) {
    check(by);
    queries_.execute(name::set_password,
                     {of.key, digest.empty() ? value(nullptr) : value(std::string_view(digest))});
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
    } else {
        queries_.execute(name::forget_drift_of_member,
                         {kind, gone.key});  // gone for good: nothing to put back
    }
    queries_.execute(name::touch_groups_of_member, {kind, gone.key, when.milliseconds});
    queries_.execute(name::delete_memberships, {kind, gone.key});
    write_emails(where, gone.key, columns_of(gone).email_keys, {});
    queries_.execute(name::delete_unique_values_of, {kind, gone.key});
    queries_.execute(name::delete_user, {gone.key});
    queries_.execute(name::count_users, {where.key, gone_down});
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

group tables::insert_group(const permit& by, const directory& where, group made) {
    check(by);
    const drawn_columns columns = columns_of(made);
    made.provision = provision_under(by, provision::manual);
    made.version = 1;
    made.members = 0;
    made.modified = made.created;
    made.key = returned_key(
        queries_.run(name::insert_group,
                     {made.id.text(), where.key, number_of(made.provision), columns.name_key,
                      unique_name(where, columns.name_key), optional_text(columns.external_id),
                      made.document, made.description, made.created.milliseconds}));
    write_unique_values(where, {member_kind::group, made.key}, {}, unique_values_of(where, made));
    queries_.execute(name::count_groups, {where.key, std::int64_t{1}});
    return made;
}

void tables::update_group(const permit& by, const directory& where, const group& before,
                          const group& after) {
    check(by);
    if (by.makes_drift()) queries_.execute(name::keep_group, {before.key});
    const drawn_columns columns = columns_of(after);
    queries_.execute(name::update_group,
                     {before.key, number_of(provision_under(by, before.provision)),
                      columns.name_key, unique_name(where, columns.name_key),
                      optional_text(columns.external_id), after.document, after.description});
    write_unique_values(where, {member_kind::group, before.key}, unique_values_of(where, before),
                        unique_values_of(where, after));
    if (by.makes_drift()) queries_.execute(name::forget_group_if_upstream, {before.key});
}

bool tables::add_member(const permit& by, const directory& where, const group& to,
                        model::member_key who, instant when) {
    check(by);
    const std::int64_t kind = number_of(who.kind);
    if (queries_.execute(name::insert_member, {to.key, kind, who.key, when.milliseconds}) == 0)
        return false;
    if (!by.makes_drift()) return true;
    // Back where the identity provider had it, or a difference of ours.
    if (queries_.execute(name::forget_member_drift, {to.key, kind, who.key}) == 0)
        queries_.execute(name::keep_member_drift,
                         {to.key, kind, who.key, where.key, std::int64_t{1}, when.milliseconds});
    return true;
}

bool tables::remove_member(const permit& by, const directory& where, const group& from,
                           model::member_key who) {
    check(by);
    const std::int64_t kind = number_of(who.kind);
    std::int64_t joined = 0;
    if (rows found = queries_.run(name::joined_of_member, {from.key, kind, who.key}); found.next())
        joined = found.integer(0);
    else
        return false;
    queries_.execute(name::delete_member, {from.key, kind, who.key});
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

group tables::touch_group(const permit& by, const directory& where, const group& of,
                          std::int64_t members, instant when) {
    check(by);
    queries_.execute(name::touch_group, {of.key, number_of(provision_under(by, of.provision)),
                                         members, when.milliseconds});
    auto after = find_group(where, of.id);
    if (!after) throw store_failure("a group vanished inside its edit");
    return *after;
}

group tables::count_first_members(const permit& by, group of, std::int64_t members) {
    check(by);
    queries_.execute(name::count_first_members, {of.key, members});
    of.members = members;
    return of;
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
    queries_.execute(name::touch_groups_of_member, {kind, gone.key, when.milliseconds});
    queries_.execute(name::delete_memberships, {kind, gone.key});
    queries_.execute(name::forget_strangers_of_group, {gone.key});
    queries_.execute(name::delete_members_of_group, {gone.key});
    queries_.execute(name::delete_unique_values_of, {kind, gone.key});
    queries_.execute(name::delete_group, {gone.key});
    queries_.execute(name::count_groups, {where.key, gone_down});
}

// What administers
// ----------------------------------------------------------------------------------------------------

directory tables::insert_directory(const permit& by, const model::directory_id& id,
                                   const std::string& text, const model::settings& settings,
                                   instant when) {
    check(by);
    const std::string stored = settings_text(settings);
    directory made{0, id, text, model::synchronization::disabled, settings, 0, 0, when, when};
    made.key = returned_key(
        queries_.run(name::insert_directory, {id.text(), text, stored, when.milliseconds}));
    insert_unique_attributes(made.key, id);
    return made;
}

void tables::rename_directory(const permit& by, const directory& where, const std::string& text,
                              instant when) {
    check(by);
    queries_.execute(name::rename_directory, {where.key, text, when.milliseconds});
}

std::vector<std::string> tables::set_settings(const permit& by, const directory& where,
                                              const model::settings& settings, instant when) {
    check(by);
    if (settings.group_names != where.settings.group_names &&
        settings.group_names == group_names::unique) {
        std::vector<std::string> repeated;
        rows found = queries_.run(name::repeated_group_names, {where.key});
        while (found.next()) repeated.emplace_back(found.text(0));
        if (!repeated.empty()) return repeated;
    }
    if (settings.group_names != where.settings.group_names)
        queries_.execute(settings.group_names == group_names::unique ? name::make_group_names_unique
                                                                     : name::make_group_names_free,
                         {where.key});
    queries_.execute(name::set_settings, {where.key, settings_text(settings), when.milliseconds});
    return {};
}

void tables::delete_directory(const permit& by, const directory& where) {
    check(by);
    queries_.execute(name::forget_user_drift, {where.key});
    queries_.execute(name::forget_group_drift, {where.key});
    queries_.execute(name::forget_all_member_drift, {where.key});
    queries_.execute(name::forget_strangers, {where.key});
    queries_.execute(name::delete_unique_attributes, {where.key});
    queries_.execute(name::delete_directory, {where.key});
}

void tables::insert_credential(const permit& by, const directory& where,
                               const model::credential& made, const model::token_digest& digest) {
    check(by);
    const std::string bytes(digest.begin(), digest.end());
    queries_.execute(name::insert_credential,
                     {made.id.text(), where.key, blob{bytes}, made.created.milliseconds,
                      made.expires.milliseconds});
}

void tables::set_credential_status(const permit& by, const model::credential_id& id, bool enabled) {
    check(by);
    queries_.execute(name::set_credential_status, {id.text(), std::int64_t{enabled}});
}

void tables::delete_credential(const permit& by, const model::credential_id& id) {
    check(by);
    queries_.execute(name::delete_credential, {id.text()});
}

void tables::insert_access_key(const permit& by, const model::access_key& made) {
    check(by);
    queries_.execute(name::insert_access_key,
                     {made.id, blob{made.sealed_secret}, made.created.milliseconds});
}

bool tables::delete_access_key(const permit& by, std::string_view id) {
    check(by);
    return queries_.execute(name::delete_access_key, {id}) > 0;
}

}  // namespace scimd::store
