// A signature's nonce that was used: what has to be remembered of it for as long as a replay of its
// request would be in time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "model/instant.hpp"

namespace scimd::model {

// Nonces are kept, and forgotten, by the minute of UTC.
constexpr std::int64_t minute_of(instant at) {
    return std::chrono::floor<std::chrono::minutes>(std::chrono::milliseconds(at.milliseconds))
        .count();
}

struct used_nonce {
    std::string access_key;
    std::uint64_t print = 0;  // eight bytes of the nonce's digest
    std::int64_t minute = 0;  // of UTC: the last one in which a replay would be in time

    friend bool operator==(const used_nonce&, const used_nonce&) = default;
};

}  // namespace scimd::model
