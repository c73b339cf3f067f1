#include "management/actions.hpp"

#include <algorithm>

namespace scimd::management {
namespace {

using names = std::string_view;

constexpr names directory_only[] = {"DirectoryId"};
constexpr names a_user[] = {"DirectoryId", "UserId"};
constexpr names a_user_name[] = {"DirectoryId", "UserName"};
constexpr names a_group[] = {"DirectoryId", "GroupId"};
constexpr names a_group_name[] = {"DirectoryId", "GroupName"};
constexpr names a_membership[] = {"DirectoryId", "GroupId", "UserId"};
constexpr names a_credential[] = {"DirectoryId", "CredentialId"};
constexpr names an_entity[] = {"EntityId"};

// clang-format off
constexpr action table[] = {
    {"AddUserToGroup",                   a_membership,   add_user_to_group},
    {"CreateDirectory",                  {},             create_directory},
    {"CreateGroup",                      a_group_name,   create_group},
    {"CreateSCIMServerCredential",       directory_only, create_credential},
    {"CreateUser",                       a_user_name,    create_user},
    {"DeleteDirectory",                  directory_only, delete_directory},
    {"DeleteGroup",                      a_group,        delete_group},
    {"DeleteSCIMServerCredential",       a_credential,   delete_credential},
    {"DeleteUser",                       a_user,         delete_user},
    {"GetDirectory",                     directory_only, get_directory},
    {"GetDirectorySettings",             directory_only, get_directory_settings},
    {"GetDirectoryStatistics",           directory_only, searches{get_directory_statistics}},
    {"GetEntityHistory",                 an_entity,      searches{get_entity_history}},
    {"GetGroup",                         a_group,        get_group},
    {"GetSCIMSynchronizationStatus",     directory_only, searches{get_synchronization}},
    {"GetUser",                          a_user,         get_user},
    {"ListAuditEvents",                  {},             searches{list_audit_events}},
    {"ListDirectories",                  {},             list_directories},
    {"ListGroupMembers",                 a_group,        list_group_members},
    {"ListGroups",                       directory_only, list_groups},
    {"ListSCIMServerCredentials",        directory_only, list_credentials},
    {"ListUsers",                        directory_only, list_users},
    {"PreviewSCIMSynchronization",       directory_only, searches{preview_synchronization}},
    {"RemoveUserFromGroup",              a_membership,   remove_user_from_group},
    {"ResetUserPassword",                a_user,         reset_user_password},
    {"SetSCIMSynchronizationStatus",     directory_only, set_synchronization},
    {"UpdateDirectory",                  directory_only, update_directory},
    {"UpdateDirectorySettings",          directory_only, update_directory_settings},
    {"UpdateGroup",                      a_group,        update_group},
    {"UpdateSCIMServerCredentialStatus", a_credential,   update_credential_status},
    {"UpdateUser",                       a_user,         update_user},
    {"UpdateUserStatus",                 a_user,         update_user_status},
};
// clang-format on

static_assert(std::ranges::is_sorted(table, {}, &action::name));

}  // namespace

std::span<const action> actions() {
    return table;
}

const action* find_action(std::string_view name) {
    const action* const found = std::ranges::lower_bound(table, name, {}, &action::name);
    return found != std::end(table) && found->name == name ? found : nullptr;
}

}  // namespace scimd::management
