// The schemas of the discovery resources themselves: of the configuration, of resource types and of
// schemas (RFC 7643 §8.7.2). No client writes what they describe, so they are advertised and that
// is all; schemas/discovery/ holds them.
#pragma once

#include <boost/json/object.hpp>

#include <vector>

namespace scimd::scim {

// As advertised by /Schemas, without meta; read once.
const std::vector<boost::json::object>& discovery_schemas();

}  // namespace scimd::scim
