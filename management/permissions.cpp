#include "management/permissions.hpp"

#include <algorithm>

namespace scimd::management {

namespace {

// Empty when the key may. What is about all directories needs a key of all, be it bound to all that
// there are.
std::string reason_against(const model::access_key& by, const action& asked,
                           const parameters& arguments) {
    const std::string name(asked.name);
    if (by.read_only && std::holds_alternative<acts>(asked.run))
        return "is read-only, and " + name + " changes something";
    if (!by.directories || asked.about == about::own_directories) return {};

    const std::string_view text = text_of(arguments, "DirectoryId");
    if (asked.about == about::house || text.empty())
        return "is for some directories only, and " + name + " is about more than those";
    const auto where = model::directory_id::from_text(text);
    if (where && is_good_for(by, *where)) return {};
    return "is for other directories than the one that " + name + " is called for";
}

}  // namespace

bool is_good_for(const model::access_key& by, const model::directory_id& where) {
    return !by.directories || std::ranges::find(*by.directories, where) != by.directories->end();
}

admitted<void> check_permission(const model::access_key& by, const action& asked,
                                const parameters& arguments) {
    const std::string reason = reason_against(by, asked, arguments);
    if (reason.empty()) return {};

    rejection made = to_rejection(
        model::refusal(model::errc::not_permitted, "The access key " + by.id + " " + reason + "."));
    made.more["AccessDeniedDetail"] = {{"AuthAction", "cloudsso:" + std::string(asked.name)},
                                       {"AuthPrincipalDisplayName", by.id},
                                       {"AuthPrincipalType", "AccessKey"},
                                       {"NoPermissionType", "ExplicitDeny"}};
    return made;
}

}  // namespace scimd::management
