// The order of a list (RFC 7644 §3.4.2.3): what `sortBy` names, the value a resource has there, and
// which of two values comes first. store/sort_sql.hpp says the same in SQL and has this for its
// oracle.
#pragma once

#include <boost/json/object.hpp>

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "model/result.hpp"
#include "scim/path.hpp"

namespace scimd::scim {

// Text is sorted by so many of its characters: a cursor carries the value it stands at.
constexpr std::size_t sort_characters_max = 256;

enum class sort_order { ascending, descending };

// What a resource is sorted by; monostate: it has no value. Booleans are 0 and 1, dateTimes
// milliseconds, text its comparison key where the attribute is not caseExact, cut off.
using sort_value = std::variant<std::monostate, std::int64_t, double, std::string>;

// Where a resource stands in a list: behind those with a smaller value; among equals users come
// before groups, and older before younger.
struct position {
    sort_value value;
    std::size_t type = 0;  // 0: users, 1: groups
    std::int64_t key = 0;  // the store's number for it: they grow in the order of creation

    friend bool operator==(const position&, const position&) = default;
};

// What `sortBy` names; a complex attribute stands for its `value`. Nothing when the resource type
// has no such attribute: then no resource of that type has a value. errc::invalid_sort for what has
// no order (a complex attribute without `value`), is never told (password), is written only when it
// is answered (meta.location, $ref), or is a list of rows (members, groups).
model::result<std::optional<attribute_path>> parse_sort_by(std::string_view text,
                                                           const resource_type&, tolerance&);

// "ascending", "descending", without regard to case; empty is ascending. errc::invalid_value.
model::result<sort_order> parse_sort_order(std::string_view text);

// Of a full resource. A multi-valued attribute counts by its primary value, else by its first, a
// list inside of that by its first. A value of another JSON type than the attribute's is none.
sort_value sort_value_of(const boost::json::object& resource, const attribute_path& by);

// The key `text` is sorted by.
std::string sort_text(std::string_view text, const attribute& of);

// No value comes last when ascending and first when descending.
std::weak_ordering compare(const sort_value& left, const sort_value& right, sort_order);

}  // namespace scimd::scim
