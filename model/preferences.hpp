// What a directory's administrators prefer about passwords, logons and second factors (CloudSSO's
// password policy, login preference and MFA settings; reference, section 2.2): stored with the
// directory. Nobody logs on here, so of all this only ResetUserPassword obeys the password policy;
// the rest is kept for the system that does.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/result.hpp"

namespace scimd::model {

enum class mfa_status { enabled, disabled };
enum class mfa_requirement { enabled, by_user, disabled, only_risky_login };
enum class risky_login { autonomous, enforce_verify };

// Limits. Nothing changes the most characters of a password.
constexpr std::int64_t password_characters_max = 32;
constexpr std::int64_t remembered_passwords_max = 24;  // PasswordReusePrevention, at most
constexpr std::size_t network_masks_max = 100;

// The policy of a directory that has set none asks of a password what ResetUserPassword is
// documented to ask of it, and no more.
struct preferences {
    std::int64_t min_password_length = 8;
    std::int64_t min_password_different_chars = 0;  // at most min_password_length
    bool password_not_contain_username = false;
    std::int64_t max_password_age = 90;          // days
    std::int64_t password_reuse_prevention = 0;  // so many of the last passwords; 0: none
    std::int64_t max_login_attempts = 5;         // 0: no limit
    bool allow_user_to_get_credentials = false;
    std::string login_network_masks;  // joined by `;`; empty: from anywhere
    model::mfa_status mfa_status = model::mfa_status::enabled;
    mfa_requirement mfa_settings = mfa_requirement::only_risky_login;
    risky_login operation_for_risk_login = risky_login::enforce_verify;

    friend bool operator==(const preferences&, const preferences&) = default;
};

// Which action's they are.
enum class preference_group { password_policy, login_preference, mfa_status, mfa_settings };

// The names of a group's, as the parameters are called: "MinPasswordLength", …
std::vector<std::string_view> names_of(preference_group);

// Every one with its value under its name, of all groups or of one: numbers, booleans and texts.
boost::json::object to_json(const preferences&);
boost::json::object to_json(const preferences&, preference_group);

// Those in which the two differ, as `shown` has them: what an audit event tells.
boost::json::object differing(const preferences& shown, const preferences& other);

// Changes one. Numbers in decimal digits, booleans in any case, all else exactly as documented;
// LoginNetworkMasks must have been read by management/network_masks.hpp. errc::invalid_parameter
// names it and its rule.
result<void> change(preferences&, std::string_view name, std::string_view value);

// All of them changed, and what cannot be seen of one value: MinPasswordDifferentChars is at most
// MinPasswordLength. errc::invalid_parameter names one that was sent.
using named_values = std::vector<std::pair<std::string, std::string>>;
result<preferences> merged(preferences, const named_values& sent);

// What to_json wrote; those that are absent keep their default. errc::invalid_parameter.
result<preferences> preferences_from_json(const boost::json::object&);

}  // namespace scimd::model
