#include "policy/judge.hpp"

#include <string>

namespace scimd::policy {

using model::author;
using model::errc;
using model::provision;
using model::synchronization;

// The one maker of permits.
class judgement {
 public:
    static permit permitted(intent asked, const facts& known) { return {asked, known}; }
};

namespace {

enum class verdict { permit_it, refuse };

struct rule {
    std::optional<author> who;
    std::optional<synchronization> sync;
    std::optional<provision> target;
    std::optional<verb> what;
    verdict says = verdict::refuse;
    errc why = errc::not_permitted;
};

constexpr auto any = std::nullopt;
constexpr auto idp = author::idp;
constexpr auto administrator = author::administrator;
constexpr auto enabled = synchronization::enabled;
constexpr auto disabled = synchronization::disabled;
constexpr auto synchronized = provision::synchronized;
constexpr auto permit_it = verdict::permit_it;
constexpr auto refuse = verdict::refuse;

// locked_user stands for locked_group too; the kind of the target decides which of the two is said.
// clang-format off
constexpr rule rules[] = {
    {idp,           any,      any,          verb::set_synchronization, refuse, errc::not_permitted},
    {idp,           any,      any,          verb::administer,          refuse, errc::not_permitted},
    {idp,           disabled, any,          any,                       refuse, errc::synchronization_disabled},
    {idp,           enabled,  any,          any,                       permit_it},
    {administrator, any,      any,          verb::set_synchronization, permit_it},
    {administrator, any,      any,          verb::administer,          permit_it},
    {administrator, any,      any,          verb::set_password,        permit_it},
    {administrator, any,      any,          verb::set_logon,           permit_it},
    {administrator, enabled,  synchronized, any,                       refuse, errc::locked_user},
    {administrator, any,      any,          any,                       permit_it},
    {any,           any,      any,          any,                       refuse, errc::not_permitted},
};
// clang-format on

bool applies(const rule& row, intent asked, const facts& known) {
    return (!row.who || *row.who == asked.who) &&
           (!row.sync || *row.sync == known.synchronization) &&
           (!row.target || row.target == known.target) && (!row.what || *row.what == asked.what);
}

// Which rule refused and how to go on, in the words of the person who meets it.
model::fault explained(errc why, intent asked) {
    if (why == errc::synchronization_disabled)
        return model::refusal(
            why,
            "SCIM synchronization of this directory is Disabled, so nothing can be pushed to it; "
            "reading "
            "still works. An administrator can enable it with SetSCIMSynchronizationStatus.");
    if (why == errc::locked_user && asked.on == entity_kind::group)
        return model::refusal(
            errc::locked_group,
            "This group is synchronized from the identity provider and SCIM synchronization is "
            "Enabled: "
            "change it and its members there, or disable the synchronization first.");
    if (why == errc::locked_user)
        return model::refusal(why,
                              "This user is synchronized from the identity provider and SCIM "
                              "synchronization is Enabled: "
                              "change it there, or disable the synchronization first. Its password "
                              "and logon can be changed here.");
    return model::refusal(why, "The " + std::string(to_text(asked.who)) + " may not " +
                                   std::string(to_text(asked.what)) + ".");
}

}  // namespace

model::result<permit> judge(intent asked, const facts& known) {
    for (const rule& row : rules) {
        if (!applies(row, asked, known)) continue;
        if (row.says == verdict::permit_it) return judgement::permitted(asked, known);
        return explained(row.why, asked);
    }
    return explained(errc::not_permitted, asked);
}

std::string_view to_text(verb what) {
    switch (what) {
        case verb::create:
            return "create";
        case verb::change:
            return "change";
        case verb::change_members:
            return "change_members";
        case verb::remove:
            return "remove";
        case verb::set_password:
            return "set_password";
        case verb::set_logon:
            return "set_logon";
        case verb::set_synchronization:
            return "set_synchronization";
        case verb::administer:
            return "administer";
    }
    return "";
}

std::string_view to_text(entity_kind kind) {
    switch (kind) {
        case entity_kind::none:
            return "none";
        case entity_kind::user:
            return "user";
        case entity_kind::group:
            return "group";
    }
    return "";
}

}  // namespace scimd::policy
