// Which password ResetUserPassword is to set: the one that was sent, or one of our own making; and
// what the password policy of the directory says to it (reference, section 2.2).
#pragma once

#include "management/parameters.hpp"
#include "model/preferences.hpp"
#include "model/result.hpp"

#include <string>
#include <string_view>

namespace scimd::management {

struct new_password {
    std::string clear;
    bool is_generated = false;  // then, and only then, the answer says it
};

// Whose password it is to be.
struct password_owner {
    const model::preferences& policy;  // of the directory
    std::string_view user_name;
};

// 8 to 32 characters of all four kinds (field_rules.hpp), as long and as varied as the policy
// wants, and without the user name in it, whatever the case of either. errc::invalid_parameter says
// which rule the parameter Password breaks. Whether it was used before is not asked here.
model::result<void> check_password(const password_owner&, std::string_view clear);

// What is said of a password that was used before.
model::fault reused_password(const model::preferences& policy);

// errc::missing_parameter when there is neither Password nor GenerateRandomPassword=true; else
// refuses as check_password, or for a boolean that is none. RequirePasswordResetForNextLogin is
// looked at and not kept: there is no logon here that could ask for it.
model::result<new_password> password_asked_for(const parameters&, const password_owner&);

// Letters and digits, none twice, with a special character in the middle; 20 characters, or as many
// as the policy wants.
std::string random_password(const password_owner&);

}  // namespace scimd::management
