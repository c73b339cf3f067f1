#include "model/token_buckets.hpp"

#include <algorithm>

namespace scimd::model {
namespace {

constexpr std::chrono::seconds between_sweeps{1};

}  // namespace

token_buckets::duration token_buckets::wait_for(std::string_view name, moment now) const {
    const auto found = full_at_.find(name);
    if (found == full_at_.end()) return duration::zero();
    return std::max(duration::zero(), found->second - now - bucket_depth);
}

void token_buckets::take(std::string_view name, std::int64_t per_second, moment now) {
    forget_full(now);
    moment& full = full_at_.try_emplace(std::string(name), now).first->second;
    full = std::max(full, now) + duration(std::chrono::seconds(1)) / per_second;
}

void token_buckets::forget_full(moment now) {
    if (now < sweep_at_) return;
    sweep_at_ = now + between_sweeps;
    std::erase_if(full_at_, [now](const auto& bucket) { return bucket.second <= now; });
}

}  // namespace scimd::model
