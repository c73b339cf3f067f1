// What a PATCH costs: it is applied on the one thread that writes, and patch_work_max is the limit.
#pragma once

#include <boost/json/object.hpp>

#include <cstddef>

#include "scim/patch.hpp"

namespace scimd::scim {

// How many values of the resource an operation looks at, once for each term of its filter and for
// each listed value that is not found by its `value`. What is no list costs nothing.
std::size_t work_of(const boost::json::object& resource, const patch_operation&);

}  // namespace scimd::scim
