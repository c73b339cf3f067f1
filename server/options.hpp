// The command line, the environment and the configuration file, as one value. A flag beats the
// environment, which beats the file (serve --config).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "management/throttle.hpp"
#include "model/ids.hpp"
#include "server/audit_pruner.hpp"
#include "server/endpoint.hpp"
#include "server/log.hpp"
#include "server/management_client.hpp"
#include "server/public_address.hpp"
#include "server/tls.hpp"

namespace scimd::server {

// A setting of a directory, name and value as in the interface; both were checked.
using setting = std::pair<std::string, std::string>;

// Who may enter a dev server. The defaults are known to everybody.
struct dev_credentials {
    std::string token = "scimd-dev-token";
    std::string access_key_id = "scimd-dev-key";
    std::string access_key_secret = "scimd-dev-secret";

    bool well_known() const;  // whether the token or the secret still is
};

// SCIM requests a second that a directory of serve takes unless it says otherwise; dev takes any
// number.
constexpr std::int64_t scim_rate_default = 10'000;

// What dev and serve have in common.
struct hosting {
    endpoint listen;
    std::size_t threads = 1;
    public_address address;
    std::string ready_file;  // empty: none
    log_level log = log_level::requests;
    std::int64_t audit_days = audit_days_default;
    management::call_rates rates;  // of management calls
    std::int64_t scim_rate = 0;    // SCIM requests a second of each directory; 0: any number
};

struct dev : hosting {
    std::vector<setting> settings;
    dev_credentials credentials;
};
struct serve : hosting {
    std::optional<certificate_files> certificate;
};
// clang-format off
// What is asked of a house. An id or a name that is empty is for it to choose.
struct create_directory { std::string name; std::vector<setting> settings; };
struct list_directories {};
struct show_directory { model::directory_id directory; };
struct set_directory { model::directory_id directory; std::vector<setting> settings; };
struct delete_directory { model::directory_id directory; };
struct create_credential { model::directory_id directory; };
struct list_credentials { model::directory_id directory; };
struct enable_credential { model::directory_id directory; model::credential_id credential; };
struct disable_credential { model::directory_id directory; model::credential_id credential; };
struct delete_credential { model::directory_id directory; model::credential_id credential; };
struct create_access_key { std::string id; std::string name; bool read_only = false; std::vector<model::directory_id> directories; };
struct list_access_keys {};
struct enable_access_key { std::string id; };
struct disable_access_key { std::string id; };
struct delete_access_key { std::string id; };
struct check {};
// clang-format on

using command =
    std::variant<dev, serve, create_directory, list_directories, show_directory, set_directory,
                 delete_directory, create_credential, list_credentials, enable_credential,
                 disable_credential, delete_credential, create_access_key, list_access_keys,
                 enable_access_key, disable_access_key, delete_access_key, check>;

struct options {
    std::string data;                         // a directory, or ":memory:"
    std::string schemas;                      // a folder of files that add attributes; empty: none
    std::optional<management_server> server;  // whom to ask instead of opening `data`
    server::command command;
};

// Nothing is to be done but to say this: on stdout when the exit code is 0, else on stderr.
struct farewell {
    int exit_code =
        0;  // 0: help or version; 2: the command line, the environment or the file is wrong
    std::string text;
};

std::variant<options, farewell> read_options(int argc, const char* const* argv);

}  // namespace scimd::server
