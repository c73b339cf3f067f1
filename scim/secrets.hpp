// What no log may tell (Law 8): the values of attributes that a schema says are never returned.
#pragma once

#include <boost/json/object.hpp>

#include "scim/schema.hpp"

namespace scimd::scim {

// Stands for a value that is not told.
constexpr std::string_view hidden_value = "(hidden)";

// Whether nobody may see a value: its attribute is never returned, or no schema knows it, or knows
// it in another form, so that nobody can tell.
bool is_secret(const boost::json::value& held, const attribute*);

// Puts hidden_value in the place of every value in a stored document, or a part of one, that
// is_secret (RFC 7643 §7).
void hide_secrets(boost::json::object& attributes, const resource_type&);

}  // namespace scimd::scim
