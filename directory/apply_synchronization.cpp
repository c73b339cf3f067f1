#include <cassert>

#include "directory/apply.hpp"
#include "model/text.hpp"
#include "policy/transition.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::refusal;
using model::result;

// Limit: conflicts that a refusal names one by one.
constexpr std::size_t conflicts_named_max = 1000;
// Of each name or value in it.
constexpr std::size_t conflict_name_bytes_max = 256;

// Every conflict, and what to do about it; beyond the limit, where to find the rest.
model::fault conflict_fault(const std::vector<store::name_conflict>& conflicts) {
    std::string detail =
        "SCIM synchronization stays Disabled: " + std::to_string(conflicts.size()) +
        (conflicts.size() == 1 ? " name that synchronized entities need is"
                               : " names that synchronized entities need are") +
        " held by manual ones. Delete them, or rename the groups, and enable it again:";
    for (std::size_t i = 0; i < conflicts.size() && i < conflicts_named_max; ++i) {
        const store::name_conflict& one = conflicts[i];
        detail += std::string(i == 0 ? " " : "; ") + std::string(to_text(one.kind)) + " \"" +
                  std::string(model::cut(one.name, conflict_name_bytes_max)) + "\"" +
                  (one.attribute.empty() ? "" : " of " + one.attribute) + " (" + one.id +
                  ") stands in the way of " + one.upstream_id;
    }
    if (conflicts.size() > conflicts_named_max)
        detail += "; and " + std::to_string(conflicts.size() - conflicts_named_max) +
                  " more: PreviewSCIMSynchronization lists them all";
    return refusal(errc::rollback_conflict, detail + ".");
}

}  // namespace

// Law 1: the flip and the rollback share this transaction. Nobody can see one without the other.
result<receipt> apply_to_directory(const applying& now, const set_synchronization& what) {
    auto permit =
        now.judge(policy::verb::set_synchronization, policy::entity_kind::none, std::nullopt);
    if (!permit) return permit.error();
    const policy::transition entails = policy::on_switch(now.where.synchronization, what.status);
    if (!entails.flips) return receipt{now.where, false};
    store::rolled_back undone;
    if (entails.discard_drift) {
        if (const auto conflicts = now.tables.conflicts(now.where); !conflicts.empty())
            return conflict_fault(conflicts);
        undone = now.tables.discard_drift(*permit, now.where, now.by.when);
    }
    now.tables.set_synchronization(*permit, now.where, what.status, undone, now.by.when);
    assert(what.status == model::synchronization::disabled || !now.tables.has_drift(now.where));
    model::directory after = now.where;
    after.synchronization = what.status;
    after.modified = now.by.when;
    return receipt{after};
}

}  // namespace scimd::directory
