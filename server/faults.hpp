// errc → HTTP status and scimType (RFC 7644 §3.12): the one table of the SCIM side.
#pragma once

#include <string_view>

#include "model/result.hpp"
#include "server/http.hpp"

namespace scimd::server {

constexpr std::string_view scim_content_type = "application/scim+json;charset=utf-8";

struct scim_status {
    int status = 500;
    std::string_view scim_type;  // empty where the RFC has none
};
scim_status scim_status_of(model::errc);

// The SCIM Error for a fault, with the headers its status asks for (Retry-After, WWW-Authenticate).
response refuse(const model::fault&);
// For what HTTP itself refuses; the audit log calls it invalid_syntax.
response refuse(int status, std::string_view scim_type, std::string_view detail);

}  // namespace scimd::server
