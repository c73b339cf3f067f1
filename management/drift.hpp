// Drift as the actions tell it. It is counted on the scan pool: nobody waits for a thread that
// serves others.
#pragma once

#include "directory/preview.hpp"
#include "management/call.hpp"

#include <boost/json/object.hpp>

#include <functional>

namespace scimd::management {

// Runs `read` on the scan pool. errc::busy when the pool is full, and when there is more drift than
// can be counted in time.
directory::awaitable<model::result<void>> scan_drift(directory::directories&,
                                                     std::function<void(directory::view&)> read);

// The directory and its drift, as of one moment. Law 1: while Enabled nothing is counted, nor the
// pool asked. Refuses as scan_drift; errc::directory_not_found when it was deleted meanwhile.
directory::awaitable<model::result<directory::directory_drift>> read_drift(call);

// DriftedUserCount, DriftedGroupCount and DriftedMembershipCount: users and groups whose
// attributes differ or that are gone, and pairs of a group and a member.
void add_drift_counts(boost::json::object&, const model::drift_counts&);

}  // namespace scimd::management
