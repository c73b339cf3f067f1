// The few words in which engines differ: plain strings.
#pragma once

#include <string_view>

namespace scimd::store {

struct dialect {
    std::string_view same;  // equality that holds between two NULLs
    std::string_view
        each;  // table function over the elements of a JSON array: each(document, path)
    std::string_view
        tree;  // table function over the values at any depth of a JSON text: `atom` is a simple one
    std::string_view fold;     // function: comparison key of a string (scim::fold)
    std::string_view instant;  // function: milliseconds of a dateTime
};

constexpr dialect sqlite_dialect{"IS", "json_each", "json_tree", "scim_fold", "scim_instant"};

}  // namespace scimd::store
