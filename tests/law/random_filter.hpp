// Filters nobody asked, as text: every operator, literals of all types, and, or, not, value paths,
// about attributes of a resource type.
#pragma once

#include <string>

#include "scim/schema.hpp"
#include "tests/law/random.hpp"

namespace scimd::tests {

// Most of them can be read; some compare what cannot be compared and are refused.
std::string random_filter(chance&, const scim::resource_type&);

// A filter for the values of one attribute: what stands in the brackets of a value path.
std::string random_value_filter(chance&, const scim::attribute&);

}  // namespace scimd::tests
