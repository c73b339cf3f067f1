// What the setting cloudssoLimits asks of a push: that what it writes is what the management
// actions would take, too. Off, a push may carry whatever its schemas allow. For
// directory/apply*.cpp.
#pragma once

#include "directory/apply.hpp"

namespace scimd::directory {

// A push of `after` in the place of `before` (nullptr: of nothing). Only fields that it changes are
// judged: values that were there before the setting do not lock an entity. An administrator's edit
// passes: its parameters were judged at the border. errc::invalid_value names the attribute and the
// rule; errc::email_taken for the e-mail address that CloudSSO shows.
model::result<void> check_cloudsso_limits(const applying&, const model::user* before,
                                          const scim::document& after);
model::result<void> check_cloudsso_limits(const applying&, const model::group* before,
                                          const scim::document& after);

}  // namespace scimd::directory
