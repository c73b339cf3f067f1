#include "directory/audit.hpp"

#include "model/text.hpp"
#include "scim/secrets.hpp"

namespace scimd::directory {
namespace {

// How an operation is called by whose hand. Those that only one of the two can ask for have one
// name.
struct operation_names {
    std::string_view idp;
    std::string_view administrator = idp;
};
template <class Change>
constexpr operation_names names{};

// clang-format off
template <> constexpr operation_names names<create_user>            {"POST /Users",    "CreateUser"};
template <> constexpr operation_names names<replace_user>           {"PUT /Users",     "UpdateUser"};
template <> constexpr operation_names names<patch_user>             {"PATCH /Users",   "UpdateUser"};
template <> constexpr operation_names names<delete_user>            {"DELETE /Users",  "DeleteUser"};
template <> constexpr operation_names names<set_logon>              {"PATCH /Users",   "UpdateUserStatus"};
template <> constexpr operation_names names<set_password>           {"PATCH /Users",   "ResetUserPassword"};
template <> constexpr operation_names names<create_group>           {"POST /Groups",   "CreateGroup"};
template <> constexpr operation_names names<replace_group>          {"PUT /Groups",    "UpdateGroup"};
template <> constexpr operation_names names<patch_group>            {"PATCH /Groups",  "UpdateGroup"};
template <> constexpr operation_names names<delete_group>           {"DELETE /Groups", "DeleteGroup"};
template <> constexpr operation_names names<add_user_to_group>      {"PATCH /Groups",  "AddUserToGroup"};
template <> constexpr operation_names names<remove_user_from_group> {"PATCH /Groups",  "RemoveUserFromGroup"};
template <> constexpr operation_names names<bulk>                   {"POST /Bulk",     "Bulk"};
template <> constexpr operation_names names<set_synchronization>    {"SetSCIMSynchronizationStatus"};
template <> constexpr operation_names names<create_directory>       {"CreateDirectory"};
template <> constexpr operation_names names<rename_directory>       {"UpdateDirectory"};
template <> constexpr operation_names names<change_settings>        {"UpdateDirectorySettings"};
template <> constexpr operation_names names<delete_directory>       {"DeleteDirectory"};
template <> constexpr operation_names names<set_user_mfa>           {"UpdateUserMFAAuthenticationSettings"};
template <> constexpr operation_names names<create_credential>      {"CreateSCIMServerCredential"};
template <> constexpr operation_names names<set_credential_status>  {"UpdateSCIMServerCredentialStatus"};
template <> constexpr operation_names names<delete_credential>      {"DeleteSCIMServerCredential"};
template <> constexpr operation_names names<create_access_key>      {"CreateAccessKey"};
template <> constexpr operation_names names<update_access_key>      {"UpdateAccessKey"};
template <> constexpr operation_names names<delete_access_key>      {"DeleteAccessKey"};
template <> constexpr operation_names names<prune_audit>            {"PruneAuditEvents"};
// clang-format on

// The id that an edit is about. What is to be made has none until it is there.
struct target {
    const edit& by;

    std::string operator()(const create_user&) const { return {}; }
    std::string operator()(const create_group&) const { return {}; }

    template <class Change>
    std::string operator()(const Change& what) const {
        if constexpr (requires { what.id.text(); })
            return what.id.text();
        else if constexpr (requires { what.id; })
            return what.id;
        else if constexpr (requires { what.group.text(); })
            return what.group.text();
        else
            return by.where.text();
    }
    std::string operator()(const bulk&) const { return {}; }
    std::string operator()(const set_service_status&) const { return {}; }
    std::string operator()(const refused_request& what) const { return what.target; }
    std::string operator()(const prune_audit&) const { return {}; }
};

template <class... Changes>
std::string name_of(model::author who, const std::variant<Changes...>& what) {
    return std::visit(
        [who](const auto& one) -> std::string {
            using kind = std::decay_t<decltype(one)>;
            if constexpr (requires { one.operation; })
                return one.operation;
            else if constexpr (std::is_same_v<kind, set_service_status>)
                return one.enabled ? "EnableService" : "DisableService";
            else
                return std::string(who == model::author::idp ? names<kind>.idp
                                                             : names<kind>.administrator);
        },
        what);
}

// What is about no directory says so: access keys, the service and the log itself.
bool is_about_a_directory(const change& what) {
    return !std::holds_alternative<create_access_key>(what) &&
           !std::holds_alternative<update_access_key>(what) &&
           !std::holds_alternative<delete_access_key>(what) &&
           !std::holds_alternative<set_service_status>(what) &&
           !std::holds_alternative<prune_audit>(what);
}

model::audit_event event_of(const edit& by) {
    model::audit_event made;
    made.at = by.when;
    if (is_about_a_directory(by.what)) made.directory = by.where.text();
    made.who = by.who;
    made.from = by.from;
    return made;
}

// Who was left behind: a push of a manual entity's name is about that entity.
std::string target_after(const receipt& left, std::string asked) {
    if (const auto* user = std::get_if<model::user>(&left.left)) return user->id.text();
    if (const auto* group = std::get_if<model::group>(&left.left)) return group->id.text();
    return asked;
}

// A refusal repeats what it is about, which may be a password in a path or a filter (Law 8).
std::string told_reason(std::string reason) {
    if (model::to_lower(reason).find("password") != std::string::npos) {
        const std::size_t first = reason.find('"');
        const std::size_t last = reason.rfind('"');
        if (first != last) reason.replace(first, last - first + 1, scim::hidden_value);
    }
    return std::string(model::cut(reason, reason_bytes_max));
}

void refuse(store::tables& tables, model::audit_event event, const model::fault& why) {
    event.refused = to_text(why.code);
    event.reason = told_reason(why.detail);
    tables.begin_edit();
    try {
        tables.record(std::move(event));
        tables.keep_edit();
    } catch (...) {
        tables.drop_edit();
        throw;
    }
}

// What was asked of a directory that is not there is about none.
void forget_ghost(store::tables& tables, const edit& by, model::audit_event& event) {
    if (tables.known_directory(by.where)) return;
    event.directory.clear();
    if (event.target == by.where.text()) event.target.clear();
}

}  // namespace

std::string operation_of(model::author who, const change& what) {
    return name_of(who, what);
}
std::string operation_of(model::author who, const bulk_change& what) {
    return name_of(who, what);
}

void record_accepted(store::tables& tables, const edit& by, const receipt& left) {
    model::audit_event event = event_of(by);
    event.operation = operation_of(by.who, by.what);
    event.target = target_after(left, std::visit(target{by}, by.what));
    if (const auto* refused = std::get_if<refused_request>(&by.what)) {
        event.refused = refused->code;
        event.reason = told_reason(refused->reason);
        forget_ghost(tables, by, event);
    }
    tables.record(std::move(event));
}

void record_accepted(store::tables& tables, const edit& by, const bulk_change& step,
                     const receipt& left) {
    model::audit_event event = event_of(by);
    event.operation = operation_of(by.who, step);
    event.target = target_after(left, std::visit(target{by}, step));
    tables.record(std::move(event));
}

void record_refused(store::tables& tables, const edit& by, const model::fault& why) {
    if (by.tries_again && why.code == model::errc::version_mismatch) return;
    model::audit_event event = event_of(by);
    event.operation = operation_of(by.who, by.what);
    event.target = std::visit(target{by}, by.what);
    forget_ghost(tables, by, event);
    refuse(tables, std::move(event), why);
}

void record_refused(store::tables& tables, const edit& by, const bulk_step& step,
                    const model::fault& why) {
    model::audit_event event = event_of(by);
    event.operation = step.what ? operation_of(by.who, *step.what) : step.operation;
    event.target = step.what ? std::visit(target{by}, *step.what) : step.target;
    refuse(tables, std::move(event), why);
}

}  // namespace scimd::directory
