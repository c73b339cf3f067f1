// When two values of an attribute are one: their comparison keys are equal (RFC 7643 §2.3): text by
// its characters, or folded unless caseExact; moments by the instant; numbers by what they count.
#pragma once

#include <boost/json/value.hpp>

#include <string>

#include "scim/schema.hpp"

namespace scimd::scim {

// Of one value, not of a list. Keys of values that do not have the attribute's type are their JSON
// text.
std::string value_key(const boost::json::value&, const attribute&);

}  // namespace scimd::scim
