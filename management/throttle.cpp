#include "management/throttle.hpp"

#include <algorithm>
#include <string>

namespace scimd::management {

throttle::outcome throttle::ask(std::string_view access_key, std::string_view action,
                                model::token_buckets::moment now) {
    const std::string both = std::string(access_key).append("\n").append(action);
    const std::lock_guard lock(mutex_);
    model::token_buckets::verdict of_key;
    model::token_buckets::verdict of_all;
    if (rates_.each_key > 0) of_key = keys_.look(both, now);
    if (!of_key.passes) return {verdict::key_too_fast, of_key.wait};
    if (rates_.all_keys > 0) of_all = actions_.look(action, now);
    if (!of_all.passes) return {verdict::action_too_fast, of_all.wait};

    if (rates_.each_key > 0) keys_.take(both, rates_.each_key, now);
    if (rates_.all_keys > 0) actions_.take(action, rates_.all_keys, now);
    return {verdict::passes, std::max(of_key.wait, of_all.wait)};
}

}  // namespace scimd::management
