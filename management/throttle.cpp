#include "management/throttle.hpp"

#include <string>

namespace scimd::management {

using duration = model::token_buckets::duration;

throttle::outcome throttle::ask(std::string_view access_key, std::string_view action,
                                model::token_buckets::moment now) {
    const std::string both = std::string(access_key).append("\n").append(action);
    const std::lock_guard lock(mutex_);
    if (rates_.each_key > 0)
        if (const auto wait = keys_.wait_for(both, now); wait > duration::zero())
            return {verdict::key_too_fast, wait};
    if (rates_.all_keys > 0)
        if (const auto wait = actions_.wait_for(action, now); wait > duration::zero())
            return {verdict::action_too_fast, wait};

    if (rates_.each_key > 0) keys_.take(both, rates_.each_key, now);
    if (rates_.all_keys > 0) actions_.take(action, rates_.all_keys, now);
    return {};
}

}  // namespace scimd::management
