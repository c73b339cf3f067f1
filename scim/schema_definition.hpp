// What /Schemas says of a schema, written from what the engine holds to: one source.
#pragma once

#include <boost/json/object.hpp>

#include "scim/schema.hpp"

namespace scimd::scim {

// RFC 7643 §7, every characteristic spelt out, without meta.
boost::json::object definition_of(const schema&);

}  // namespace scimd::scim
