// Where a server listens: "127.0.0.1:8080", "[::1]:8080", "localhost:0".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "model/result.hpp"

namespace scimd::server {

struct endpoint {
    std::string host;        // an IP address without brackets, or "localhost"
    std::uint16_t port = 0;  // 0: any that is free

    friend bool operator==(const endpoint&, const endpoint&) = default;
};

// errc::invalid_parameter when the text is not host:port, with a sentence that says what is wrong
// with it. Names other than localhost are refused: what they resolve to can change, and with it who
// can reach us.
model::result<endpoint> endpoint_from_text(std::string_view);

// "127.0.0.1:8080"; an IPv6 address goes in brackets.
std::string to_text(const endpoint&);

// Whether only this machine can connect to a server that listens there.
bool is_loopback(std::string_view host);

}  // namespace scimd::server
