// What the index of unique values was written for, as rows beside it: so that it is known at the
// next start whether the schemas still say the same. For store/unique_*.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/unique_values.hpp"

namespace scimd::store {

// A row of unique_attributes, in the order of its primary key.
struct indexed_attribute {
    std::int64_t kind = 0;  // 0 of users, 1 of groups
    std::string name;
    std::string path;       // JSON path in a document: of the value, or of the list of them
    std::string part;       // within an element of that list; empty when it is the value
    std::int64_t form = 0;  // of the keys: 0 text as it is, 1 folded text, 2 neither

    friend auto operator<=>(const indexed_attribute&, const indexed_attribute&) = default;
};
std::vector<indexed_attribute> attributes_to_index(const scim::catalogue&);

// What a stored document holds; nothing is parsed where the schemas have no unique attribute.
std::vector<unique_value> unique_values_in(std::string_view document, const scim::resource_type&);

}  // namespace scimd::store
