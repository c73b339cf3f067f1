#include "server/options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string_view>
#include <system_error>
#include <thread>

#include "model/settings.hpp"
#include "server/arguments.hpp"
#include "server/server_options.hpp"

namespace scimd::server {
namespace {

using wrong = CLI::ValidationError;  // whose argument, and what is wrong with it: exit code 2

constexpr std::size_t threads_max = 256;

// --- Text to values
// ------------------------------------------------------------------------------------------------

std::int64_t read_number(const arguments& said, const std::string& name, std::int64_t most,
                         std::int64_t otherwise, std::int64_t least = 1) {
    const auto text = said.text(name, std::to_string(otherwise));
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size() || number < least ||
        number > most)
        throw wrong(said.origin(name), "'" + text + "' is no number from " + std::to_string(least) +
                                           " to " + std::to_string(most));
    return number;
}

std::string read_public_url(const arguments& said) {
    auto url = said.text("--public-url");
    while (url.ends_with('/')) url.pop_back();
    if (url.empty()) return url;
    const auto scheme = url.starts_with("https://") ? 8U : url.starts_with("http://") ? 7U : 0U;
    if (scheme == 0 || url.size() == scheme || url.find_first_of("?# \"<>\\") != std::string::npos)
        throw wrong(said.origin("--public-url"),
                    "'" + url + "' must look like https://host or https://host/path");
    return url;
}

trusted_proxies read_proxies(const arguments& said) {
    const auto words = said.text("--trusted-proxies");
    if (words.empty()) return trusted_proxies::loopback();
    auto read = trusted_proxies::from_text(words);
    if (!read) throw wrong(said.origin("--trusted-proxies"), read.error().detail);
    return *read;
}

std::vector<setting> read_settings(const arguments& said, const std::string& name) {
    std::vector<setting> read;
    model::settings scratch;
    for (const auto& word : said.all(name)) {
        const auto equals = word.find('=');
        if (equals == std::string::npos)
            throw wrong(name, "'" + word + "' must look like name=value");
        setting one{word.substr(0, equals), word.substr(equals + 1)};
        if (const auto changed = model::change(scratch, one.first, one.second); !changed)
            throw wrong(name, changed.error().detail);
        read.push_back(std::move(one));
    }
    return read;
}

// Requests a second; 0 for any number.
std::int64_t read_rate(const arguments& said, const std::string& name, std::int64_t otherwise) {
    return read_number(said, name, model::rate_max, otherwise, 0);
}

hosting read_hosting(const arguments& said, const std::string& listen_otherwise,
                     std::int64_t scim_rate_otherwise) {
    hosting read;
    const auto where = endpoint_from_text(said.text("--listen", listen_otherwise));
    if (!where) throw wrong(said.origin("--listen"), where.error().detail);
    read.listen = *where;
    const auto processors = std::max(1U, std::thread::hardware_concurrency());
    read.threads = static_cast<std::size_t>(
        read_number(said, "--threads", threads_max, std::int64_t{processors}));
    read.address = {read_public_url(said), read_proxies(said)};
    read.ready_file = said.text("--ready-file");
    const auto level = log_level_from_text(said.text("--log", "requests"));
    if (!level) throw wrong(said.origin("--log"), "the log can be none, errors or requests");
    read.log = *level;
    read.audit_days = read_number(said, "--audit-days", audit_days_max, audit_days_default);
    read.rates.each_key = read_rate(said, "--throttle", read.rates.each_key);
    read.rates.all_keys = read_rate(said, "--throttle-api", read.rates.all_keys);
    read.scim_rate = read_rate(said, "--throttle-scim", scim_rate_otherwise);
    return read;
}

template <class Id>
Id read_id(const arguments& said, const std::string& name, const std::string& form) {
    const auto id = Id::from_text(said.text(name));
    if (!id) throw wrong(name, "'" + said.text(name) + "' is not an id like " + form);
    return *id;
}

model::directory_id read_directory(const arguments& said) {
    return read_id<model::directory_id>(said, "DIRECTORY", "d-000000000dev");
}

model::credential_id read_credential(const arguments& said) {
    return read_id<model::credential_id>(said, "CREDENTIAL",
                                         "scimcred-… as `scimd credential list` shows it");
}

// The access key to make: bound to the directories that are named, if any is.
command make_access_key(arguments& said) {
    create_access_key made{said.text("--id"), said.text("--name"), said.flag("--read-only"), {}};
    for (const auto& word : said.all("--directory")) {
        const auto id = model::directory_id::from_text(word);
        if (!id) throw wrong("--directory", "'" + word + "' is not an id like d-000000000dev");
        made.directories.push_back(*id);
    }
    return made;
}

std::string from_environment(const char* name, const std::string& otherwise) {
    const char* value = std::getenv(name);
    return value == nullptr || *value == '\0' ? otherwise : value;
}

// --- The commands
// --------------------------------------------------------------------------------------------------

void take_data(CLI::App& app) {
    app.add_option("--data", "directory that holds everything, or :memory: (default ./scimd-data)")
        ->envname("SCIMD_DATA");
    app.add_option("--schemas", "folder of schema files that add attributes (docs/schemas.md)")
        ->envname("SCIMD_SCHEMAS");
}

void take_settings(CLI::App& app, const std::string& name, const std::string& help) {
    app.add_option(name, help)->type_name("NAME=VALUE")->take_all()->allow_extra_args(false);
}

void take_hosting(CLI::App& app) {
    app.add_option("--listen", "address and port, such as 127.0.0.1:8080 or [::1]:0")
        ->envname("SCIMD_LISTEN");
    app.add_option("--threads", "how many threads answer (default: one per processor)")
        ->envname("SCIMD_THREADS");
    app.add_option("--public-url", "how clients reach us, when a proxy is in between")
        ->envname("SCIMD_PUBLIC_URL");
    app.add_option("--trusted-proxies",
                   "addresses and networks whose Forwarded and X-Forwarded-* headers say how "
                   "clients reach us, or none (default 127.0.0.0/8,::1/128)")
        ->envname("SCIMD_TRUSTED_PROXIES");
    app.add_option("--ready-file", "file to write the base URL to, once requests are answered")
        ->envname("SCIMD_READY_FILE");
    app.add_option("--log", "none, errors or requests (default)")->envname("SCIMD_LOG");
    app.add_option("--audit-days", "how many days the audit log reaches back (default 365)")
        ->envname("SCIMD_AUDIT_DAYS");
    app.add_option("--throttle",
                   "management calls a second of each access key and action, 0 for any number "
                   "(default 100)")
        ->envname("SCIMD_THROTTLE");
    app.add_option("--throttle-api",
                   "management calls a second of each action and all access keys together, 0 for "
                   "any number (default 1000: were it CloudSSO's 100, one key could use it up for "
                   "all)")
        ->envname("SCIMD_THROTTLE_API");
    app.add_option("--throttle-scim",
                   "SCIM requests a second of each directory, 0 for any number (default 10000, dev "
                   "0); the setting scimRate of a directory beats it")
        ->envname("SCIMD_THROTTLE_SCIM");
}

void take_dev(CLI::App& app) {
    take_hosting(app);
    take_settings(app, "--setting",
                  "setting of the dev directory when it is made; may be repeated");
    app.footer(
        "Credentials: SCIMD_DEV_TOKEN, SCIMD_DEV_ACCESS_KEY_ID, SCIMD_DEV_ACCESS_KEY_SECRET.");
}

void take_serve(CLI::App& app) {
    take_hosting(app);
    app.add_option("--config", "file of lines `name = value`, named as the flags")
        ->envname("SCIMD_CONFIG");
    app.add_option("--tls-certificate", "certificate chain, PEM")->envname("SCIMD_TLS_CERTIFICATE");
    app.add_option("--tls-key", "its private key, PEM")->envname("SCIMD_TLS_KEY");
    app.add_flag("--insecure-http")
        ->description("plain HTTP beyond this machine: TLS ends in a proxy")
        ->envname("SCIMD_INSECURE_HTTP");
}

void take_directory(CLI::App& app) {
    app.add_option("DIRECTORY", "its id")->required();
}
void take_credential(CLI::App& app) {
    take_directory(app);
    app.add_option("CREDENTIAL", "its id")->required();
}
void take_new_directory(CLI::App& app) {
    app.add_option("--name", "its name");
    take_settings(app, "--setting", "may be repeated");
}
void take_directory_settings(CLI::App& app) {
    take_directory(app);
    take_settings(app, "SETTINGS", "what to change");
    app.get_option("SETTINGS")->required()->expected(1, 100)->allow_extra_args();
}
void take_access_key_id(CLI::App& app) {
    app.add_option("ID", "id of the access key")->required();
}
void take_new_access_key(CLI::App& app) {
    app.add_option("--id", "its id (default: a fresh one)");
    app.add_option("--name", "what people call it");
    app.add_flag("--read-only")->description("good for actions that change nothing");
    app.add_option("--directory", "id of a directory it is for (default: all); may be repeated")
        ->take_all()
        ->allow_extra_args(false);
}
void take_nothing(CLI::App&) {}

command make_dev(arguments& said) {
    dev made{read_hosting(said, "127.0.0.1:8080", 0), read_settings(said, "--setting"), {}};
    auto& known = made.credentials;
    known.token = from_environment("SCIMD_DEV_TOKEN", known.token);
    known.access_key_id = from_environment("SCIMD_DEV_ACCESS_KEY_ID", known.access_key_id);
    known.access_key_secret =
        from_environment("SCIMD_DEV_ACCESS_KEY_SECRET", known.access_key_secret);
    if (!is_loopback(made.listen.host) && known.well_known())
        throw wrong(said.origin("--listen"),
                    "with the well-known credentials scimd dev listens on this machine only; set "
                    "SCIMD_DEV_TOKEN and "
                    "SCIMD_DEV_ACCESS_KEY_SECRET, or use scimd serve");
    return made;
}

command make_serve(arguments& said) {
    if (const auto file = said.text("--config"); !file.empty()) said.read_file(file);
    for (const auto* needed : {"--data", "--listen"})
        if (said.text(needed).empty()) throw wrong(needed, "scimd serve needs it");
    serve made{read_hosting(said, {}, scim_rate_default), std::nullopt};
    const certificate_files files{said.text("--tls-certificate"), said.text("--tls-key")};
    if (files.chain.empty() != files.key.empty())
        throw wrong("--tls-certificate",
                    "certificate and key come together: --tls-certificate F --tls-key F");
    if (!files.chain.empty()) made.certificate = files;
    if (!made.certificate && !is_loopback(made.listen.host) && !said.flag("--insecure-http"))
        throw wrong(said.origin("--listen"),
                    "plain HTTP beyond this machine shows the tokens to everybody on the way; give "
                    "--tls-certificate "
                    "and --tls-key, or say --insecure-http when TLS ends in a proxy");
    return made;
}

struct row {
    std::string_view group;  // empty: the command stands alone
    std::string_view name;
    std::string_view help;
    void (*take)(CLI::App&);
    command (*make)(arguments&);
};

// clang-format off
constexpr std::array<row, 18> rows = {{
    {"",           "dev",     "a server with known credentials, for a laptop or CI", take_dev, make_dev},
    {"",           "serve",   "a server for keeps",               take_serve,              make_serve},
    {"directory",  "create",  "make a directory",                 take_new_directory,      [](arguments& said) -> command { return create_directory{said.text("--name"), read_settings(said, "--setting")}; }},
    {"directory",  "list",    "all directories",                  take_nothing,            [](arguments&) -> command { return list_directories{}; }},
    {"directory",  "show",    "a directory and its settings",     take_directory,          [](arguments& said) -> command { return show_directory{read_directory(said)}; }},
    {"directory",  "set",     "change settings of a directory",   take_directory_settings, [](arguments& said) -> command { return set_directory{read_directory(said), read_settings(said, "SETTINGS")}; }},
    {"directory",  "delete",  "delete a directory",               take_directory,          [](arguments& said) -> command { return delete_directory{read_directory(said)}; }},
    {"credential", "create",  "make a SCIM bearer token",         take_directory,          [](arguments& said) -> command { return create_credential{read_directory(said)}; }},
    {"credential", "list",    "the credentials of a directory",   take_directory,          [](arguments& said) -> command { return list_credentials{read_directory(said)}; }},
    {"credential", "enable",  "let a token in again",             take_credential,         [](arguments& said) -> command { return enable_credential{read_directory(said), read_credential(said)}; }},
    {"credential", "disable", "keep a token out",                 take_credential,         [](arguments& said) -> command { return disable_credential{read_directory(said), read_credential(said)}; }},
    {"credential", "delete",  "delete a token",                   take_credential,         [](arguments& said) -> command { return delete_credential{read_directory(said), read_credential(said)}; }},
    {"access-key", "create",  "make an access key",               take_new_access_key,     make_access_key},
    {"access-key", "list",    "all access keys",                  take_nothing,            [](arguments&) -> command { return list_access_keys{}; }},
    {"access-key", "enable",  "let an access key in again",       take_access_key_id,      [](arguments& said) -> command { return enable_access_key{said.text("ID")}; }},
    {"access-key", "disable", "keep an access key out",           take_access_key_id,      [](arguments& said) -> command { return disable_access_key{said.text("ID")}; }},
    {"access-key", "delete",  "delete an access key",             take_access_key_id,      [](arguments& said) -> command { return delete_access_key{said.text("ID")}; }},
    {"",           "check",   "the laws and SQLite's integrity check, over a data directory", take_nothing, [](arguments&) -> command { return check{}; }},
}};
struct group { std::string_view name; std::string_view help; };
constexpr std::array<group, 3> groups = {{
    {"directory",  "make, show, change and delete directories"},
    {"credential", "SCIM bearer tokens of a directory"},
    {"access-key", "keys for the management actions and the console"},
}};
// clang-format on

// Adds every command to the app; answers the app of each row.
std::array<CLI::App*, rows.size()> add_commands(CLI::App& app) {
    std::map<std::string_view, CLI::App*> parents = {{"", &app}};
    std::array<CLI::App*, rows.size()> made{};
    app.require_subcommand(0, 1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto& parent = parents[rows[i].group];
        if (parent == nullptr) {
            const auto* of = std::find_if(groups.begin(), groups.end(),
                                          [&](auto& g) { return g.name == rows[i].group; });
            parent = app.add_subcommand(std::string(of->name), std::string(of->help));
            parent->require_subcommand(0, 1);
        }
        made[i] = parent->add_subcommand(std::string(rows[i].name), std::string(rows[i].help));
        take_data(*made[i]);
        if (!rows[i].group.empty()) take_server(*made[i]);
        rows[i].take(*made[i]);
    }
    return made;
}

farewell help_about(CLI::App& app, const std::string& name) {
    app.clear();  // else it would be the help of `help`
    if (name.empty()) return {0, app.help()};
    for (const auto* command :
         app.get_subcommands([&](CLI::App* one) { return one->check_name(name); }))
        return {0, command->help("scimd")};
    return {2, "scimd: there is no command '" + name + "'\n"};
}

farewell take_leave(CLI::App& app, const CLI::ParseError& why) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = app.exit(why, out, err);
    if (code == 0) return {0, out.str()};
    return {2, "scimd: " + err.str()};
}

}  // namespace

bool dev_credentials::well_known() const {
    const dev_credentials known;
    return token == known.token || access_key_secret == known.access_key_secret;
}

std::variant<options, farewell> read_options(int argc, const char* const* argv) {
    CLI::App app("scimd: a SCIM 2.0 server that keeps a CloudSSO directory", "scimd");
    app.set_version_flag("--version", "scimd " SCIMD_VERSION);
    const auto commands = add_commands(app);
    auto* help = app.add_subcommand("help", "this, or the help of a command");
    help->add_option("COMMAND", "which");
    try {
        app.parse(argc, argv);
        if (help->parsed()) return help_about(app, arguments(*help).text("COMMAND"));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!commands[i]->parsed()) continue;
            arguments said(*commands[i]);
            auto made = rows[i].make(said);
            return options{said.text("--data", "./scimd-data"), said.text("--schemas"),
                           read_server(said, {argv, static_cast<std::size_t>(argc)}),
                           std::move(made)};
        }
    } catch (const CLI::ParseError& why) {
        return take_leave(app, why);
    }
    return farewell{2, "scimd: a command is missing\n\n" + app.help()};
}

}  // namespace scimd::server
