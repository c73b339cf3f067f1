#include "model/preferences.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

namespace scimd::model {
namespace {

// The defaults and members of the reference, sections 2 and 2.2.
TEST(Preferences, HaveTheDocumentedNamesAndDefaults) {
    EXPECT_EQ(boost::json::serialize(to_json(preferences())),
              R"({"MinPasswordLength":8,"MinPasswordDifferentChars":0,)"
              R"("PasswordNotContainUsername":false,"MaxPasswordAge":90,)"
              R"("PasswordReusePrevention":0,"MaxLoginAttempts":5,)"
              R"("AllowUserToGetCredentials":false,"LoginNetworkMasks":"",)"
              R"("MFAAuthenticationStatus":"Enabled",)"
              R"("MFAAuthenticationSettings":"OnlyRiskyLogin",)"
              R"("OperationForRiskLogin":"EnforceVerify"})");
    EXPECT_THAT(names_of(preference_group::login_preference),
                testing::ElementsAre("AllowUserToGetCredentials", "LoginNetworkMasks"));
    EXPECT_EQ(to_json(preferences(), preference_group::password_policy).size(), 6U);
}

// clang-format off
const struct { const char* name; const char* value; bool good; } rows[] = {
    {"MinPasswordLength", "7", false},            {"MinPasswordLength", "8", true},
    {"MinPasswordLength", "32", true},            {"MinPasswordLength", "33", false},
    {"MinPasswordDifferentChars", "-1", false},   {"MinPasswordDifferentChars", "0", true},
    {"MinPasswordDifferentChars", "32", true},    {"MinPasswordDifferentChars", "33", false},
    {"PasswordNotContainUsername", "True", true}, {"PasswordNotContainUsername", "false", true},
    {"PasswordNotContainUsername", "1", false},   {"PasswordNotContainUsername", "", false},
    {"MaxPasswordAge", "0", false},               {"MaxPasswordAge", "1", true},
    {"MaxPasswordAge", "120", true},              {"MaxPasswordAge", "121", false},
    {"PasswordReusePrevention", "0", true},       {"PasswordReusePrevention", "24", true},
    {"PasswordReusePrevention", "25", false},     {"PasswordReusePrevention", "-1", false},
    {"MaxLoginAttempts", "0", true},              {"MaxLoginAttempts", "32", true},
    {"MaxLoginAttempts", "33", false},            {"MaxLoginAttempts", "5.0", false},
    {"MaxLoginAttempts", "", false},              {"MaxLoginAttempts", " 5", false},
    {"AllowUserToGetCredentials", "TRUE", true},  {"AllowUserToGetCredentials", "yes", false},
    {"MFAAuthenticationStatus", "Disabled", true},  {"MFAAuthenticationStatus", "disabled", false},
    {"MFAAuthenticationStatus", "", false},         {"MFAAuthenticationStatus", "Byuser", false},
    {"MFAAuthenticationSettings", "Enabled", true}, {"MFAAuthenticationSettings", "Byuser", true},
    {"MFAAuthenticationSettings", "Disabled", true}, {"MFAAuthenticationSettings", "OnlyRiskyLogin", true},
    {"MFAAuthenticationSettings", "ByUser", false}, {"OperationForRiskLogin", "Autonomous", true},
    {"OperationForRiskLogin", "EnforceVerify", true}, {"OperationForRiskLogin", "", false},
    {"MaxPasswordLength", "32", false},
};
// clang-format on

TEST(Preferences, HoldAtTheEdgesOfTheirRangesAndNotOnePast) {
    for (const auto& row : rows) {
        SCOPED_TRACE(std::string(row.name) + "=" + row.value);
        preferences tried;
        const auto changed = change(tried, row.name, row.value);
        ASSERT_EQ(changed.has_value(), row.good);
        if (changed) continue;
        EXPECT_EQ(changed.error().code, errc::invalid_parameter);
        EXPECT_EQ(changed.error().parameter, row.name);
        EXPECT_EQ(tried, preferences());
    }
}

TEST(Preferences, SayTheRuleThatAValueBreaks) {
    preferences tried;
    EXPECT_EQ(change(tried, "MinPasswordLength", "7").error().detail,
              "The parameter MinPasswordLength is a whole number from 8 to 32.");
    EXPECT_EQ(change(tried, "OperationForRiskLogin", "x").error().detail,
              "The parameter OperationForRiskLogin is Autonomous or EnforceVerify.");
}

TEST(Preferences, FitTogether) {
    preferences had;
    had.min_password_length = 12;
    had.min_password_different_chars = 10;
    const struct {
        const char* name;
        named_values sent;
        const char* refused;
    } together[] = {
        {"as many as there are", {{"MinPasswordDifferentChars", "12"}}, ""},
        {"one more", {{"MinPasswordDifferentChars", "13"}}, "MinPasswordDifferentChars"},
        {"just long enough", {{"MinPasswordLength", "10"}}, ""},
        {"one too short", {{"MinPasswordLength", "9"}}, "MinPasswordLength"},
        {"both, wrong",
         {{"MinPasswordLength", "9"}, {"MinPasswordDifferentChars", "10"}},
         "MinPasswordDifferentChars"},
        {"both, right", {{"MinPasswordLength", "9"}, {"MinPasswordDifferentChars", "9"}}, ""},
    };
    for (const auto& row : together) {
        SCOPED_TRACE(row.name);
        const auto after = merged(had, row.sent);
        EXPECT_EQ(after ? "" : after.error().parameter, row.refused);
    }
}

TEST(Preferences, AreReadAsTheyWereWritten) {
    preferences made;
    made.max_login_attempts = 0;
    made.login_network_masks = "10.0.0.0/8;192.0.2.1";
    made.allow_user_to_get_credentials = true;
    made.mfa_settings = mfa_requirement::by_user;

    const auto read = preferences_from_json(to_json(made));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, made);
    EXPECT_EQ(boost::json::serialize(differing(preferences(), made)),
              R"({"MaxLoginAttempts":5,"AllowUserToGetCredentials":false,)"
              R"("LoginNetworkMasks":"","MFAAuthenticationSettings":"OnlyRiskyLogin"})");
    EXPECT_FALSE(preferences_from_json({{"MaxLoginAttempts", "many"}}));
}

}  // namespace
}  // namespace scimd::model
