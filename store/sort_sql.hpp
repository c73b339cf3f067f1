// The order of a list → SQL: which users and groups come, one after another, and what each is
// sorted by. scim::sort_value_of and scim::compare say the same in memory and are its oracle.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scim/sort.hpp"
#include "store/filter_sql.hpp"

namespace scimd::store {

// One resource type's part in a list.
struct list_part {
    const scim::resource_type* type = nullptr;
    const scim::filter* filter = nullptr;         // nullptr: all of them; it must be evaluable
    std::optional<scim::attribute_path> sort_by;  // nothing: none of them has a value
};

// Its number in a place: scim::position::type.
std::size_t type_of(const list_part&);

// What of a sorted list is wanted.
struct sorted_range {
    scim::sort_order order = scim::sort_order::ascending;
    std::optional<scim::position> after;  // only what stands behind it
    std::int64_t offset = 0;
    std::int64_t count = 0;
};

// An expression over a row of `users` or `groups`: its sort value, NULL where it has none. The
// attribute must be one that scim::parse_sort_by answers.
std::string sort_expression(const scim::attribute_path&, const scim::resource_type&);

// SELECT key … of one part in the order of creation, behind the key `after` (0: from the start).
fragment keys_sql(const list_part&, std::int64_t after, std::int64_t offset, std::int64_t count);

// SELECT type, key, whether there is no value, value … of all parts together, sorted.
fragment places_sql(const std::vector<list_part>&, const sorted_range&);

}  // namespace scimd::store
