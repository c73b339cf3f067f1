// What administers: directories, their settings, credentials and access keys.
#include <boost/json/serialize.hpp>

#include "store/row.hpp"
#include "store/tables.hpp"
#include "store/values.hpp"

namespace scimd::store {
namespace {

using name = statement_name;
using model::directory;
using model::group_names;
using model::instant;
using policy::permit;

// Nearly all directories have nothing but defaults, which "{}" says without having to be parsed.
std::string settings_text(const model::settings& settings) {
    return settings == model::settings{} ? "{}" : boost::json::serialize(model::to_json(settings));
}

constexpr std::string_view directory_type = "Directory";
constexpr std::string_view credential_type = "SCIMServerCredential";
constexpr std::string_view access_key_type = "AccessKey";

std::string name_text(const std::string& of) {
    return boost::json::serialize(boost::json::object{{"DirectoryName", of}});
}
// A new directory: settings are told where they are not the defaults.
std::string told_creation(const std::string& of, const model::settings& settings) {
    boost::json::object told{{"DirectoryName", of}};
    if (settings != model::settings{}) told["Settings"] = model::to_json(settings);
    return boost::json::serialize(told);
}
std::string told_settings(const model::settings& settings) {
    return boost::json::serialize(boost::json::object{{"Settings", model::to_json(settings)}});
}
std::string status_text(bool enabled) {
    return enabled ? R"({"Status":"Enabled"})" : R"({"Status":"Disabled"})";
}

// The directories a key is good for, as its row holds them.
std::string bound_text(const model::access_key& of) {
    if (!of.directories) return std::string(all_directories);
    std::string text;
    for (const model::directory_id& one : *of.directories)
        text += (text.empty() ? "" : " ") + one.text();
    return text;
}

// What the audit log is told of a key: all but its secret (Law 8).
std::string told(const model::access_key& of) {
    boost::json::object written{{"AccessKeyName", of.name},
                                {"Status", of.enabled ? "Enabled" : "Disabled"},
                                {"Permission", of.read_only ? "ReadOnly" : "Full"}};
    if (of.directories) {
        boost::json::array ids;
        for (const model::directory_id& one : *of.directories) ids.emplace_back(one.text());
        written["DirectoryIds"] = std::move(ids);
    }
    return boost::json::serialize(written);
}

constexpr std::size_t directories_known_max = 256;

}  // namespace

std::optional<directory> tables::known_directory(const model::directory_id& id) {
    if (const auto known = directories_.find(id.text()); known != directories_.end())
        return known->second;
    auto found = find_directory(id);
    if (directories_.size() >= directories_known_max) forget_directories();
    if (found) directories_.emplace(id.text(), *found);
    return found;
}

directory tables::insert_directory(const permit& by, const model::directory_id& id,
                                   const std::string& text, const model::settings& settings,
                                   instant when) {
    administer(by);
    const std::string stored = settings_text(settings);
    directory made{0, id, text, model::synchronization::disabled, settings, 0, 0, when, when};
    made.key = returned_key(
        queries_.run(name::insert_directory, {id.text(), text, stored, when.milliseconds}));
    // The key may be that of a directory which this transaction has emptied and deleted: what is
    // still to be counted there is not this one's.
    const std::int64_t users = population_.unwritten(made.key, model::member_kind::user);
    if (users != 0) queries_.execute(name::count_users, {made.key, -users});
    const std::int64_t groups = population_.unwritten(made.key, model::member_kind::group);
    if (groups != 0) queries_.execute(name::count_groups, {made.key, -groups});
    insert_unique_attributes(made.key, id);
    journal_.changed({directory_type, id.text(), text}, {}, told_creation(text, settings));
    return made;
}

void tables::rename_directory(const permit& by, const directory& where, const std::string& text,
                              instant when) {
    administer(by);
    queries_.execute(name::rename_directory, {where.key, text, when.milliseconds});
    journal_.changed({directory_type, where.id.text(), text}, name_text(where.name),
                     name_text(text));
}

std::vector<std::string> tables::set_settings(const permit& by, const directory& where,
                                              const model::settings& settings, instant when) {
    administer(by);
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
    journal_.changed({directory_type, where.id.text(), where.name}, told_settings(where.settings),
                     told_settings(settings));
    return {};
}

void tables::delete_directory(const permit& by, const directory& where) {
    administer(by);
    forget_belongings_of_gone_users(where);
    queries_.execute(name::forget_preferences, {where.key});
    queries_.execute(name::forget_user_drift, {where.key});
    queries_.execute(name::forget_group_drift, {where.key});
    queries_.execute(name::forget_all_member_drift, {where.key});
    queries_.execute(name::forget_strangers, {where.key});
    queries_.execute(name::delete_unique_attributes, {where.key});
    queries_.execute(name::delete_directory, {where.key});
    journal_.changed({directory_type, where.id.text(), where.name}, name_text(where.name), {});
}

void tables::insert_credential(const permit& by, const directory& where,
                               const model::credential& made, const model::token_digest& digest) {
    administer(by);
    const std::string bytes(digest.begin(), digest.end());
    queries_.execute(name::insert_credential,
                     {made.id.text(), where.key, blob{bytes}, made.created.milliseconds,
                      made.expires.milliseconds});
    const boost::json::object told{{"Status", "Enabled"},
                                   {"ExpireTime", model::to_seconds_text(made.expires)}};
    journal_.changed({credential_type, made.id.text(), {}}, {}, boost::json::serialize(told));
}

void tables::set_credential_status(const permit& by, const model::credential_id& id, bool enabled) {
    administer(by);
    queries_.execute(name::set_credential_status, {id.text(), std::int64_t{enabled}});
    journal_.changed({credential_type, id.text(), {}}, status_text(!enabled), status_text(enabled));
}

void tables::delete_credential(const permit& by, const model::credential_id& id) {
    administer(by);
    queries_.execute(name::delete_credential, {id.text()});
    journal_.changed({credential_type, id.text(), {}}, "{}", {});
}

void tables::insert_access_key(const permit& by, const model::access_key& made) {
    check(by);
    const std::string bound_to = bound_text(made);
    queries_.execute(name::insert_access_key,
                     {made.id, blob{made.sealed_secret}, made.name, std::int64_t{made.enabled},
                      std::int64_t{made.read_only}, bound_to, made.created.milliseconds});
    journal_.changed({access_key_type, made.id, made.name}, {}, told(made));
}

void tables::update_access_key(const permit& by, const model::access_key& before,
                               const model::access_key& after) {
    check(by);
    queries_.execute(name::update_access_key, {after.id, after.name, std::int64_t{after.enabled}});
    journal_.changed({access_key_type, after.id, after.name}, told(before), told(after));
}

void tables::delete_access_key(const permit& by, const model::access_key& gone) {
    check(by);
    queries_.execute(name::delete_access_key, {gone.id});
    journal_.changed({access_key_type, gone.id, gone.name}, told(gone), {});
}

}  // namespace scimd::store
