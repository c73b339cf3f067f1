// Lengths and alphabets of CloudSSO's fields (reference, section 2.2) and of ours: pure functions
// over one value each. The management actions hold what they are sent to them, and the directory
// what is pushed where its setting cloudssoLimits asks for it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scimd::model {

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

// What the value should be when it breaks the rule of its field, as the end of a sentence: "has 1
// to 64 characters of letters, …". Nothing when it is good. Lengths count characters, not bytes.
std::optional<std::string> broken_rule(field, std::string_view value);

}  // namespace scimd::model
