// The "attributes" of a schema file (RFC 7643 §7) → attributes, checked as a whole: what could not
// be kept as it is said is refused. For schema_reader.cpp.
#pragma once

#include <string>
#include <vector>

#include "scim/schema.hpp"
#include "scim/schema_place.hpp"

namespace scimd::scim {

// Throws broken_schema. What is left out has the value of RFC 7643 §2.2. Where a characteristic
// follows from another, what is said of it is advice and the other decides: numbers, booleans,
// moments and complex values are never caseExact, binaries always, references unless they say
// otherwise; what is writeOnly is never returned (§7).
std::vector<attribute> read_attributes(const schema_place&, const std::string& urn);

}  // namespace scimd::scim
