// What Beast's parser lets through and we do not. Two readers of one request must never disagree
// where it ends: that is how requests are smuggled past a proxy (RFC 9112 §11.2).
#pragma once

#include <boost/system/error_code.hpp>

#include <cstddef>
#include <optional>
#include <string>

#include "server/http.hpp"

namespace scimd::server {

// Why a request is answered before it reached the application; the connection closes after it.
struct refusal {
    int status = 400;
    std::string detail;
};

// 431, 413 or 400 for what the parser said; a 413 names the limit (RFC 7644 §3.7.4).
refusal refusal_for(const boost::system::error_code&, std::size_t body_bytes_max);

// Checks a head that could be parsed, and says what is wrong with it, or nothing. `version` is
// Beast's: 10 or 11. "GET http://host/path" becomes "GET /path" with that Host (RFC 9112 §3.2.2),
// so that no endpoint has to know.
std::optional<refusal> settle_head(request&, unsigned version);

// Whether the client waits for "100 Continue" before it sends the body (RFC 9110 §10.1.1: HTTP/1.1
// only).
bool waits_for_continue(const request&, unsigned version);

}  // namespace scimd::server
