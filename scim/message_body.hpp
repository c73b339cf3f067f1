// What the bodies of requests that are no resources have in common: PATCH, search, Bulk.
#pragma once

#include <boost/json/object.hpp>

#include <string_view>

#include "model/result.hpp"
#include "scim/tolerance.hpp"

namespace scimd::scim {

// A member by its name, without regard to case (RFC 7643 §2.1); nullptr when there is none.
const boost::json::value* member_named(const boost::json::object&, std::string_view name);

// That `schemas` says which message this is. errc::invalid_syntax unless a rule lets it be left out
// (missing_message_schema), name another (unknown_schema), or be text (single_value_bare).
model::result<void> check_message_schema(const boost::json::object& body, std::string_view urn,
                                         tolerance&);

}  // namespace scimd::scim
