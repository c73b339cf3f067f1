// Password policy, login preference and MFA settings of a directory (reference, sections 2 and
// 2.2): every parameter is optional but where the reference says otherwise, what is not sent stays,
// and a call that sends nothing succeeds. Nobody logs on here: what is set is kept and answered,
// and of it ResetUserPassword obeys the password policy.
#include "management/actions.hpp"
#include "management/network_masks.hpp"

namespace scimd::management {

namespace json = boost::json;
using directory::awaitable;
using model::preference_group;
using model::result;

namespace {

constexpr std::string_view masks_name = "LoginNetworkMasks";

json::object preferred(const call& asked, preference_group which) {
    return model::to_json(asked.view.find_preferences(asked.where), which);
}

// Each is tried by itself, so that a wrong one never becomes an edit; how they fit with what the
// directory has is seen in the edit's transaction.
result<model::named_values> values_sent(const call& asked, preference_group which) {
    model::named_values sent;
    model::preferences tried;
    for (const std::string_view name : model::names_of(which)) {
        const auto value = find(asked.arguments, name);
        if (!value) continue;
        result<std::string> read = std::string(*value);
        if (name == masks_name) read = network_masks_from(*value);
        if (!read) return read.error();
        if (auto changed = model::change(tried, name, *read); !changed) return changed.error();
        sent.emplace_back(name, std::move(*read));
    }
    return sent;
}

awaitable<answer> change(call asked, preference_group which, std::string operation) {
    auto sent = values_sent(asked, which);
    if (!sent) co_return sent.error();
    if (sent->empty()) co_return json::object();
    directory::change made = directory::change_preferences{std::move(operation), std::move(*sent)};
    auto outcome = co_await carry_out(asked, std::move(made));
    co_return outcome;
}

}  // namespace

// What no action changes is as CloudSSO documents it.
answer get_password_policy(const call& asked) {
    json::object policy = preferred(asked, preference_group::password_policy);
    policy["MaxPasswordLength"] = model::password_characters_max;
    policy["HardExpire"] = false;
    for (const std::string_view kind :
         {"RequireLowerCaseChars", "RequireUpperCaseChars", "RequireNumbers", "RequireSymbols"})
        policy[kind] = true;
    return json::object{{"PasswordPolicy", std::move(policy)}};
}

awaitable<answer> set_password_policy(call asked) {
    return change(std::move(asked), preference_group::password_policy, "SetPasswordPolicy");
}

answer get_login_preference(const call& asked) {
    return json::object{{"LoginPreference", preferred(asked, preference_group::login_preference)}};
}

awaitable<answer> set_login_preference(call asked) {
    return change(std::move(asked), preference_group::login_preference, "SetLoginPreference");
}

answer get_mfa_status(const call& asked) {
    return preferred(asked, preference_group::mfa_status);
}

awaitable<answer> set_mfa_status(call asked) {
    return change(std::move(asked), preference_group::mfa_status, "SetMFAAuthenticationStatus");
}

// Retired by CloudSSO in favour of the one below, and still asked for.
answer get_mfa_settings(const call& asked) {
    const json::object settings = preferred(asked, preference_group::mfa_settings);
    return json::object{
        {"MFAAuthenticationAdvanceSettings", settings.at("MFAAuthenticationSettings")}};
}

// The member is spelt Mfa here, and here only.
answer get_mfa_setting_info(const call& asked) {
    const json::object settings = preferred(asked, preference_group::mfa_settings);
    json::object info{
        {"MfaAuthenticationAdvanceSettings", settings.at("MFAAuthenticationSettings")},
        {"OperationForRiskLogin", settings.at("OperationForRiskLogin")}};
    return json::object{{"MFAAuthenticationSettingInfo", std::move(info)}};
}

awaitable<answer> update_mfa_settings(call asked) {
    return change(std::move(asked), preference_group::mfa_settings,
                  "UpdateMFAAuthenticationSettings");
}

}  // namespace scimd::management
