// Lengths and alphabets of CloudSSO's fields (reference, section 2.2): pure functions over one
// value each.
#pragma once

#include "model/result.hpp"

#include <string_view>

namespace scimd::management {

enum class field {
    user_name,
    first_name,
    last_name,
    display_name,
    email,
    description,
    group_name,
    directory_name,
    password,
    access_key_id,
    access_key_name
};

// errc::invalid_parameter, naming `parameter` and the rule, when the value breaks the rule of its
// field. Lengths count characters, not bytes.
model::result<void> check(field, std::string_view parameter, std::string_view value);

}  // namespace scimd::management
