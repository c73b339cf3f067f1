// What a directory's administrators prefer, and the status of the service.
#include "directory/apply.hpp"

namespace scimd::directory {

using model::result;

result<receipt> apply_to_directory(const applying& now, const change_preferences& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    const model::preferences before = now.tables.find_preferences(now.where);
    // With those of the directory as they are in this transaction: what was not sent stays.
    const auto after = model::merged(before, what.values);
    if (!after) return after.error();
    if (*after == before) return receipt{now.where, false};
    now.tables.set_preferences(*permit, now.where, before, *after);
    return receipt{now.where};
}

// CloudSSO lets itself be disabled only when there is nothing left; here there may be directories,
// and all goes on but for new ones.
result<receipt> apply_to_directory(const applying& now, const set_service_status& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    receipt done;
    done.changed = now.tables.is_service_enabled() != what.enabled;
    if (done.changed) now.tables.set_service_status(*permit, what.enabled);
    return done;
}

}  // namespace scimd::directory
