#include "server/command_calls.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <cctype>

#include "model/text.hpp"

namespace scimd::server {
namespace {

namespace json = boost::json;
using management::admitted;
using management::parameters;
using said = admitted<std::string>;

// An answer may come from a server of another version: what it does not say is printed as nothing.
// What it says goes to a terminal.
std::string text_of(const json::object& of, std::string_view name) {
    const json::value* const found = of.if_contains(name);
    if (found == nullptr) return {};
    if (!found->is_string()) return json::serialize(*found);
    std::string printed;
    model::append_printable(printed, found->get_string());
    return printed;
}

const json::object& object_of(const json::object& of, std::string_view name) {
    static const json::object nothing;
    const json::value* const found = of.if_contains(name);
    return found != nullptr && found->is_object() ? found->get_object() : nothing;
}

std::vector<json::object> objects_of(const json::object& of, std::string_view name) {
    std::vector<json::object> entries;
    const json::value* const found = of.if_contains(name);
    if (found == nullptr || !found->is_array()) return entries;
    for (const json::value& one : found->get_array())
        if (one.is_object()) entries.push_back(one.get_object());
    return entries;
}

// "tolerance" is Tolerance among the actions.
std::string with_first(std::string name, int (*change)(int)) {
    if (!name.empty()) name.front() = static_cast<char>(change(name.front()));
    return name;
}

void add_settings(parameters& to, const std::vector<setting>& settings) {
    for (const auto& [name, value] : settings) to[with_first(name, std::toupper)] = value;
}

std::string line_about_directory(const json::object& statistics) {
    const bool enabled = text_of(statistics, "SCIMSyncEnabled") == "true";
    return text_of(statistics, "DirectoryId") + "  " + text_of(statistics, "DirectoryName") + "  " +
           (enabled ? "Enabled" : "Disabled") + "  users " + text_of(statistics, "UserCount") +
           "  groups " + text_of(statistics, "GroupCount") + "\n";
}

std::string line_about_credential(const json::object& one) {
    return text_of(one, "CredentialId") + "  " + text_of(one, "Status") + "  created " +
           text_of(one, "CreateTime") + "  expires " + text_of(one, "ExpireTime") + "\n";
}

std::string bounds_of(const json::object& key) {
    const json::value* const ids = key.if_contains("DirectoryIds");
    if (ids == nullptr || !ids->is_array()) return "all directories";
    std::string text;
    for (const json::value& one : ids->get_array()) {
        if (!one.is_string()) continue;
        if (!text.empty()) text += ',';
        model::append_printable(text, one.get_string());
    }
    return text;
}

std::string line_about_access_key(const json::object& one) {
    const std::string name = text_of(one, "AccessKeyName");
    return text_of(one, "AccessKeyId") + "  created " + text_of(one, "CreateTime") + "  " +
           text_of(one, "Status") + "  " + text_of(one, "Permission") + "  " + bounds_of(one) +
           (name.empty() ? "" : "  " + name) + "\n";
}

std::string settings_text(const json::object& settings) {
    std::string text;
    for (const auto& entry : settings)
        text += "  " + with_first(std::string(entry.key()), std::tolower) + " = " +
                text_of(settings, entry.key()) + "\n";
    return text;
}

// What a command is about: an answer without it is none.
admitted<std::string> needed(const json::object& of, std::string_view name) {
    std::string text = text_of(of, name);
    if (text.empty())
        return management::rejection{
            0, "", "the answer has no " + std::string(name) + "; is this scimd's address?", {}};
    return text;
}

// For commands that say nothing when they are done.
said silently(const call_action& ask, std::string_view action, const parameters& with) {
    const auto done = ask(action, with);
    if (!done) return done.error();
    return std::string();
}

said run(const call_action& ask, const create_directory& what) {
    parameters with;
    if (!what.name.empty()) with["DirectoryName"] = what.name;
    add_settings(with, what.settings);
    const auto made = ask("CreateDirectory", with);
    if (!made) return made.error();
    const auto id = needed(object_of(*made, "Directory"), "DirectoryId");
    if (!id) return id.error();
    return *id + "\nIts SCIM synchronization is Disabled. Next: scimd credential create " + *id +
           "\n";
}

admitted<std::string> line_about(const call_action& ask, const std::string& directory) {
    const auto read = ask("GetDirectoryStatistics", {{"DirectoryId", directory}});
    if (!read) return read.error();
    const json::object& statistics = object_of(*read, "DirectoryStatistics");
    if (const auto id = needed(statistics, "DirectoryId"); !id) return id.error();
    return line_about_directory(statistics);
}

said run(const call_action& ask, const list_directories&) {
    const auto listed = ask("ListDirectories", {});
    if (!listed) return listed.error();
    std::string text;
    for (const json::object& one : objects_of(*listed, "Directories")) {
        const auto line = line_about(ask, text_of(one, "DirectoryId"));
        const bool gone = !line && line.error().code == "EntityNotExists.Directory";
        if (!line && !gone) return line.error();
        if (line) text += *line;
    }
    return text;
}

said run(const call_action& ask, const show_directory& what) {
    const auto line = line_about(ask, what.directory.text());
    if (!line) return line.error();
    const auto settings = ask("GetDirectorySettings", {{"DirectoryId", what.directory.text()}});
    if (!settings) return settings.error();
    return *line + settings_text(object_of(*settings, "Settings"));
}

said run(const call_action& ask, const set_directory& what) {
    parameters with{{"DirectoryId", what.directory.text()}};
    add_settings(with, what.settings);
    return silently(ask, "UpdateDirectorySettings", with);
}

said run(const call_action& ask, const delete_directory& what) {
    return silently(ask, "DeleteDirectory", {{"DirectoryId", what.directory.text()}});
}

said run(const call_action& ask, const create_credential& what) {
    const auto made = ask("CreateSCIMServerCredential", {{"DirectoryId", what.directory.text()}});
    if (!made) return made.error();
    const json::object& one = object_of(*made, "SCIMServerCredential");
    const auto token = needed(one, "CredentialSecret");
    if (!token) return token.error();
    return text_of(one, "CredentialId") + "\ntoken " + *token + "\nThe token is shown only now.\n";
}

said run(const call_action& ask, const list_credentials& what) {
    const auto listed = ask("ListSCIMServerCredentials", {{"DirectoryId", what.directory.text()}});
    if (!listed) return listed.error();
    std::string text;
    for (const json::object& one : objects_of(*listed, "SCIMServerCredentials"))
        text += line_about_credential(one);
    return text;
}

parameters about(const model::directory_id& where, const model::credential_id& which) {
    return {{"DirectoryId", where.text()}, {"CredentialId", which.text()}};
}

said set_status(const call_action& ask, std::string_view action, parameters with,
                const char* status) {
    with["NewStatus"] = status;
    return silently(ask, action, with);
}

said run(const call_action& ask, const enable_credential& what) {
    return set_status(ask, "UpdateSCIMServerCredentialStatus",
                      about(what.directory, what.credential), "Enabled");
}

said run(const call_action& ask, const disable_credential& what) {
    return set_status(ask, "UpdateSCIMServerCredentialStatus",
                      about(what.directory, what.credential), "Disabled");
}

said run(const call_action& ask, const delete_credential& what) {
    return silently(ask, "DeleteSCIMServerCredential", about(what.directory, what.credential));
}

said run(const call_action& ask, const create_access_key& what) {
    parameters with{{"AccessKeyName", what.name},
                    {"Permission", what.read_only ? "ReadOnly" : "Full"}};
    if (!what.id.empty()) with["UserAccessKeyId"] = what.id;
    for (std::size_t i = 0; i < what.directories.size(); ++i)
        with["DirectoryIds." + std::to_string(i + 1)] = what.directories[i].text();
    const auto made = ask("CreateAccessKey", with);
    if (!made) return made.error();
    const json::object& one = object_of(*made, "AccessKey");
    const auto secret = needed(one, "AccessKeySecret");
    if (!secret) return secret.error();
    return text_of(one, "AccessKeyId") + "\nsecret " + *secret +
           "\nThe secret is shown only now.\n";
}

said run(const call_action& ask, const list_access_keys&) {
    const auto listed = ask("ListAccessKeys", {});
    if (!listed) return listed.error();
    std::string text;
    for (const json::object& one : objects_of(*listed, "AccessKeys"))
        text += line_about_access_key(one);
    return text;
}

said run(const call_action& ask, const enable_access_key& what) {
    return set_status(ask, "UpdateAccessKey", {{"UserAccessKeyId", what.id}}, "Enabled");
}

said run(const call_action& ask, const disable_access_key& what) {
    return set_status(ask, "UpdateAccessKey", {{"UserAccessKeyId", what.id}}, "Disabled");
}

said run(const call_action& ask, const delete_access_key& what) {
    return silently(ask, "DeleteAccessKey", {{"UserAccessKeyId", what.id}});
}

}  // namespace

admitted<std::string> carry_out(const command& what, const call_action& ask) {
    return std::visit(
        [&ask](const auto& one) -> said {
            if constexpr (requires { run(ask, one); })
                return run(ask, one);
            else
                return std::string();
        },
        what);
}

bool makes_a_house(const command& what) {
    return std::holds_alternative<create_directory>(what) ||
           std::holds_alternative<create_access_key>(what);
}

std::string to_text(const management::rejection& why) {
    const std::string id = text_of(why.more, "RequestId");
    return (why.code.empty() ? "" : why.code + ": ") + why.message +
           (id.empty() ? "" : " (" + id + ")");
}

}  // namespace scimd::server
