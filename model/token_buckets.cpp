#include "model/token_buckets.hpp"

namespace scimd::model {

token_buckets::verdict token_buckets::look(std::string_view name, moment now) const {
    const auto found = buckets_.find(name);
    if (found == buckets_.end() || is_quiet(found->second, now)) return {};
    const bucket& of = found->second;
    const duration early = std::max(duration::zero(), of.next - now);
    if (early <= early_max) return {true, early};
    if (of.burst > 0 && now - of.began <= burst_max) return {};
    return {false, early - early_max};
}

void token_buckets::take(std::string_view name, std::int64_t per_second, moment now) {
    forget_quiet(now);
    const duration between = duration(std::chrono::seconds(1)) / per_second;
    const auto [place, is_new] = buckets_.try_emplace(std::string(name));
    bucket& of = place->second;
    if (is_new || is_quiet(of, now)) of = {now, now, per_second};
    if (of.next - now <= early_max)
        of.next = std::max(of.next, now) + between;
    else
        --of.burst;
}

void token_buckets::forget_quiet(moment now) {
    if (now < sweep_at_) return;
    sweep_at_ = now + quiet_min;
    std::erase_if(buckets_, [now](const auto& one) { return is_quiet(one.second, now); });
}

}  // namespace scimd::model
