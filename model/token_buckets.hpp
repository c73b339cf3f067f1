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

// A request that comes this much before its token waits for it. So who asks one thing after the
// other is slowed to the rate and never refused, and who keeps the rate may be late and then hurry.
constexpr std::chrono::milliseconds early_max{150};

// A bucket that was full for a second is given a second's worth of tokens besides, for a burst:
// they are good for so long.
constexpr std::chrono::seconds quiet_min{1};
constexpr std::chrono::milliseconds burst_max{150};

class token_buckets {
 public:
    using moment = std::chrono::steady_clock::time_point;
    using duration = std::chrono::steady_clock::duration;

    // Whether a request may have a token, and how long it has to wait for it: early_max at most.
    // Where it may not: how long until one that comes then may.
    struct verdict {
        bool passes = true;
        duration wait{};
    };
    // Takes nothing.
    verdict look(std::string_view name, moment now) const;

    // Takes the token that look promised, of a bucket that is filled with `per_second`
    // (1..rate_max).
    void take(std::string_view name, std::int64_t per_second, moment now);

    // Those that will be full for less than quiet_min: what was drawn from lately.
    std::size_t remembered() const { return buckets_.size(); }

 private:
    struct bucket {
        moment next;             // when the next token comes: the bucket is full then
        moment began;            // the first request after a quiet time
        std::int64_t burst = 0;  // tokens that are left of those besides
    };
    struct hashed : std::hash<std::string_view> {
        using is_transparent = void;
    };

    static bool is_quiet(const bucket& of, moment now) { return now - of.next >= quiet_min; }
    void forget_quiet(moment now);

    std::unordered_map<std::string, bucket, hashed, std::equal_to<>> buckets_;
    moment sweep_at_ = moment::min();
};

// A wait in whole units, at least one: who comes back then is let in.
template <class Unit>
std::int64_t whole(token_buckets::duration wait) {
    return std::max<std::int64_t>(1, std::chrono::ceil<Unit>(wait).count());
}

}  // namespace scimd::model
