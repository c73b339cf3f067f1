// Which attributes have a column of their own, and what is put into it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scim/document.hpp"
#include "scim/path.hpp"

namespace scimd::store {

// The columns that are drawn from a document; the rest of a row does not depend on it.
struct drawn_columns {
    std::string name_key;                    // fold(userName) or fold(displayName)
    std::optional<std::string> external_id;  // as it is: caseExact
    std::vector<std::string>
        email_keys;  // fold of each e-mail's value, sorted, once each; users only

    // Whether the columns that stand in a row of its own kind are the same: then no index of them
    // need be touched.
    bool has_names_of(const drawn_columns& other) const {
        return name_key == other.name_key && external_id == other.external_id;
    }
};
drawn_columns draw_user_columns(const scim::document&);
drawn_columns draw_group_columns(const scim::document&);

// How a filter reaches an attribute that has a column.
struct column {
    std::string_view expression;
    bool folded = false;   // holds comparison keys (scim::fold)
    bool indexed = false;  // equality finds its rows by an index
};
// Of a simple attribute or sub-attribute; nullptr when it has none and is reached through the
// document.
const column* user_column(const scim::attribute_path&);
const column* group_column(const scim::attribute_path&);

}  // namespace scimd::store
