// How often was committed: told by the writer's thread, asked by everybody else's. A data folder
// is one process's alone, so these numbers say whether what a reader has seen still holds.
#pragma once

#include <atomic>
#include <cstdint>

namespace scimd::store {

class commits {
 public:
    // After each COMMIT and before anybody hears of it: who was told of a write sees it.
    // `administered`: directories or credentials are among what was written, other than by a
    // directory's counters.
    void happened(bool administered) {
        all_.fetch_add(1, std::memory_order_release);
        if (administered) administrations_.fetch_add(1, std::memory_order_release);
    }

    std::uint64_t all() const { return all_.load(std::memory_order_acquire); }
    // Who sees this number grow sees that of all commits grow too.
    std::uint64_t administrations() const {
        return administrations_.load(std::memory_order_acquire);
    }

 private:
    std::atomic<std::uint64_t> all_ = 0;
    std::atomic<std::uint64_t> administrations_ = 0;
};

}  // namespace scimd::store
