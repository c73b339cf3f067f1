#include "management/drift.hpp"

#include <utility>

namespace scimd::management {

using directory::awaitable;
using directory::directory_drift;
using model::errc;
using model::result;

awaitable<result<void>> scan_drift(directory::directories& house,
                                   std::function<void(directory::view&)> read) {
    auto scanned = co_await house.scan(std::move(read));
    // Its advice is for searches: here there is no filter that could be narrower.
    if (!scanned && scanned.error().code == errc::too_many)
        co_return model::refusal(errc::busy,
                                 "There is more drift than could be counted in time; try again.");
    co_return scanned;
}

awaitable<result<directory_drift>> read_drift(call asked) {
    result<directory_drift> found = directory_drift{asked.where, {}};
    if (asked.where.synchronization == model::synchronization::enabled) co_return found;
    std::function<void(directory::view&)> read =
        [&found, id = asked.where.id](directory::view& view) { found = view.count_drift(id); };
    auto scanned = co_await scan_drift(asked.house, std::move(read));
    if (!scanned) co_return scanned.error();
    co_return found;
}

void add_drift_counts(boost::json::object& to, const model::drift_counts& counts) {
    to["DriftedUserCount"] = counts.users();
    to["DriftedGroupCount"] = counts.groups();
    to["DriftedMembershipCount"] = counts.memberships();
}

}  // namespace scimd::management
