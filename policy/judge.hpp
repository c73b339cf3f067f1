// The whole policy: one table, first matching row wins, the last row refuses. For
// directory/apply*.cpp and tests only.
#pragma once

#include "model/result.hpp"
#include "policy/permit.hpp"

namespace scimd::policy {

// errc::synchronization_disabled, locked_user, locked_group or not_permitted, in words for the one
// who is refused.
model::result<permit> judge(intent, const facts&);

}  // namespace scimd::policy
