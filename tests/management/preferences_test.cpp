// Password policy, login preference and MFA settings of a directory, as actions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using tests::a_house;
namespace json = boost::json;

json::object read(a_house& house, const std::string& action) {
    json::object answered = house.succeed(action);
    answered.stable_erase("RequestId");
    return answered;
}

TEST(Preferences, AreAnsweredWithTheirDefaults) {
    a_house house;
    const struct {
        const char* action;
        const char* answer;
    } rows[] = {
        {"GetPasswordPolicy",
         R"({"PasswordPolicy":{"MinPasswordLength":8,"MinPasswordDifferentChars":0,)"
         R"("PasswordNotContainUsername":false,"MaxPasswordAge":90,"PasswordReusePrevention":0,)"
         R"("MaxLoginAttempts":5,"MaxPasswordLength":32,"HardExpire":false,)"
         R"("RequireLowerCaseChars":true,"RequireUpperCaseChars":true,"RequireNumbers":true,)"
         R"("RequireSymbols":true}})"},
        {"GetLoginPreference",
         R"({"LoginPreference":{"AllowUserToGetCredentials":false,"LoginNetworkMasks":""}})"},
        {"GetMFAAuthenticationStatus", R"({"MFAAuthenticationStatus":"Enabled"})"},
        {"GetMFAAuthenticationSettings",
         R"({"MFAAuthenticationAdvanceSettings":"OnlyRiskyLogin"})"},
        {"GetMFAAuthenticationSettingInfo",
         R"({"MFAAuthenticationSettingInfo":{"MfaAuthenticationAdvanceSettings":"OnlyRiskyLogin",)"
         R"("OperationForRiskLogin":"EnforceVerify"}})"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(json::serialize(read(house, row.action)), row.answer) << row.action;
}

TEST(Preferences, AreSetAndWhatIsNotSentStays) {
    a_house house;
    const auto policy = [&](const char* name) {
        return json::serialize(read(house, "GetPasswordPolicy").at("PasswordPolicy").at(name));
    };

    house.succeed("SetPasswordPolicy",
                  {{"MinPasswordLength", "12"}, {"PasswordNotContainUsername", "False"}});
    house.succeed("SetPasswordPolicy", {{"MinPasswordDifferentChars", "12"}});
    EXPECT_EQ(policy("MinPasswordLength"), "12");
    EXPECT_EQ(policy("MinPasswordDifferentChars"), "12");
    EXPECT_EQ(policy("PasswordNotContainUsername"), "false");
    EXPECT_EQ(policy("MaxLoginAttempts"), "5");

    house.succeed("SetLoginPreference", {{"LoginNetworkMasks", "10.0.0.0/8;192.0.2.1"}});
    house.succeed("SetLoginPreference", {{"AllowUserToGetCredentials", "true"}});
    EXPECT_EQ(json::serialize(read(house, "GetLoginPreference").at("LoginPreference")),
              R"({"AllowUserToGetCredentials":true,"LoginNetworkMasks":"10.0.0.0/8;192.0.2.1"})");
    house.succeed("SetLoginPreference", {{"LoginNetworkMasks", ";"}});
    EXPECT_EQ(json::serialize(read(house, "GetLoginPreference").at("LoginPreference")),
              R"({"AllowUserToGetCredentials":true,"LoginNetworkMasks":""})");

    house.succeed("SetMFAAuthenticationStatus", {{"MFAAuthenticationStatus", "Disabled"}});
    house.succeed("UpdateMFAAuthenticationSettings", {{"MFAAuthenticationSettings", "Byuser"}});
    EXPECT_EQ(read(house, "GetMFAAuthenticationStatus").at("MFAAuthenticationStatus").as_string(),
              "Disabled");
    house.succeed("UpdateMFAAuthenticationSettings", {{"MFAAuthenticationSettings", "Enabled"},
                                                      {"OperationForRiskLogin", "Autonomous"}});
    EXPECT_EQ(json::serialize(read(house, "GetMFAAuthenticationSettingInfo")),
              R"({"MFAAuthenticationSettingInfo":{"MfaAuthenticationAdvanceSettings":"Enabled",)"
              R"("OperationForRiskLogin":"Autonomous"}})");
    EXPECT_TRUE(house.house->check().empty());
}

TEST(Preferences, AreThoseOfOneDirectory) {
    a_house house;
    const std::string other(house.call_without_directory("CreateDirectory")
                                .body.at("Directory")
                                .at("DirectoryId")
                                .as_string());
    house.succeed("SetPasswordPolicy", {{"MaxPasswordAge", "1"}});

    const auto untouched = house.succeed("GetPasswordPolicy", {{"DirectoryId", other}});

    EXPECT_EQ(untouched.at("PasswordPolicy").at("MaxPasswordAge").as_int64(), 90);
    house.succeed("SetPasswordPolicy", {{"DirectoryId", other}, {"MaxPasswordAge", "2"}});
    house.succeed("DeleteDirectory", {{"DirectoryId", other}});
    EXPECT_TRUE(house.house->check().empty());
}

TEST(Preferences, ThatAreNotSentAtAllSucceedAndChangeNothing) {
    a_house house;
    for (const char* action :
         {"SetPasswordPolicy", "SetLoginPreference", "SetMFAAuthenticationStatus"}) {
        house.succeed(action);
        EXPECT_TRUE(house.succeed("ListAuditEvents", {{"Operation", action}})
                        .at("AuditEvents")
                        .as_array()
                        .empty())
            << action;
    }
}

TEST(Preferences, AreRefusedWithTheParameterAtFaultAndNothingChanges) {
    a_house house;
    const struct {
        const char* action;
        parameters sent;
        const char* code;
    } rows[] = {
        {"SetPasswordPolicy", {{"MinPasswordLength", "33"}}, "InvalidParameter.MinPasswordLength"},
        {"SetPasswordPolicy",
         {{"MaxPasswordAge", "2"}, {"MinPasswordDifferentChars", "9"}},
         "InvalidParameter.MinPasswordDifferentChars"},
        {"SetPasswordPolicy",
         {{"PasswordNotContainUsername", "1"}},
         "InvalidParameter.PasswordNotContainUsername"},
        {"SetPasswordPolicy", {{"MaxPasswordAge", "121"}}, "InvalidParameter.MaxPasswordAge"},
        {"SetPasswordPolicy",
         {{"PasswordReusePrevention", "25"}},
         "InvalidParameter.PasswordReusePrevention"},
        {"SetPasswordPolicy", {{"MaxLoginAttempts", "33"}}, "InvalidParameter.MaxLoginAttempts"},
        {"SetLoginPreference",
         {{"AllowUserToGetCredentials", "yes"}},
         "InvalidParameter.AllowUserToGetCredentials"},
        {"SetLoginPreference", {{"LoginNetworkMasks", "x"}}, "InvalidParameter.LoginNetworkMasks"},
        {"SetMFAAuthenticationStatus",
         {{"MFAAuthenticationStatus", "enabled"}},
         "InvalidParameter.MFAAuthenticationStatus"},
        {"SetMFAAuthenticationStatus",
         {{"MFAAuthenticationStatus", ""}},
         "InvalidParameter.MFAAuthenticationStatus"},
        {"UpdateMFAAuthenticationSettings", {}, "MissingMFAAuthenticationSettings"},
        {"UpdateMFAAuthenticationSettings",
         {{"MFAAuthenticationSettings", "ByUser"}},
         "InvalidParameter.MFAAuthenticationSettings"},
        {"UpdateMFAAuthenticationSettings",
         {{"MFAAuthenticationSettings", "Byuser"}, {"OperationForRiskLogin", "None"}},
         "InvalidParameter.OperationForRiskLogin"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.code);
        const auto refused = house.call(row.action, row.sent);
        EXPECT_EQ(refused.status, 400);
        EXPECT_EQ(refused.code(), row.code);
    }
    EXPECT_EQ(house.succeed("GetPasswordPolicy").at("PasswordPolicy").at("MaxPasswordAge"), 90);
}

TEST(Preferences, AreToldAsWhatChangedUnderTheNameOfTheAction) {
    a_house house;
    house.succeed("SetLoginPreference", {{"LoginNetworkMasks", "192.0.2.1"}});
    house.succeed("SetPasswordPolicy", {{"MaxPasswordAge", "90"}, {"MaxLoginAttempts", "0"}});
    house.succeed("SetPasswordPolicy", {{"MaxLoginAttempts", "0"}});

    const auto events = house.succeed("ListAuditEvents", {{"DirectoryId", house.directory_id}});

    const json::object& told = events.at("AuditEvents").at(0).as_object();
    EXPECT_EQ(told.at("Operation").as_string(), "SetPasswordPolicy")
        << "the last one changed nothing";
    EXPECT_EQ(told.at("TargetId").as_string(), house.directory_id);
    EXPECT_EQ(json::serialize(told.at("Changes").at(0).at("Before")), R"({"MaxLoginAttempts":5})");
    EXPECT_EQ(json::serialize(told.at("Changes").at(0).at("After")), R"({"MaxLoginAttempts":0})");
    EXPECT_EQ(events.at("AuditEvents").at(1).at("Operation").as_string(), "SetLoginPreference");
}

}  // namespace
}  // namespace scimd::management
