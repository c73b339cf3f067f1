// What an HTTP exchange is to the endpoints: plain values. Only connection.cpp knows Beast.
#pragma once

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/verb.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "directory/awaitable.hpp"
#include "model/result.hpp"

namespace scimd::server {

using directory::awaitable;

struct request {
    boost::beast::http::verb method = boost::beast::http::verb::get;
    std::string method_text;             // as sent, for methods Beast has no name for
    std::string target;                  // as sent: path and query, still encoded
    boost::beast::http::fields headers;  // looked up without regard to case
    std::string body;
    std::string remote_address;  // without the port
    bool secure = false;         // over TLS

    std::string_view path() const;  // of target, still encoded
    std::string_view query()
        const;  // of target, without '?', still encoded; empty when there is none
    std::string_view header(std::string_view name) const;  // empty when absent
};

struct response {
    int status = 200;
    std::string_view content_type;  // with charset where it has one; empty: no Content-Type (204)
    std::string body;
    std::string headers;                  // further lines, each "Name: value\r\n"
    bool close = false;                   // close the connection after this answer
    std::optional<model::fault> refusal;  // why, when it is one: for the audit log

    // Adds one header line. Control characters in the value are left out, so that no value can end
    // the line.
    void add(std::string_view name, std::string_view value);
};

// An answer, or where something has to be waited for, the work that leads to it: what waits for
// nothing is no coroutine.
using answering = std::variant<response, awaitable<response>>;

}  // namespace scimd::server
