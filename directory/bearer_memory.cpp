#include "directory/bearer_memory.hpp"

namespace scimd::directory {

std::shared_ptr<const bearer> bearer_memory::find(const model::token_digest& of) {
    if (commits_ == nullptr) return nullptr;
    const std::uint64_t administrations = commits_->administrations();
    if (administrations != administrations_seen_) known_.clear();
    administrations_seen_ = administrations;
    const auto found = known_.find(of);
    return found == known_.end() ? nullptr : found->second;
}

void bearer_memory::remember(const model::token_digest& of, std::shared_ptr<const bearer> who) {
    if (commits_ == nullptr) return;
    if (known_.size() >= remembered_bearers_max) known_.clear();
    known_.emplace(of, std::move(who));
}

}  // namespace scimd::directory
