// What a refusal is to a CloudSSO client: a status, a code and a message. Only this table knows
// them.
#pragma once

#include "model/result.hpp"

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace scimd::management {

struct rejection {
    int status = 500;
    std::string code;
    std::string message;
    boost::json::object more = {};             // further members of the answer
    std::chrono::milliseconds retry_after{0};  // when to come back; 0: nothing is said of it

    friend bool operator==(const rejection&, const rejection&) = default;
};

// As in model/result.hpp: using a result unchecked is our own bug.
[[noreturn]] inline void throw_exception_from_error(const rejection& reason,
                                                    const boost::source_location&) {
    throw std::logic_error("unchecked result: " + reason.code);
}

template <class T>
using admitted = boost::system::result<T, rejection>;

// What the gateway refuses by itself, before an action is asked.
enum class gate {
    access_key_not_found,
    access_key_disabled,
    timestamp_format,
    timestamp_expired,
    signature_incomplete,
    signature_mismatch,
    signature_method,
    signature_version,
    nonce_used,
    nonces_full,
    format,
    content_type,
    version,
    action_not_found,
    key_too_fast,
    action_too_fast,
    http_method
};

// A refusal of the house in CloudSSO's words. What went wrong inside (errc::internal) is for the
// log, not for clients.
rejection to_rejection(const model::fault&);

// A refusal of the gateway; `more` is appended to the documented message.
rejection to_rejection(gate, std::string_view more = {});
// With the documented message and nothing else (reference, section 10.2); what there is to say more
// is the member Detail.
rejection to_detailed_rejection(gate, std::string_view detail);

// A refusal by flow control, which says how many calls a second there may be and when to come back.
rejection to_throttling(gate, std::int64_t per_second, std::chrono::steady_clock::duration wait);

// `Missing<Name>`.
rejection missing(std::string_view parameter);

}  // namespace scimd::management
