#include "management/actions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace scimd::management {
namespace {

TEST(Actions, AreFoundByTheirExactName) {
    for (const action& one : actions()) {
        const action* const found = find_action(one.name);
        ASSERT_NE(found, nullptr) << one.name;
        EXPECT_EQ(found->name, one.name);
    }
    for (const char* other : {"", "getUser", "GetUse", "GetUserX", "AAA", "ZZZ"})
        EXPECT_EQ(find_action(other), nullptr) << other;
}

// The stars of the reference's table of actions.
TEST(Actions, RequireWhatTheReferenceStars) {
    using names = std::vector<std::string_view>;
    // clang-format off
    const struct { const char* action; names required; } rows[] = {
        {"AddUserToGroup",                      {"DirectoryId", "GroupId", "UserId"}},
        {"CreateAccessKey",                     {}},
        {"CreateDirectory",                     {}},
        {"CreateGroup",                         {"DirectoryId", "GroupName"}},
        {"CreateSCIMServerCredential",          {"DirectoryId"}},
        {"CreateUser",                          {"DirectoryId", "UserName"}},
        {"DeleteAccessKey",                     {"UserAccessKeyId"}},
        {"DeleteDirectory",                     {"DirectoryId"}},
        {"DeleteGroup",                         {"DirectoryId", "GroupId"}},
        {"DeleteMFADeviceForUser",              {"DirectoryId", "UserId", "MFADeviceId"}},
        {"DeleteSCIMServerCredential",          {"DirectoryId", "CredentialId"}},
        {"DeleteUser",                          {"DirectoryId", "UserId"}},
        {"DisableService",                      {}},
        {"EnableService",                       {}},
        {"GetDirectory",                        {"DirectoryId"}},
        {"GetDirectorySettings",                {"DirectoryId"}},
        {"GetDirectoryStatistics",              {"DirectoryId"}},
        {"GetEntityHistory",                    {"DirectoryId", "EntityId"}},
        {"GetGroup",                            {"DirectoryId", "GroupId"}},
        {"GetLoginPreference",                  {"DirectoryId"}},
        {"GetMFAAuthenticationSettingInfo",     {"DirectoryId"}},
        {"GetMFAAuthenticationSettings",        {"DirectoryId"}},
        {"GetMFAAuthenticationStatus",          {"DirectoryId"}},
        {"GetPasswordPolicy",                   {"DirectoryId"}},
        {"GetSCIMSynchronizationStatus",        {"DirectoryId"}},
        {"GetServiceStatus",                    {}},
        {"GetUser",                             {"DirectoryId", "UserId"}},
        {"GetUserId",                           {"DirectoryId", "ExternalId"}},
        {"GetUserMFAAuthenticationSettings",    {"DirectoryId", "UserId"}},
        {"ListAccessKeys",                      {}},
        {"ListAuditEvents",                     {}},
        {"ListDirectories",                     {}},
        {"ListGroupMembers",                    {"DirectoryId", "GroupId"}},
        {"ListGroups",                          {"DirectoryId"}},
        {"ListJoinedGroupsForUser",             {"DirectoryId", "UserId"}},
        {"ListMFADevicesForUser",               {"DirectoryId", "UserId"}},
        {"ListSCIMServerCredentials",           {"DirectoryId"}},
        {"ListUsers",                           {"DirectoryId"}},
        {"PreviewSCIMSynchronization",          {"DirectoryId"}},
        {"RemoveUserFromGroup",                 {"DirectoryId", "GroupId", "UserId"}},
        {"ResetUserPassword",                   {"DirectoryId", "UserId"}},
        {"SetLoginPreference",                  {"DirectoryId"}},
        {"SetMFAAuthenticationStatus",          {"DirectoryId"}},
        {"SetPasswordPolicy",                   {"DirectoryId"}},
        {"SetSCIMSynchronizationStatus",        {"DirectoryId"}},
        {"UpdateAccessKey",                     {"UserAccessKeyId"}},
        {"UpdateDirectory",                     {"DirectoryId"}},
        {"UpdateDirectorySettings",             {"DirectoryId"}},
        {"UpdateGroup",                         {"DirectoryId", "GroupId"}},
        {"UpdateMFAAuthenticationSettings",     {"DirectoryId", "MFAAuthenticationSettings"}},
        {"UpdateSCIMServerCredentialStatus",    {"DirectoryId", "CredentialId"}},
        {"UpdateUser",                          {"DirectoryId", "UserId"}},
        {"UpdateUserMFAAuthenticationSettings", {"DirectoryId", "UserId", "UserMFAAuthenticationSettings"}},
        {"UpdateUserStatus",                    {"DirectoryId", "UserId"}},
    };
    // clang-format on
    ASSERT_EQ(std::size(rows), actions().size());
    for (std::size_t at = 0; at < std::size(rows); ++at) {
        EXPECT_EQ(actions()[at].name, rows[at].action);
        EXPECT_THAT(actions()[at].required, testing::ElementsAreArray(rows[at].required));
    }
}

}  // namespace
}  // namespace scimd::management
