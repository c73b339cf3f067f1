// The way from a request to an answer, HTTP left behind: who asks, is it really them, what for. The
// checks stand in the documented order: parse, access key, time, signature, nonce, version, action,
// flow control, required parameters, directory, the rest (reference, section 10.2).
#pragma once

#include "directory/directories.hpp"
#include "management/entrance.hpp"
#include "management/signature.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace scimd::management {

constexpr std::string_view api_version = "2021-05-15";

// Borrowed from the request for as long as it is answered. `now` and `request_id` are the border's.
struct incoming {
    std::string_view method;  // as sent
    std::string_view query;   // still encoded
    header_lookup header;     // empty text when absent; names without regard to case
    std::string_view body;
    model::instant now;
    std::string request_id;
    std::string address;                    // of the client
    model::token_buckets::moment moment{};  // by a clock that is never set
};

struct outgoing {
    int status = 200;
    std::string_view content_type;
    std::string body;
    std::vector<std::pair<std::string_view, std::string>> headers;
};

// Answers every request; only what throws is left to the caller. `incoming` outlives the answer.
directory::awaitable<outgoing> answer_call(directory::directories&, directory::view&, entrance&,
                                           const incoming&);

}  // namespace scimd::management
