// What belongs to a user beside the document (tags, a setting of MFA, the passwords it had), to a
// directory beside its settings, and to the house: read, and written.
#include <boost/json/serialize.hpp>

#include "store/row.hpp"
#include "store/tables.hpp"

namespace scimd::store {

using name = statement_name;
using model::directory;
using policy::permit;

std::optional<model::user_id> reading::find_user_by_external_id(const directory& where,
                                                                std::string_view external_id) {
    rows found = queries_.run(name::user_with_external_id, {where.key, external_id});
    if (!found.next()) return std::nullopt;
    return id_at<model::user_id>(found, 0);
}

std::vector<model::tag> reading::tags_of(std::int64_t user_key) {
    std::vector<model::tag> tags;
    rows found = queries_.run(name::tags_of_user, {user_key});
    while (found.next()) tags.push_back({std::string(found.text(0)), std::string(found.text(1))});
    return tags;
}

bool reading::has_mfa(std::int64_t user_key) {
    return !queries_.run(name::is_without_mfa, {user_key}).next();
}

std::vector<std::string> reading::last_passwords(std::int64_t user_key, std::int64_t count) {
    std::vector<std::string> digests;
    rows found = queries_.run(name::last_passwords, {user_key, count});
    while (found.next()) digests.emplace_back(found.text(0));
    return digests;
}

model::preferences reading::find_preferences(const directory& where) {
    rows found = queries_.run(name::find_preferences, {where.key});
    return found.next() ? preferences_at(found, 0) : model::preferences();
}

bool reading::is_service_enabled() {
    rows found = queries_.run(name::service_status, {});
    return found.next() && found.integer(0) != 0;
}

void tables::set_mfa(const permit& by, const model::user& of, bool enabled) {
    check(by);
    queries_.execute(enabled ? name::forget_without_mfa : name::insert_without_mfa, {of.key});
    journal_.mfa_changed(of, scim::text_of(scim::document_from_text(of.document), "userName"),
                         enabled);
}

void tables::set_preferences(const permit& by, const directory& where,
                             const model::preferences& before, const model::preferences& after) {
    check(by);
    if (after == model::preferences())
        queries_.execute(name::forget_preferences, {where.key});
    else
        queries_.execute(name::put_preferences,
                         {where.key, boost::json::serialize(model::to_json(after))});
    journal_.changed({"Directory", where.id.text(), where.name},
                     boost::json::serialize(model::differing(before, after)),
                     boost::json::serialize(model::differing(after, before)));
}

void tables::set_service_status(const permit& by, bool enabled) {
    check(by);
    queries_.execute(name::set_service_status, {std::int64_t{enabled}});
    const std::string on = R"({"Status":"Enabled"})";
    const std::string off = R"({"Status":"Disabled"})";
    journal_.changed({"Service", "service", {}}, enabled ? off : on, enabled ? on : off);
}

// The password that is about to be another one, or none.
void tables::keep_password(std::int64_t user_key) {
    if (queries_.execute(name::keep_password, {user_key}) > 0)
        queries_.execute(name::trim_passwords, {user_key, model::remembered_passwords_max});
}

void tables::forget_belongings(std::int64_t user_key) {
    for (const name which : {name::forget_tags, name::forget_without_mfa, name::forget_passwords})
        queries_.execute(which, {user_key});
}

void tables::forget_belongings_of_gone_users(const directory& where) {
    for (const name which :
         {name::forget_tags_of_gone_users, name::forget_without_mfa_of_gone_users,
          name::forget_passwords_of_gone_users})
        queries_.execute(which, {where.key});
}

}  // namespace scimd::store
