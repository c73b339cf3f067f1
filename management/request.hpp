// A request of either signature version, read but not believed.
#pragma once

#include "management/faults.hpp"
#include "management/parameters.hpp"
#include "management/reply.hpp"
#include "management/signature.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace scimd::management {

struct request {
    parameters query;  // of the URL alone: what version 3 signs
    parameters
        arguments;  // of URL and body together: what version 1.0 signs, and what actions read
    std::optional<v3_authorization> v3;  // nothing: version 1.0
    management::format format = management::format::json;
    std::string access_key_id;
    std::string timestamp;
    std::string signature;
    std::string nonce;  // empty when there is none
    std::string version;
    std::string action;
};

struct unread_request {
    std::string_view method;
    std::string_view query;
    const header_lookup& header;
    std::string_view body;
};

// The form in which to refuse a request that cannot be read: version 3 clients want JSON whatever
// else the request says, and so does everybody whose Format cannot be found. It is looked for in
// the parameters as they came, which need not be ones that can be read.
format format_wanted(const unread_request&);

// The first of the gateway's checks: method, parameters, Format, and the form of an ACS3
// Authorization header.
admitted<request> read_request(const unread_request&);

}  // namespace scimd::management
