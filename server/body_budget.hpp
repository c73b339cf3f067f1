// What the bodies of all requests may take together, whichever connections and threads they are on:
// 10,000 connections may each send some megabytes, and nobody has forty gigabytes for them.
#pragma once

#include <atomic>
#include <cstddef>

namespace scimd::server {

class body_budget {
 public:
    // `each_free` bytes of every body are nobody's concern: who pushes a user or two is never
    // refused because of others who push megabytes.
    body_budget(std::size_t bytes_max, std::size_t each_free)
        : bytes_max_(bytes_max), each_free_(each_free) {}

    std::size_t held() const { return held_.load(std::memory_order_relaxed); }

 private:
    friend class body_share;
    bool take(std::size_t bytes);

    const std::size_t bytes_max_;
    const std::size_t each_free_;
    std::atomic<std::size_t> held_ = 0;
};

// One body's part of it, given back when it goes. A connection has one, for its requests one after
// the other.
class body_share {
 public:
    explicit body_share(body_budget& of) : budget_(of) {}
    ~body_share() { let_go(); }
    body_share(const body_share&) = delete;
    body_share& operator=(const body_share&) = delete;

    // The body has so many bytes now. False where all bodies together would be more than there is
    // room for; nothing has changed then.
    bool grow_to(std::size_t bytes);
    void let_go();

 private:
    body_budget& budget_;
    std::size_t taken_ = 0;
};

}  // namespace scimd::server
