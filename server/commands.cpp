#include "server/commands.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>

#include "directory/directories.hpp"
#include "model/instant.hpp"
#include "model/random_text.hpp"

namespace scimd::server {
namespace {

using model::author;
using model::fault;
using model::result;

constexpr std::size_t token_characters = 40;
constexpr std::size_t secret_characters = 30;
constexpr std::size_t access_key_id_characters = 24;
constexpr std::int64_t credential_lifetime =
    std::chrono::milliseconds(std::chrono::days(365)).count();  // CloudSSO: one year

// What a command says when it is done.
using said = result<std::string>;

struct desk {
    directory::directories& house;
    directory::view view;

    said submit(const model::directory_id& where, directory::change what, std::string done) const {
        const auto outcome = house.submit_and_wait({where,
                                                    author::administrator,
                                                    model::now(),
                                                    std::move(what),
                                                    {"command line", "", model::random_uuid()}});
        if (!outcome) return outcome.error();
        return done;
    }
};

std::string line_about(const model::directory& one) {
    return one.id.text() + "  " + one.name + "  " + std::string(to_text(one.synchronization)) +
           "  users " + std::to_string(one.users) + "  groups " + std::to_string(one.groups) + "\n";
}

std::string line_about(const model::credential& one) {
    return one.id.text() + "  " + (one.enabled ? "Enabled" : "Disabled") + "  created " +
           to_seconds_text(one.created) + "  expires " + to_seconds_text(one.expires) + "\n";
}

std::string settings_text(const model::settings& settings) {
    std::string text;
    for (const auto& [name, value] : to_json(settings))
        text += "  " + std::string(name) + " = " + std::string(value.as_string()) + "\n";
    return text;
}

said run(desk& at, const create_directory& what) {
    model::settings settings;
    for (const auto& [name, value] : what.settings)
        if (auto changed = model::change(settings, name, value); !changed) return changed.error();
    const model::directory_id id = model::fresh_directory_id();
    const std::string name = what.name.empty() ? "directory-" + id.text().substr(2) : what.name;
    return at.submit(id, directory::create_directory{name, settings},
                     id.text() +
                         "\nIts SCIM synchronization is Disabled. Next: scimd credential create " +
                         id.text() + "\n");
}

said run(desk& at, const list_directories&) {
    std::string text;
    for (const model::directory& one : at.view.list_directories()) text += line_about(one);
    return text;
}

said run(desk& at, const show_directory& what) {
    const auto found = at.view.find_directory(what.directory);
    if (!found) return found.error();
    return line_about(*found) + settings_text(found->settings);
}

said run(desk& at, const set_directory& what) {
    return at.submit(what.directory, directory::change_settings{what.settings}, "");
}

said run(desk& at, const delete_directory& what) {
    return at.submit(what.directory, directory::delete_directory{}, "");
}

said run(desk& at, const create_credential& what) {
    const model::instant now = model::now();
    const std::string token = model::random_alphanumeric(token_characters);
    const model::credential_id id = model::fresh_credential_id(now);
    return at.submit(what.directory,
                     directory::create_credential{
                         id, model::digest_token(token), {now.milliseconds + credential_lifetime}},
                     id.text() + "\ntoken " + token + "\nThe token is shown only now.\n");
}

said run(desk& at, const list_credentials& what) {
    const auto found = at.view.list_credentials(what.directory);
    if (!found) return found.error();
    std::string text;
    for (const model::credential& one : *found) text += line_about(one);
    return text;
}

said run(desk& at, const enable_credential& what) {
    return at.submit(what.directory, directory::set_credential_status{what.credential, true}, "");
}

said run(desk& at, const disable_credential& what) {
    return at.submit(what.directory, directory::set_credential_status{what.credential, false}, "");
}

said run(desk& at, const delete_credential& what) {
    return at.submit(what.directory, directory::delete_credential{what.credential}, "");
}

// What a signed request can name, and what the audit log can tell from the names of our own.
bool is_access_key_id(std::string_view id) {
    constexpr std::size_t length_max = 128;
    return !id.empty() && id.size() <= length_max && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    });
}

said run(desk& at, const create_access_key& what) {
    const std::string id = what.id.empty()
                               ? "SCIMD" + model::random_alphanumeric(access_key_id_characters - 5)
                               : what.id;
    if (!is_access_key_id(id))
        return model::refusal(model::errc::invalid_parameter, "id",
                              "the id of an access key is 1 to 128 letters, digits and . _ -");
    const std::string secret = model::random_alphanumeric(secret_characters);
    return at.submit({}, directory::create_access_key{id, at.house.sealing_key().seal(secret)},
                     id + "\nsecret " + secret + "\nThe secret is shown only now.\n");
}

said run(desk& at, const list_access_keys&) {
    std::string text;
    for (const model::access_key& one : at.view.list_access_keys())
        text += one.id + "  created " + to_seconds_text(one.created) + "\n";
    return text;
}

said run(desk& at, const delete_access_key& what) {
    return at.submit({}, directory::delete_access_key{what.id}, "");
}

said run(desk& at, const check&) {
    const auto broken = at.house.check();
    if (broken.empty()) return std::string("All laws hold.\n");
    std::string lines;
    for (const std::string& one : broken) lines += (lines.empty() ? "" : "\n") + one;
    return model::refusal(model::errc::internal, lines);
}

said run(desk&, const dev&) {
    return std::string();
}
said run(desk&, const serve&) {
    return std::string();
}

// What may be the first thing ever said to a data folder. Everything else is about what is there.
bool makes_a_house(const command& what) {
    return std::holds_alternative<create_directory>(what) ||
           std::holds_alternative<create_access_key>(what);
}

}  // namespace

int run_command(const options& chosen, const scim::catalogues& schemas) {
    const auto house =
        directory::directories::open({chosen.data, !makes_a_house(chosen.command), true}, schemas);
    if (!house) {
        std::cerr << "scimd: " << house.error().detail << "\n";
        return 1;
    }
    desk at{**house, (*house)->open_view()};
    const said outcome =
        std::visit([&at](const auto& what) { return run(at, what); }, chosen.command);
    if (!outcome) {
        std::cerr << "scimd: " << outcome.error().detail << "\n";
        return 1;
    }
    std::cout << *outcome;
    return 0;
}

}  // namespace scimd::server
