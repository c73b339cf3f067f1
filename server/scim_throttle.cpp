#include "server/scim_throttle.hpp"

#include <chrono>

#include "server/faults.hpp"

namespace scimd::server {

std::optional<response> scim_throttle::ask(const model::directory& where,
                                           model::token_buckets::moment now) {
    const std::int64_t per_second = where.settings.scim_rate.value_or(per_second_);
    if (per_second == 0) return std::nullopt;
    const std::string name = where.id.text();
    model::token_buckets::duration wait{};
    {
        const std::lock_guard lock(mutex_);
        wait = directories_.wait_for(name, now);
        if (wait == wait.zero()) directories_.take(name, per_second, now);
    }
    if (wait == wait.zero()) return std::nullopt;
    response answer = refuse(429, "",
                             "This directory takes " + std::to_string(per_second) +
                                 " SCIM requests a second. Wait for as long as Retry-After says.");
    answer.add("Retry-After", std::to_string(model::whole<std::chrono::seconds>(wait)));
    return answer;
}

}  // namespace scimd::server
