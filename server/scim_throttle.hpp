// How many requests a second the SCIM endpoint takes for each directory: what the setting scimRate
// says, or the server where that says nothing.
#pragma once

#include <mutex>
#include <optional>

#include "model/entity.hpp"
#include "model/token_buckets.hpp"
#include "server/http.hpp"

namespace scimd::server {

// Shared by all server threads, hence the mutex: it is held for a look-up in memory and never
// across a wait. One directory's throttling slows no other.
class scim_throttle {
 public:
    // `per_second` holds for the directories that say nothing themselves; 0: any number.
    explicit scim_throttle(std::int64_t per_second) : per_second_(per_second) {}

    // Counts a request, which then has to wait for its turn where it is a little early; or refuses
    // it: 429 (RFC 6585 section 4) that says the rate, with Retry-After in whole seconds, at
    // least 1.
    struct turn {
        std::optional<response> refusal;
        model::token_buckets::duration wait{};
    };
    turn take(const model::directory&, model::token_buckets::moment now);

 private:
    model::token_buckets::verdict ask(const std::string& directory, std::int64_t per_second,
                                      model::token_buckets::moment now);

    const std::int64_t per_second_;
    std::mutex mutex_;
    model::token_buckets directories_;
};

}  // namespace scimd::server
