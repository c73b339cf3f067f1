// Which terms of a filter an index leads to, beside the columns that have one: values that stand in
// a table of their own, in the order of their comparison keys.
#pragma once

#include <string>

#include "scim/filter.hpp"
#include "scim/schema.hpp"
#include "store/filter_sql.hpp"

namespace scimd::store {

// "users.key IN (…)": those of whom a value at the path is equal to the text that is asked for; of
// a value filter, those who have a value that one of its terms demands, and so all whom it matches.
// Empty when no index leads there. The indexes: user_emails, unique_values (attributes that a
// schema calls unique) and members_by_member.
std::string keys_by_index(const scim::comparison&, const scim::resource_type&, fragment& into);
std::string keys_by_index(const scim::value_path&, const scim::resource_type&, fragment& into);

// Whether an index leads to what can match and that is few: those who have one value, and not all
// whose names begin with a letter; or nothing can match. Otherwise answering means reading a part
// of the directory, or all of it.
bool finds_few(const scim::filter&, const scim::resource_type&);

}  // namespace scimd::store
