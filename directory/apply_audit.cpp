// Edits of the audit log itself: what the border refused, and what is too old to be kept.
#include "directory/apply.hpp"
#include "directory/directories.hpp"

namespace scimd::directory {

using model::result;

// There is nothing to do but to tell it, which apply() does. The border looked at the switch at
// another moment; what the log says of it must be true where it says it.
result<receipt> apply_to_directory(const applying& now, const refused_request& what) {
    receipt told;
    const bool by_the_switch = what.code == to_text(model::errc::synchronization_disabled);
    if (now.by_idp()) told.changed = by_the_switch == !may_push(now.where);
    return told;
}

result<receipt> apply_to_directory(const applying& now, const prune_audit& what) {
    auto permit = judge_administration(now);
    if (!permit) return permit.error();
    receipt done;
    done.changed = now.tables.prune_audit(*permit, what.before, events_pruned_together) > 0;
    return done;
}

}  // namespace scimd::directory
