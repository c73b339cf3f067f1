// The switch (reference, section 3).
#include "management/actions.hpp"

namespace scimd::management {

answer get_synchronization(const call& asked) {
    return boost::json::object{
        {"SCIMSynchronizationStatus", model::to_text(asked.where.synchronization)}};
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
