// The switch (reference, section 3).
#include "management/actions.hpp"
#include "management/drift.hpp"

namespace scimd::management {

// The counts of drift are ours: what enabling it would undo. The status is answered without them
// when counting takes too long.
directory::awaitable<answer> get_synchronization(call asked) {
    const model::synchronization status = asked.where.synchronization;
    auto found = co_await read_drift(std::move(asked));
    boost::json::object written;
    if (found) {
        written["SCIMSynchronizationStatus"] = model::to_text(found->directory.synchronization);
        add_drift_counts(written, found->counts);
    } else if (found.error().code == model::errc::busy) {
        written["SCIMSynchronizationStatus"] = model::to_text(status);
    } else {
        co_return found.error();
    }
    co_return written;
}

// The parameter is optional: a call without it succeeds and changes nothing. Setting the status the
// directory has already is the directory's own no-op; what stands in the way of a rollback is in
// its refusal.
directory::awaitable<answer> set_synchronization(call asked) {
    const auto sent = find(asked.arguments, "SCIMSynchronizationStatus");
    if (!sent) co_return boost::json::object();
    const auto status = model::synchronization_from_text(*sent);
    if (!status) co_return invalid("SCIMSynchronizationStatus", "is Enabled or Disabled");

    directory::change change = directory::set_synchronization{*status};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

}  // namespace scimd::management
