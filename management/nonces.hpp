// Signature nonces that were used, per access key, for as long as a replay of their request would
// be in time.
#pragma once

#include "model/instant.hpp"
#include "model/nonce.hpp"

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

// Per access key: 1,100 calls a second for a whole window, some 40 MiB. Beyond that calls are
// throttled: to forget a nonce early would let its request in again.
constexpr std::size_t remembered_nonces_max = 1'000'000;

// Shared by all server threads, hence the mutex: a nonce is used once in the house, not once per
// thread. It is held for some thirty look-ups in memory and never across a wait.
class nonces {
 public:
    enum class verdict { fresh, used, full };

    explicit nonces(std::size_t remembered_max = remembered_nonces_max);

    // Remembers a nonce whose request is in time at `now`.
    verdict remember(const model::used_nonce&, model::instant now);

    // Remembers those that were kept before a restart, however many.
    void restore(const std::vector<model::used_nonce>&);

    std::size_t remembered() const;

 private:
    // By the minute in which the last replay would be in time: a whole minute is forgotten at once.
    using minutes = std::map<std::int64_t, std::unordered_set<std::uint64_t>>;

    void forget_before(std::int64_t minute);

    const std::size_t remembered_max_;
    mutable std::mutex mutex_;
    std::map<std::string, minutes, std::less<>> keys_;
    std::int64_t forgotten_before_ = 0;
};

}  // namespace scimd::management
