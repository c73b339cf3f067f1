// A filter's tree as text again: what is read from it is the same tree, but for `and` inside `and`
// and `or` inside `or`, which are joined.
#pragma once

#include <string>

#include "scim/filter.hpp"

namespace scimd::tests {

std::string to_text(const scim::filter&);

}  // namespace scimd::tests
