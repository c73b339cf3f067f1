// An action for somebody who is known: what lies behind the gateway's signature, and what the
// command line calls in a data folder that no server has open.
#pragma once

#include "directory/directories.hpp"
#include "management/faults.hpp"
#include "management/parameters.hpp"

#include <boost/json/object.hpp>

#include <string_view>

namespace scimd::management {

// Borrowed for as long as it is answered.
struct asked_action {
    std::string_view name;
    const parameters& arguments;
    const model::access_key& by;
    const model::origin& from;
    model::instant now;
};

// The members of a success; RequestId is the caller's to add. Checked in this order: that there is
// such an action, its required parameters, its directory, the key's permissions (permissions.hpp);
// the rest is the action's. What was refused is in the audit log when this returns, if the action
// is one that acts.
directory::awaitable<admitted<boost::json::object>> run_action(directory::directories&,
                                                               directory::view&,
                                                               const asked_action&);

}  // namespace scimd::management
