// A client of the management actions: what the command line asks a running server with. Calls are
// signed as CloudSSO's own clients sign them (version 3), over HTTP or HTTPS.
#pragma once

#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "management/faults.hpp"
#include "management/parameters.hpp"
#include "model/result.hpp"

namespace scimd::server {

// Limits.
constexpr std::chrono::seconds call_time_max{30};  // from the looked-up name to the whole answer
constexpr std::size_t call_answer_bytes_max = 64UL * 1024 * 1024;
constexpr int throttled_tries_max = 10;  // of one call, each after as long as the server says

struct management_server {
    bool tls = false;
    std::string authority;  // "host:port" as it stands in the URL
    std::string host;       // an IPv6 address without brackets
    std::string port;
    std::string path;  // of the actions: "/", behind the prefix that a proxy cuts off
    std::string access_key_id;
    std::string access_key_secret;
    std::string tls_ca;  // a file of certificates; empty: the system's
};

// http://host, https://host:8443 or https://host/prefix. errc::invalid_parameter with a sentence.
model::result<management_server> management_server_from_text(std::string_view url);

// Calls an action and waits for its answer: the members of a success. A refusal of the server's has
// its status, code and message, and RequestId among its further members. Whatever keeps an answer
// away has no code, and a message for whoever typed the command: no connection, a certificate that
// is not trusted, no answer in time, an answer that is none of a management action.
management::admitted<boost::json::object> call_server(const management_server&,
                                                      std::string_view action,
                                                      const management::parameters&);

}  // namespace scimd::server
