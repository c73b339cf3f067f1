// What is not the same in two documents of one resource, attribute by attribute, in a form that may
// be shown: what a schema says is never returned (RFC 7643 §7) is named and nothing more.
#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <vector>

#include "scim/document.hpp"

namespace scimd::scim {

struct difference {
    // A top-level attribute: "emails". One of an extension: "urn:…:2.0:User:department".
    std::string name;
    // Nothing where the document does not have it, and where it may not be shown: the attribute, or
    // all of its parts, are never returned; or no schema knows it, or knows it in another form, so
    // that nobody can tell whether it is.
    std::optional<boost::json::value> before;
    std::optional<boost::json::value> after;
};

// Attributes in the order of `before`, then those that only `after` has; `schemas` is left out: it
// follows from the others.
std::vector<difference> differences(const document& before, const document& after,
                                    const resource_type&);

}  // namespace scimd::scim
