// The rules of the reference's section 2.2 in every action that takes the field: the least and the
// most pass, one beyond does not, nor what is outside of the alphabet, and the parameter is named
// as it was sent. field_rules_test.cpp has the rules by themselves.
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using tests::a_house;

std::string characters(std::size_t count, std::string_view one = "x") {
    std::string text;
    for (std::size_t made = 0; made < count; ++made) text += one;
    return text;
}

struct limit {
    const char* action;
    const char* parameter;
    std::vector<std::string> good;
    std::vector<std::string> bad;
};

// clang-format off
const limit limits[] = {
    {"CreateUser",  "UserName",       {"a", characters(64), "aZ09@_-."},        {characters(65), "a b", "a+b", "é", "a/b"}},
    {"CreateUser",  "FirstName",      {"", "é", characters(64, "é")},           {characters(65, "é")}},
    {"CreateUser",  "LastName",       {"", "名", characters(64, "名")},         {characters(65, "名")}},
    {"CreateUser",  "DisplayName",    {"", "a b", characters(256, "é")},        {characters(257, "é")}},
    {"CreateUser",  "Email",          {"", "a@b", characters(128)},             {characters(129)}},
    {"CreateUser",  "Description",    {"", "a", characters(1024, "é")},         {characters(1025, "é")}},
    {"CreateUser",  "Status",         {"Enabled", "Disabled"},                  {"", "enabled", "Active"}},
    {"UpdateUser",  "NewFirstName",   {"", "é", characters(64, "é")},           {characters(65, "é")}},
    {"UpdateUser",  "NewLastName",    {"", "名", characters(64, "名")},         {characters(65, "名")}},
    {"UpdateUser",  "NewDisplayName", {"", "a b", characters(256, "é")},        {characters(257, "é")}},
    {"UpdateUser",  "NewEmail",       {"", "b@b", characters(128, "y")},        {characters(129)}},
    {"UpdateUser",  "NewDescription", {"", "a", characters(1024, "é")},         {characters(1025, "é")}},
    {"UpdateUserStatus", "NewStatus", {"Enabled", "Disabled"},                  {"", "disabled", "true"}},
    {"CreateGroup", "GroupName",      {"a", characters(128), "aZ09_-."},        {characters(129), "a b", "a@b", "é"}},
    {"CreateGroup", "Description",    {"", "a", characters(1024, "é")},         {characters(1025, "é")}},
    {"UpdateGroup", "NewGroupName",   {"b", characters(128, "y"), "bZ09_-."},   {"", characters(129), "a b", "a@b", "é"}},
    {"UpdateGroup", "NewDescription", {"", "a", characters(1024, "é")},         {characters(1025, "é")}},
    {"CreateDirectory", "DirectoryName",    {"ab", characters(64), "0-a"},      {"a", characters(65), "-ab", "ab-", "a--b", "d-ab", "Ab", "a_b"}},
    {"UpdateDirectory", "NewDirectoryName", {"bc", characters(64, "y"), "0-b"}, {"", "a", characters(65), "-ab", "ab-", "a--b", "d-ab", "Ab", "a_b"}},
    {"ResetUserPassword", "Password", {"aA1-xyzw", "bB2-" + characters(26) + "yz"}, {"aA1-xyz", "aA1-" + characters(27) + "yz", "aa1-xyzw", "AA1-XYZW", "aAa-xyzw", "aA1axyzw"}},
    {"ResetUserPassword", "GenerateRandomPassword", {"true", "True"},           {"", "1", "yes"}},
    {"SetSCIMSynchronizationStatus", "SCIMSynchronizationStatus", {"Enabled", "Disabled"}, {"", "enabled", "On"}},
    {"UpdateSCIMServerCredentialStatus", "NewStatus", {"Enabled", "Disabled"},  {"", "enabled", "On"}},
    {"ListUsers",   "Status",         {"Enabled", "Disabled"},                  {"", "enabled"}},
    {"ListUsers",   "ProvisionType",  {"Manual", "Synchronized"},               {"", "manual"}},
    {"ListGroups",  "ProvisionType",  {"Manual", "Synchronized"},               {"", "manual"}},
    {"ListUsers",   "MaxResults",     {"1", "100"},                             {"", "0", "101", "-1", "1.0", "ten"}},
    {"ListGroups",  "MaxResults",     {"1", "100"},                             {"", "0", "101"}},
    {"ListGroupMembers", "MaxResults", {"1", "100"},                            {"", "0", "101"}},
    {"ListJoinedGroupsForUser", "MaxResults", {"1", "100"},                     {"", "0", "101"}},
};
// clang-format on

struct field_limits : testing::Test {
    a_house house;
    parameters whom;  // what the actions are about; those that make something need a fresh name
    int made = 0;

    field_limits() {
        whom["UserId"] = house.make_user("somebody");
        whom["GroupId"] = house.make_group("some");
        whom["CredentialId"] = std::string(house.succeed("CreateSCIMServerCredential")
                                               .at("SCIMServerCredential")
                                               .at("CredentialId")
                                               .as_string());
    }
    tests::reply send(const limit& of, const std::string& value) {
        parameters sent = whom;
        const std::string fresh = "made" + std::to_string(++made);
        if (of.action == std::string("CreateUser")) sent["UserName"] = fresh;
        if (of.action == std::string("CreateGroup")) sent["GroupName"] = fresh;
        sent[of.parameter] = value;
        return house.call(of.action, sent);
    }
};

TEST_F(field_limits, HoldInEveryActionThatTakesTheField) {
    for (const limit& of : limits) {
        for (const std::string& value : of.good) {
            const auto accepted = send(of, value);
            EXPECT_EQ(accepted.status, 200)
                << of.action << ' ' << of.parameter << '=' << value << ": " << accepted.text;
        }
        for (const std::string& value : of.bad) {
            SCOPED_TRACE(std::string(of.action) + ' ' + of.parameter + '=' + value);
            const auto refused = send(of, value);
            EXPECT_EQ(refused.status, 400);
            EXPECT_EQ(refused.code(), "InvalidParameter." + std::string(of.parameter));
            EXPECT_TRUE(
                refused.message().starts_with("The parameter " + std::string(of.parameter) + ' '))
                << refused.message();
        }
    }
}

}  // namespace
}  // namespace scimd::management
