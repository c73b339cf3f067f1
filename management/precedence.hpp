// Which of several reasons to refuse is named: that the entity is not there, then that it is
// locked, then that a field breaks its rule (synchronization.md, "Settled corners").
#pragma once

#include "management/call.hpp"

namespace scimd::management {

// `broken` unless the user or group does not exist, or is synchronized while the switch is Enabled.
// The directory says the same of an edit; this is for calls whose fields are so wrong that no edit
// can be made of them.
model::fault refusal_of_change(const call&, const model::user_id&, model::fault broken);
model::fault refusal_of_change(const call&, const model::group_id&, model::fault broken);

}  // namespace scimd::management
