// How many calls a second the management actions take: of each access key, and of all together
// (reference, section 1). Flow control is the gateway's: no action knows of it.
#pragma once

#include "model/token_buckets.hpp"

#include <cstdint>
#include <mutex>
#include <string_view>

namespace scimd::management {

// Calls a second of one action; 0: any number.
struct call_rates {
    std::int64_t each_key = 100;    // CloudSSO's
    std::int64_t all_keys = 1'000;  // CloudSSO has 100 here too (docs/decisions/0013)

    friend bool operator==(const call_rates&, const call_rates&) = default;
};

// Shared by all server threads, hence the mutex: it is held for a few look-ups in memory and never
// across a wait.
class throttle {
 public:
    enum class verdict { passes, key_too_fast, action_too_fast };
    struct outcome {
        verdict says = verdict::passes;
        // Before it is answered, or until it would have passed.
        model::token_buckets::duration wait{};
    };

    explicit throttle(call_rates rates) : rates_(rates) {}

    // A call that its key's bucket refuses takes nothing from the one of all keys, nor the other
    // way round: no key's throttling slows another key.
    outcome ask(std::string_view access_key, std::string_view action,
                model::token_buckets::moment now);

    call_rates rates() const { return rates_; }

 private:
    const call_rates rates_;
    std::mutex mutex_;
    model::token_buckets keys_;     // by key and action
    model::token_buckets actions_;  // by action
};

}  // namespace scimd::management
