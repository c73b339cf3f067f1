// Canonical values: what read_value makes, and what a document is made of.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <span>

#include "model/result.hpp"
#include "scim/schema.hpp"
#include "scim/tolerance.hpp"

namespace scimd::scim {

// A typed value with its sub-attributes in schema order and without what is empty; null when
// nothing is left. Takes apart what it is given.
boost::json::value canonical(boost::json::value&&, const attribute&);

// Several values of one attribute cannot all be primary (RFC 7643 §2.4): the first stays, where
// rule several_primaries is on; errc::invalid_value where it is not.
model::result<void> settle_primaries(boost::json::value&, const attribute&, tolerance&);

// Whether a value is there at all: not null, empty text, an empty list or an object of such.
bool is_present(const boost::json::value&);

}  // namespace scimd::scim
