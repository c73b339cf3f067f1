// LoginNetworkMasks: from where users may log on (reference, section 2.2).
#pragma once

#include "model/result.hpp"

#include <string>
#include <string_view>

namespace scimd::management {

// Up to model::network_masks_max IPv4 addresses or CIDR blocks ("192.0.2.0/24") joined by `;`, as
// they were sent. A lone `;` is none of them: it clears what there was. A block need not begin at
// its first address: CloudSSO's documentation does not ask for it. errc::invalid_parameter says
// which one is neither.
model::result<std::string> network_masks_from(std::string_view sent);

}  // namespace scimd::management
