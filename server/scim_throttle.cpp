#include "server/scim_throttle.hpp"

#include <chrono>

#include "server/faults.hpp"

namespace scimd::server {

scim_throttle::turn scim_throttle::take(const model::directory& where,
                                        model::token_buckets::moment now) {
    const std::int64_t per_second = where.settings.scim_rate.value_or(per_second_);
    if (per_second == 0) return {};
    const auto told = ask(where.id.text(), per_second, now);
    if (told.passes) return {std::nullopt, told.wait};
    response answer = refuse(429, "",
                             "This directory takes " + std::to_string(per_second) +
                                 " SCIM requests a second. Wait for as long as Retry-After says.");
    answer.add("Retry-After", std::to_string(model::whole<std::chrono::seconds>(told.wait)));
    return {std::move(answer), {}};
}

model::token_buckets::verdict scim_throttle::ask(const std::string& directory,
                                                 std::int64_t per_second,
                                                 model::token_buckets::moment now) {
    const std::lock_guard lock(mutex_);
    const auto told = directories_.look(directory, now);
    if (told.passes) directories_.take(directory, per_second, now);
    return told;
}

}  // namespace scimd::server
