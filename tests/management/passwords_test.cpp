#include "management/passwords.hpp"

#include <gtest/gtest.h>

#include <set>

namespace scimd::management {
namespace {

const model::preferences defaults;

TEST(Passwords, AreTheOneThatWasSent) {
    const auto read = password_asked_for({{"Password", "Abcdef-1"}}, {defaults, "ann"});

    ASSERT_TRUE(read);
    EXPECT_EQ(read->clear, "Abcdef-1");
    EXPECT_FALSE(read->is_generated);
}

TEST(Passwords, AreMadeOnDemandAndKeepTheirOwnRule) {
    const auto read = password_asked_for({{"GenerateRandomPassword", "True"}, {"Password", "x"}},
                                         {defaults, "ann"});

    ASSERT_TRUE(read);
    EXPECT_TRUE(read->is_generated);
    EXPECT_EQ(read->clear.size(), 20U);
    EXPECT_TRUE(check_password({defaults, "ann"}, read->clear));
    EXPECT_NE(random_password({defaults, "ann"}), random_password({defaults, "ann"}));
}

// The strictest policy there is, and names that are hard to avoid.
TEST(Passwords, AreMadeForEveryPolicyAndEveryName) {
    model::preferences strict;
    strict.min_password_length = 32;
    strict.min_password_different_chars = 32;
    strict.password_not_contain_username = true;
    for (const char* name : {"", "a", "-", "+", "7"}) {
        const std::string made = random_password({strict, name});
        EXPECT_TRUE(check_password({strict, name}, made)) << made;
        EXPECT_EQ(std::set<char>(made.begin(), made.end()).size(), 32U);
    }
}

TEST(Passwords, AreRefusedWithTheParameterAtFault) {
    const struct {
        const char* name;
        parameters sent;
        model::errc code;
        const char* parameter;
    } rows[] = {
        {"nothing", {}, model::errc::missing_parameter, "Password"},
        {"not generated",
         {{"GenerateRandomPassword", "false"}},
         model::errc::missing_parameter,
         "Password"},
        {"weak", {{"Password", "weak"}}, model::errc::invalid_parameter, "Password"},
        {"no boolean",
         {{"GenerateRandomPassword", "1"}},
         model::errc::invalid_parameter,
         "GenerateRandomPassword"},
        {"no boolean either",
         {{"Password", "Abcdef-1"}, {"RequirePasswordResetForNextLogin", ""}},
         model::errc::invalid_parameter,
         "RequirePasswordResetForNextLogin"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto read = password_asked_for(row.sent, {defaults, "ann"});
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, row.code);
        EXPECT_EQ(read.error().parameter, row.parameter);
    }
}

TEST(Passwords, ObeyThePolicyAtItsEdges) {
    model::preferences policy;
    policy.min_password_length = 10;
    policy.min_password_different_chars = 5;
    policy.password_not_contain_username = true;
    const struct {
        const char* name;
        const char* user;
        const char* clear;
        const char* rule;  // "" for none
    } rows[] = {
        {"long enough", "x", "Aa1-Aa1-Ab", ""},
        {"one too short", "x", "Aa1-Aa1-b", "at least 10 characters"},
        {"characters, not bytes", "x", "Aa1-äöüéè", "at least 10 characters"},
        {"too long", "x", "Aa1-Aa1-Aa1-Aa1-Aa1-Aa1-Aa1-Aa1-b", "8 to 32 characters"},
        {"one too few different", "x", "Aa1-Aa1-Aa", "at least 5 different characters"},
        {"different beyond ASCII", "x", "Aa1-Aa1-Aü", ""},
        {"the name in it", "ann", "Aa1-xANNx9", "contain the user name"},
        {"the name in capitals", "ANN", "Aa1-xannx9", "contain the user name"},
        {"the name beyond ASCII", "ÄÖ", "Aa1-xxxäö9", "contain the user name"},
        {"a part of the name", "anna", "Aa1-xANNx9", ""},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto checked = check_password({policy, row.user}, row.clear);
        ASSERT_EQ(checked.has_value(), std::string_view(row.rule).empty());
        if (!checked) {
            EXPECT_NE(checked.error().detail.find(row.rule), std::string::npos)
                << checked.error().detail;
        }
    }
    policy.password_not_contain_username = false;
    EXPECT_TRUE(check_password({policy, "ann"}, "Aa1-xANNx9"));
}

}  // namespace
}  // namespace scimd::management
