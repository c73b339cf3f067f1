// A user's setting of MFA, which is kept for the system that logs users on, and its devices: nobody
// can register one here, so there are none.
#include "management/actions.hpp"

#include <boost/json/array.hpp>

namespace scimd::management {

namespace json = boost::json;
using directory::awaitable;

namespace {

constexpr std::string_view setting_name = "UserMFAAuthenticationSettings";

}  // namespace

answer get_user_mfa_settings(const call& asked) {
    const auto who = find_user(asked);
    if (!who) return who.error();
    return json::object{{setting_name, asked.view.has_mfa(*who) ? "Enabled" : "Disabled"}};
}

awaitable<answer> update_user_mfa_settings(call asked) {
    const auto who = find_user(asked);
    if (!who) co_return who.error();
    const auto enabled = status_of(asked.arguments, setting_name);
    if (!enabled) co_return enabled.error();
    directory::change change = directory::set_user_mfa{who->id, enabled->value_or(true)};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

answer list_mfa_devices(const call& asked) {
    const auto who = find_user(asked);
    if (!who) return who.error();
    return json::object{{"TotalCounts", 0}, {"MFADevices", json::array()}};
}

// A coroutine that never waits, because it acts: what is refused to who wants to change something
// is in the audit log.
awaitable<answer> delete_mfa_device(call asked) {
    const auto who = find_user(asked);
    if (!who) co_return who.error();
    co_return model::refusal(model::errc::mfa_device_not_found,
                             "The user " + who->id.text() + " has no MFA device " +
                                 std::string(text_of(asked.arguments, "MFADeviceId")) + ".");
}

}  // namespace scimd::management
