// What no log may tell (Law 8): the values of attributes that a schema says are never returned.
#pragma once

#include <boost/json/object.hpp>

#include "scim/schema.hpp"

namespace scimd::scim {

// Stands for a value that is not told.
constexpr std::string_view hidden_value = "(hidden)";

// Puts hidden_value in the place of every value in a stored document, or a part of one, whose
// attribute is never returned (RFC 7643 §7), and of those that no schema knows any more, or knows
// in another form: what they were is not known.
void hide_secrets(boost::json::object& attributes, const resource_type&);

}  // namespace scimd::scim
