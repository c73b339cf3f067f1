// Bodies and values nobody sent: of every type, from a small stock, so that they meet again in
// filters. Text has letters of several widths, cases and compositions, numbers stand at the borders
// of their types.
#pragma once

#include <boost/json/object.hpp>

#include <string>

#include "scim/schema.hpp"
#include "tests/law/random.hpp"

namespace scimd::tests {

std::string random_text(chance&);
// One value of a simple attribute, as an element of a list would be.
boost::json::value random_simple_value(chance&, scim::data_type);
// A value as the attribute takes it: valid in strict directories too.
boost::json::value random_value(chance&, const scim::attribute&);

// A body that may be pushed, its unique name ending in `name`: what is required is there, read-only
// attributes and passwords are not.
boost::json::object random_body(chance&, const scim::resource_type&, const std::string& name);

// Some of its texts become empty, which only strict directories keep; what is required stays.
void with_empty_text(chance&, boost::json::object& body, const scim::resource_type&);

// The same body as another client would write it: members in another order, names in other letters.
boost::json::object rewritten(chance&, const boost::json::object& body);

// The text with some letters' case turned.
std::string in_other_letters(chance&, std::string_view ascii);

}  // namespace scimd::tests
