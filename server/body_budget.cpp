#include "server/body_budget.hpp"

#include <algorithm>

namespace scimd::server {

bool body_budget::take(std::size_t bytes) {
    std::size_t before = held_.load(std::memory_order_relaxed);
    do {
        if (bytes > bytes_max_ - before) return false;
    } while (!held_.compare_exchange_weak(before, before + bytes, std::memory_order_relaxed));
    return true;
}

bool body_share::grow_to(std::size_t bytes) {
    const std::size_t counted = bytes - std::min(bytes, budget_.each_free_);
    if (counted <= taken_) return true;
    if (!budget_.take(counted - taken_)) return false;
    taken_ = counted;
    return true;
}

void body_share::let_go() {
    if (taken_ > 0) budget_.held_.fetch_sub(taken_, std::memory_order_relaxed);
    taken_ = 0;
}

}  // namespace scimd::server
