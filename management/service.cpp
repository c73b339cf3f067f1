// The status of the service, which is the house's and no directory's (reference, section 2).
// CloudSSO lets itself be disabled only when it is empty, and does nothing then; here, Disabled
// means that no directory can be made, and everything there is goes on.
#include "management/actions.hpp"
#include "management/directory_members.hpp"
#include "management/permissions.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace scimd::management {

namespace json = boost::json;
using directory::awaitable;

namespace {

// We have no accounts; clients want a text of this form.
constexpr std::string_view account_id = "0000000000000000";

awaitable<answer> set_status(call asked, bool enabled) {
    directory::change change = directory::set_service_status{enabled};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

}  // namespace

// Where there is a directory (that the access key is good for) the service is in use; nothing has
// to be done before it is enabled.
answer get_service_status(const call& asked) {
    const bool enabled = asked.view.is_service_enabled();
    json::object status{{"AccountId", account_id}, {"Status", enabled ? "Enabled" : "Disabled"}};
    if (enabled) {
        json::array regions;
        const auto all = asked.view.list_directories();
        const auto is_ours = [&](const model::directory& one) {
            return is_good_for(asked.by, one.id);
        };
        if (std::ranges::any_of(all, is_ours)) regions.emplace_back(region);
        status["RegionsInUse"] = std::move(regions);
    } else {
        status["PrerequisiteCheckResult"] = "Success";
    }
    return json::object{{"ServiceStatus", std::move(status)}};
}

awaitable<answer> enable_service(call asked) {
    return set_status(std::move(asked), true);
}

awaitable<answer> disable_service(call asked) {
    return set_status(std::move(asked), false);
}

}  // namespace scimd::management
