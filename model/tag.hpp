// Tags: labels that CreateUser gives a user, and that ListUsers finds users by. They are
// CloudSSO's (reference, section 2): nobody changes them later, and SCIM does not know them.
#pragma once

#include <optional>
#include <string>

namespace scimd::model {

struct tag {
    std::string key;  // a user has each key once
    std::string value;

    friend bool operator==(const tag&, const tag&) = default;
};

// What a list asks of a user's tags: this key, with this value or (nothing) with any.
struct tag_condition {
    std::string key;
    std::optional<std::string> value;

    friend bool operator==(const tag_condition&, const tag_condition&) = default;
};

}  // namespace scimd::model
