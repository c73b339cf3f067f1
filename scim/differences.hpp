// What is not the same in two documents of one resource, attribute by attribute, in a form that may
// be shown: what a schema says is never returned (RFC 7643 §7) is named and nothing more.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scim/document.hpp"

namespace scimd::scim {

// Calls `take(name, before, after)` for each member that the two do not have alike: those of
// `before` in their order, then those that only `after` has. nullptr where one of them has none.
template <class Take>
void each_difference(const boost::json::object& before, const boost::json::object& after,
                     Take take) {
    for (const auto& member : before) {
        const boost::json::value* other = after.if_contains(member.key());
        if (other == nullptr || *other != member.value())
            take(member.key(), &member.value(), other);
    }
    for (const auto& member : after)
        if (!before.contains(member.key()))
            take(member.key(), static_cast<const boost::json::value*>(nullptr), &member.value());
}

// Whether a member of a document is the part that an extension adds: it goes by its URN, and no
// attribute has a colon in its name (RFC 7643 §2.1).
inline bool is_extension(std::string_view member) {
    return member.find(':') != std::string_view::npos;
}

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
