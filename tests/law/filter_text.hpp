// A filter's tree as text again: what is read from it is the same tree, but for `and` inside `and`
// and `or` inside `or`, which are joined.
#pragma once

#include <string>

#include "scim/filter.hpp"

namespace scimd::tests {

std::string to_text(const scim::filter&);
// Of a filter for the values of one attribute: what stands in the brackets of a value path.
std::string to_text(const scim::filter&, const scim::attribute& of);

}  // namespace scimd::tests
