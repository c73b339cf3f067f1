// CloudSSO's field rules (model/field_rules.hpp), as refusals of a parameter.
#pragma once

#include "model/field_rules.hpp"
#include "model/result.hpp"

#include <string_view>

namespace scimd::management {

using model::field;

// errc::invalid_parameter, naming `parameter` and the rule, when the value breaks the rule of its
// field.
model::result<void> check(field, std::string_view parameter, std::string_view value);

}  // namespace scimd::management
