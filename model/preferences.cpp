#include "model/preferences.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <type_traits>
#include <variant>

#include "model/text.hpp"

namespace scimd::model {
namespace {

namespace json = boost::json;
using group = preference_group;

// One row per preference: its documented name, whose it is, where it is kept, and what it may be: a
// number within a range, or one of the choices, in the order of their enumeration.
using member = std::variant<std::int64_t preferences::*, bool preferences::*,
                            std::string preferences::*, mfa_status preferences::*,
                            mfa_requirement preferences::*, risky_login preferences::*>;
struct row {
    std::string_view name;
    preference_group of;
    member kept;
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::array<std::string_view, 4> choices = {};
};

constexpr std::int64_t days_max = 120;
constexpr std::int64_t attempts_max = 32;
constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();
constexpr std::string_view length_name = "MinPasswordLength";
constexpr std::string_view different_name = "MinPasswordDifferentChars";

// clang-format off
const row rows[] = {
    {length_name,                   group::password_policy,  &preferences::min_password_length, 8, password_characters_max},
    {different_name,                group::password_policy,  &preferences::min_password_different_chars, 0, password_characters_max},
    {"PasswordNotContainUsername",  group::password_policy,  &preferences::password_not_contain_username},
    {"MaxPasswordAge",              group::password_policy,  &preferences::max_password_age, 1, days_max},
    {"PasswordReusePrevention",     group::password_policy,  &preferences::password_reuse_prevention, 0, remembered_passwords_max},
    {"MaxLoginAttempts",            group::password_policy,  &preferences::max_login_attempts, 0, attempts_max},
    {"AllowUserToGetCredentials",   group::login_preference, &preferences::allow_user_to_get_credentials},
    {"LoginNetworkMasks",           group::login_preference, &preferences::login_network_masks, 0, no_limit},
    {"MFAAuthenticationStatus",     group::mfa_status,       &preferences::mfa_status, 0, 0, {"Enabled", "Disabled"}},
    {"MFAAuthenticationSettings",   group::mfa_settings,     &preferences::mfa_settings, 0, 0, {"Enabled", "Byuser", "Disabled", "OnlyRiskyLogin"}},
    {"OperationForRiskLogin",       group::mfa_settings,     &preferences::operation_for_risk_login, 0, 0, {"Autonomous", "EnforceVerify"}},
};
// clang-format on

fault broken(std::string_view name, const std::string& rule) {
    return refusal(errc::invalid_parameter, std::string(name),
                   "The parameter " + std::string(name) + " " + rule + ".");
}

std::string choices_text(const row& of) {
    std::string text;
    for (const std::string_view choice : of.choices)
        if (!choice.empty()) text += (text.empty() ? "is " : " or ") + std::string(choice);
    return text;
}

result<void> read(std::int64_t& into, const row& of, std::string_view text) {
    std::int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto taken = std::from_chars(text.data(), end, value);
    if (taken.ec != std::errc() || taken.ptr != end || value < of.least || value > of.most)
        return broken(of.name, "is a whole number from " + std::to_string(of.least) + " to " +
                                   std::to_string(of.most));
    into = value;
    return {};
}

result<void> read(bool& into, const row& of, std::string_view text) {
    const std::string word = to_lower(text);
    if (word != "true" && word != "false") return broken(of.name, "is true or false");
    into = word == "true";
    return {};
}

result<void> read(std::string& into, const row&, std::string_view text) {
    into = text;
    return {};
}

template <class Choice>
requires std::is_enum_v<Choice> result<void> read(Choice& into, const row& of,
                                                  std::string_view text) {
    const auto found = std::ranges::find(of.choices, text);
    if (text.empty() || found == of.choices.end()) return broken(of.name, choices_text(of));
    into = static_cast<Choice>(found - of.choices.begin());
    return {};
}

json::value value_of(const preferences& from, const row& of) {
    return std::visit(
        [&](auto kept) -> json::value {
            if constexpr (std::is_enum_v<std::decay_t<decltype(from.*kept)>>)
                return json::string(of.choices.at(static_cast<std::size_t>(from.*kept)));
            else
                return json::value_from(from.*kept);
        },
        of.kept);
}

json::object written_if(const preferences& from, auto wanted) {
    json::object written;
    for (const row& one : rows)
        if (wanted(one)) written[one.name] = value_of(from, one);
    return written;
}

}  // namespace

std::vector<std::string_view> names_of(preference_group of) {
    std::vector<std::string_view> names;
    for (const row& one : rows)
        if (one.of == of) names.push_back(one.name);
    return names;
}

json::object to_json(const preferences& from) {
    return written_if(from, [](const row&) { return true; });
}

json::object to_json(const preferences& from, preference_group of) {
    return written_if(from, [of](const row& one) { return one.of == of; });
}

json::object differing(const preferences& shown, const preferences& other) {
    return written_if(shown,
                      [&](const row& one) { return value_of(shown, one) != value_of(other, one); });
}

result<void> change(preferences& to, std::string_view name, std::string_view value) {
    const auto* const found = std::ranges::find(rows, name, &row::name);
    if (found == std::end(rows)) return broken(name, "is no preference of a directory");
    return std::visit([&](auto kept) { return read(to.*kept, *found, value); }, found->kept);
}

result<preferences> merged(preferences into, const named_values& sent) {
    for (const auto& [name, value] : sent) {
        if (auto changed = change(into, name, value); !changed) return changed.error();
    }
    if (into.min_password_different_chars <= into.min_password_length) return into;
    const bool was_sent =
        std::ranges::any_of(sent, [](const auto& one) { return one.first == different_name; });
    if (was_sent)
        return broken(different_name, "is at most MinPasswordLength, which is " +
                                          std::to_string(into.min_password_length));
    return broken(length_name, "is at least MinPasswordDifferentChars, which is " +
                                   std::to_string(into.min_password_different_chars));
}

result<preferences> preferences_from_json(const json::object& from) {
    preferences made;
    for (const auto& [name, value] : from) {
        const std::string text =
            value.is_string() ? std::string(value.get_string()) : json::serialize(value);
        if (auto changed = change(made, name, text); !changed) return changed.error();
    }
    return made;
}

}  // namespace scimd::model
