// What all threads of a server ask before they let a call in: whether its nonce is fresh, and
// whether its sender calls too often. One for the whole server.
#pragma once

#include "directory/nonce_keeper.hpp"
#include "management/nonces.hpp"
#include "management/throttle.hpp"

#include <memory>
#include <utility>

namespace scimd::management {

struct entrance {
    explicit entrance(call_rates a_second, std::size_t nonces_max = remembered_nonces_max)
        : used(nonces_max), rates(a_second) {}

    // From now on nonces outlive a restart, as those have that were kept before.
    void remember_across_restarts(std::unique_ptr<directory::nonce_keeper> by) {
        keeper = std::move(by);
        used.restore(keeper->take_found(), std::chrono::steady_clock::now());
    }

    nonces used;
    throttle rates;
    std::unique_ptr<directory::nonce_keeper> keeper;  // nothing: a restart forgets them
};

}  // namespace scimd::management
