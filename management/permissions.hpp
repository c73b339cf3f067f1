// What an access key is good for: all there is to say of it is in the key and in the row of the
// action, so these are pure functions.
#pragma once

#include "management/call.hpp"
#include "management/faults.hpp"

namespace scimd::management {

// Whether a key is good for a directory, were it to come only tomorrow.
bool is_good_for(const model::access_key&, const model::directory_id&);

// NoPermission (403) for a read-only key and an action that acts; and for a key of some directories
// and an action about another one or about what is no directory's. The answer's AccessDeniedDetail
// says so once more in the form that CloudSSO's clients pass on (reference, section 9).
admitted<void> check_permission(const model::access_key&, const action&, const parameters&);

}  // namespace scimd::management
