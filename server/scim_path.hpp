// Paths below /scim/v2: which collection, and which resource of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/result.hpp"

namespace scimd::server {

// Whether the path, still encoded, is /scim/v2 or something below it.
bool is_scim(std::string_view path);

// Cut and decoded.
struct scim_path {
    std::string collection;
    std::string id;
    std::size_t segments = 0;
    bool repeated_slash = false;
    bool search = false;  // it ended in "/.search" (RFC 7644 §3.4.3), which is cut off
};

// Of a path that is_scim. errc::invalid_syntax for a broken percent escape; errc::user_not_found
// for what is not UTF-8.
model::result<scim_path> cut_path(std::string_view path);

}  // namespace scimd::server
