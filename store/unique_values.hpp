// The attributes that a schema calls unique (RFC 7643 §2.2, "server" and "global" alike), and the
// values of them that a document holds: nobody else of its directory may have those. userName is
// not among them: it has a column and an index of its own, and so has id.
#pragma once

#include <compare>
#include <string>
#include <vector>

#include "model/result.hpp"
#include "scim/catalogues.hpp"
#include "scim/document.hpp"
#include "scim/path.hpp"
#include "store/session.hpp"

namespace scimd::store {

// The name says the attribute apart from all others: "urn:…:User:badge.number". Two kinds of
// resource that have one extension share its names, and so its values.
struct unique_attribute {
    std::string name;
    scim::attribute_path path;
};
std::vector<unique_attribute> unique_attributes(const scim::resource_type&);

struct unique_value {
    std::string attribute;  // its name
    std::string key;        // scim::value_key
    std::string text;       // as it was written, for people; hidden when it is never returned

    friend bool operator==(const unique_value& left, const unique_value& right) {
        return left.attribute == right.attribute && left.key == right.key;
    }
    friend std::strong_ordering operator<=>(const unique_value& left, const unique_value& right) {
        if (const auto order = left.attribute <=> right.attribute; order != 0) return order;
        return left.key <=> right.key;
    }
};
// Sorted, once each.
std::vector<unique_value> draw_unique_values(const scim::document&, const scim::resource_type&);

// Brings the index up to date where a directory's schemas call other attributes unique than when it
// was written, in one transaction of its own. errc::internal, naming both, when two living entities
// share a value that must be unique now.
model::result<void> refresh_unique_values(session& writer, const scim::catalogues&);

}  // namespace scimd::store
