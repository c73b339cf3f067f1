// Signature nonces that were used, per access key, for as long as a replay of their request would
// be in time.
#pragma once

#include "model/instant.hpp"
#include "model/nonce.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace scimd::management {

// How far a request's clock may be from ours, either way (reference, section 6).
constexpr std::int64_t clock_skew_milliseconds_max = 15LL * 60 * 1000;

// The nonce of a request that was signed at `stamp`. Eight bytes of its digest stand for it,
// however long it is: among a million remembered ones a fresh nonce is mistaken for a used one once
// in 10^13 calls.
model::used_nonce nonce_of(std::string_view access_key, std::string_view nonce,
                           model::instant stamp);

// Per access key: 500 calls a second for as long as they are remembered, some 40 MiB; and of all
// keys together. Beyond that calls are throttled: to forget a nonce early would let its request in
// again.
constexpr std::size_t remembered_nonces_max = 1'000'000;
constexpr std::size_t all_remembered_nonces_max = 4'000'000;

// A nonce is forgotten when its request is too late by the clock, and its window is over by one
// that nobody can set: so a clock that is set forward and back again lets nothing in twice.
constexpr std::chrono::minutes remembered_min{31};

// Shared by all server threads, hence the mutex: a nonce is used once in the house, not once per
// thread. It is held for some thirty look-ups in memory and never across a wait.
class nonces {
 public:
    using moment = std::chrono::steady_clock::time_point;
    enum class verdict { fresh, used, full };

    explicit nonces(std::size_t remembered_max = remembered_nonces_max,
                    std::size_t all_max = all_remembered_nonces_max);

    // Remembers a nonce whose request is in time at `now`; `at` is the same by a clock that is
    // never set.
    verdict remember(const model::used_nonce&, model::instant now, moment at);

    // Remembers those that were kept before a restart: as many as the limits let in then.
    void restore(const std::vector<model::used_nonce>&, moment at);

    std::size_t remembered() const;

 private:
    // Those whose last replay would be in time in the same minute: forgotten together.
    struct minute {
        std::unordered_set<std::uint64_t> prints;
        moment last_added;
    };
    using minutes = std::map<std::int64_t, minute>;

    void add(const model::used_nonce&, moment at);
    void forget_past(std::int64_t minute_now, moment at);

    const std::size_t remembered_max_;
    const std::size_t all_max_;
    mutable std::mutex mutex_;
    std::map<std::string, minutes, std::less<>> keys_;
    std::size_t all_ = 0;  // how many there are of all keys
    moment forget_at_ = moment::min();
};

}  // namespace scimd::management
