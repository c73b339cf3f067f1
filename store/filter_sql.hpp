// scim::filter → SQL. Values are always parameters; scim::matches answers the same question in
// memory and is its oracle.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "model/result.hpp"
#include "scim/filter.hpp"
#include "scim/schema.hpp"
#include "store/session.hpp"

namespace scimd::store {

using fragment_value = std::variant<std::int64_t, double, std::string>;

// A condition and the values of its parameters. $1 is the directory, for every condition; its own
// begin at `first`.
struct fragment {
    static constexpr std::size_t first = 2;

    std::string text;
    std::vector<fragment_value> values;

    std::string bind(fragment_value);  // remembers a value; answers "$7"
};

value as_parameter(const fragment_value&);  // borrows

// `expression` begins with a comparison key: a range that an index serves, and the exact test
// beside it.
std::string starts_with(const std::string& expression, const std::string& prefix, fragment& into);

// The condition over the rows of `users` or `groups`.
// errc::invalid_filter for what cannot be evaluated here (meta.location, which depends on who
// asks).
model::result<fragment> to_sql(const scim::filter&, const scim::resource_type&);
// The same as a part of something larger: the condition is answered, its values go into `into`.
model::result<std::string> write_condition(const scim::filter&, const scim::resource_type&,
                                           fragment& into);

}  // namespace scimd::store
