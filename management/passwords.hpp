// Which password ResetUserPassword is to set: the one that was sent, or one of our own making.
#pragma once

#include "management/parameters.hpp"
#include "model/result.hpp"

#include <string>

namespace scimd::management {

struct new_password {
    std::string clear;
    bool is_generated = false;  // then, and only then, the answer says it
};

// errc::missing_parameter when there is neither Password nor GenerateRandomPassword=true;
// errc::invalid_parameter for a password that breaks its rule (field_rules.hpp) or a boolean that
// is none.
model::result<new_password> password_asked_for(const parameters&);

// Four groups of five letters and digits, joined by `-`: keeps the rule, and can be read over a
// telephone.
std::string random_password();

}  // namespace scimd::management
