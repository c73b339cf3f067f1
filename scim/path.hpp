// Attribute paths (RFC 7644 §3.5.2, §3.10): text resolved against a resource type, once, at the
// border.
#pragma once

#include <string_view>

#include "model/result.hpp"
#include "scim/schema.hpp"
#include "scim/tolerance.hpp"

namespace scimd::scim {

// `name.givenName`, `emails`,
// `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value`, or a whole extension
// by its URN alone (then `attribute` is nullptr and `extension` is not).
struct attribute_path {
    const schema* extension = nullptr;  // nullptr: the core schema or a common attribute
    const scim::attribute* attribute = nullptr;
    const scim::attribute* sub = nullptr;

    // What the path ends in: the sub-attribute if there is one.
    const scim::attribute& leaf() const { return sub != nullptr ? *sub : *attribute; }
    friend bool operator==(const attribute_path&, const attribute_path&) = default;
};

// Names and URNs without regard to case. A path that names nothing is errc::invalid_path.
model::result<attribute_path> resolve_path(std::string_view text, const resource_type&, tolerance&);

}  // namespace scimd::scim
