#include "management/precedence.hpp"

namespace scimd::management {
namespace {

bool is_locked(const call& asked, model::provision origin) {
    return origin == model::provision::synchronized &&
           asked.where.synchronization == model::synchronization::enabled;
}

model::fault lock(model::errc code, std::string_view what) {
    return model::refusal(code,
                          "The " + std::string(what) +
                              " is synchronized and SCIM synchronization is Enabled: change it "
                              "at the identity provider, or disable the synchronization first.");
}

}  // namespace

model::fault refusal_of_change(const call& asked, const model::user_id& id, model::fault broken) {
    auto found = asked.view.find_user(asked.where, id, false);
    if (!found) return found.error();
    if (is_locked(asked, found->user.provision)) return lock(model::errc::locked_user, "user");
    return broken;
}

model::fault refusal_of_change(const call& asked, const model::group_id& id, model::fault broken) {
    auto found = asked.view.find_group(asked.where, id);
    if (!found) return found.error();
    if (is_locked(asked, found->provision)) return lock(model::errc::locked_group, "group");
    return broken;
}

}  // namespace scimd::management
