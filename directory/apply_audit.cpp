// Edits of the audit log itself: what the border refused, and what is too old to be kept.
#include "directory/apply.hpp"

namespace scimd::directory {

using model::result;

// There is nothing to do but to tell it, which apply() does.
result<receipt> apply_to_directory(const applying&, const refused_request&) {
    return receipt{};
}

result<receipt> apply_to_directory(const applying& now, const prune_audit& what) {
    auto permit = now.judge(policy::verb::administer, policy::entity_kind::none, std::nullopt);
    if (!permit) return permit.error();
    receipt done;
    done.changed = now.tables.prune_audit(*permit, what.before, events_pruned_together) > 0;
    return done;
}

}  // namespace scimd::directory
