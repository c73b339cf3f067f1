// How often something may happen: one token bucket per name. A pure value; the time comes from
// outside and is never a wall clock's.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace scimd::model {

// The most a rate can be set to, in requests a second.
constexpr std::int64_t rate_max = 100'000;

// Besides one token, a bucket holds as many as come in this time: 15 % of a second's. So a client
// that keeps its rate may be late by as much and then hurry.
constexpr std::chrono::milliseconds bucket_depth{150};

// What is remembered of a bucket is when it will be full again, and nothing once it is. All that
// are remembered were drawn from within the last three seconds or so, which bounds them by what can
// come in that time.
class token_buckets {
 public:
    using moment = std::chrono::steady_clock::time_point;
    using duration = std::chrono::steady_clock::duration;

    // How long until the bucket of this name holds a token: zero when it does. Takes nothing.
    duration wait_for(std::string_view name, moment now) const;

    // Takes a token of a bucket that holds one and is filled with `per_second` (1..rate_max).
    void take(std::string_view name, std::int64_t per_second, moment now);

    std::size_t remembered() const { return full_at_.size(); }

 private:
    struct hashed : std::hash<std::string_view> {
        using is_transparent = void;
    };

    void forget_full(moment now);

    std::unordered_map<std::string, moment, hashed, std::equal_to<>> full_at_;
    moment sweep_at_ = moment::min();
};

// A wait in whole units, at least one: who comes back then is let in.
template <class Unit>
std::int64_t whole(token_buckets::duration wait) {
    return std::max<std::int64_t>(1, std::chrono::ceil<Unit>(wait).count());
}

}  // namespace scimd::model
