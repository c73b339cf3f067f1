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
constexpr names an_entity[] = {"DirectoryId", "EntityId"};
constexpr names an_access_key[] = {"UserAccessKeyId"};
constexpr names an_external_id[] = {"DirectoryId", "ExternalId"};
constexpr names a_device[] = {"DirectoryId", "UserId", "MFADeviceId"};
constexpr names mfa_settings[] = {"DirectoryId", "MFAAuthenticationSettings"};
constexpr names user_mfa[] = {"DirectoryId", "UserId", "UserMFAAuthenticationSettings"};

// clang-format off
constexpr action table[] = {
    {"AddUserToGroup",                      a_membership,   add_user_to_group,                  about::directory},
    {"CreateAccessKey",                     {},             create_access_key,                  about::house},
    {"CreateDirectory",                     {},             create_directory,                   about::house},
    {"CreateGroup",                         a_group_name,   create_group,                       about::directory},
    {"CreateSCIMServerCredential",          directory_only, create_credential,                  about::directory},
    {"CreateUser",                          a_user_name,    create_user,                        about::directory},
    {"DeleteAccessKey",                     an_access_key,  delete_access_key,                  about::house},
    {"DeleteDirectory",                     directory_only, delete_directory,                   about::directory},
    {"DeleteGroup",                         a_group,        delete_group,                       about::directory},
    {"DeleteMFADeviceForUser",              a_device,       delete_mfa_device,                  about::directory},
    {"DeleteSCIMServerCredential",          a_credential,   delete_credential,                  about::directory},
    {"DeleteUser",                          a_user,         delete_user,                        about::directory},
    {"DisableService",                      {},             disable_service,                    about::house},
    {"EnableService",                       {},             enable_service,                     about::house},
    {"GetDirectory",                        directory_only, get_directory,                      about::directory},
    {"GetDirectorySettings",                directory_only, get_directory_settings,             about::directory},
    {"GetDirectoryStatistics",              directory_only, searches{get_directory_statistics}, about::directory},
    {"GetEntityHistory",                    an_entity,      searches{get_entity_history},       about::past_directory},
    {"GetGroup",                            a_group,        get_group,                          about::directory},
    {"GetLoginPreference",                  directory_only, get_login_preference,               about::directory},
    {"GetMFAAuthenticationSettingInfo",     directory_only, get_mfa_setting_info,               about::directory},
    {"GetMFAAuthenticationSettings",        directory_only, get_mfa_settings,                   about::directory},
    {"GetMFAAuthenticationStatus",          directory_only, get_mfa_status,                     about::directory},
    {"GetPasswordPolicy",                   directory_only, get_password_policy,                about::directory},
    {"GetSCIMSynchronizationStatus",        directory_only, searches{get_synchronization},      about::directory},
    {"GetServiceStatus",                    {},             get_service_status,                 about::own_directories},
    {"GetUser",                             a_user,         get_user,                           about::directory},
    {"GetUserId",                           an_external_id, get_user_id,                        about::directory},
    {"GetUserMFAAuthenticationSettings",    a_user,         get_user_mfa_settings,              about::directory},
    {"ListAccessKeys",                      {},             list_access_keys,                   about::house},
    {"ListAuditEvents",                     {},             searches{list_audit_events},        about::some_or_all},
    {"ListDirectories",                     {},             list_directories,                   about::own_directories},
    {"ListGroupMembers",                    a_group,        list_group_members,                 about::directory},
    {"ListGroups",                          directory_only, searches{list_groups},              about::directory},
    {"ListJoinedGroupsForUser",             a_user,         list_joined_groups,                 about::directory},
    {"ListMFADevicesForUser",               a_user,         list_mfa_devices,                   about::directory},
    {"ListSCIMServerCredentials",           directory_only, list_credentials,                   about::directory},
    {"ListUsers",                           directory_only, searches{list_users},               about::directory},
    {"PreviewSCIMSynchronization",          directory_only, searches{preview_synchronization},  about::directory},
    {"RemoveUserFromGroup",                 a_membership,   remove_user_from_group,             about::directory},
    {"ResetUserPassword",                   a_user,         reset_user_password,                about::directory},
    {"SetLoginPreference",                  directory_only, set_login_preference,               about::directory},
    {"SetMFAAuthenticationStatus",          directory_only, set_mfa_status,                     about::directory},
    {"SetPasswordPolicy",                   directory_only, set_password_policy,                about::directory},
    {"SetSCIMSynchronizationStatus",        directory_only, set_synchronization,                about::directory},
    {"UpdateAccessKey",                     an_access_key,  update_access_key,                  about::house},
    {"UpdateDirectory",                     directory_only, update_directory,                   about::directory},
    {"UpdateDirectorySettings",             directory_only, update_directory_settings,          about::directory},
    {"UpdateGroup",                         a_group,        update_group,                       about::directory},
    {"UpdateMFAAuthenticationSettings",     mfa_settings,   update_mfa_settings,                about::directory},
    {"UpdateSCIMServerCredentialStatus",    a_credential,   update_credential_status,           about::directory},
    {"UpdateUser",                          a_user,         update_user,                        about::directory},
    {"UpdateUserMFAAuthenticationSettings", user_mfa,       update_user_mfa_settings,           about::directory},
    {"UpdateUserStatus",                    a_user,         update_user_status,                 about::directory},
};
// clang-format on

static_assert(std::ranges::is_sorted(table, {}, &action::name));

// Who asks for a directory's matter has to say which directory.
constexpr bool says_which_directory(const action& one) {
    const bool of_one = one.about == about::directory || one.about == about::past_directory;
    return of_one == (std::ranges::find(one.required, "DirectoryId") != one.required.end());
}
static_assert(std::ranges::all_of(table, says_which_directory));

}  // namespace

std::span<const action> actions() {
    return table;
}

const action* find_action(std::string_view name) {
    const action* const found = std::ranges::lower_bound(table, name, {}, &action::name);
    return found != std::end(table) && found->name == name ? found : nullptr;
}

}  // namespace scimd::management
