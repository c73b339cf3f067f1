#include "management/passwords.hpp"

#include <gtest/gtest.h>

#include "management/field_rules.hpp"

namespace scimd::management {
namespace {

TEST(Passwords, AreTheOneThatWasSent) {
    const auto read = password_asked_for({{"Password", "Abcdef-1"}});

    ASSERT_TRUE(read);
    EXPECT_EQ(read->clear, "Abcdef-1");
    EXPECT_FALSE(read->is_generated);
}

TEST(Passwords, AreMadeOnDemandAndKeepTheirOwnRule) {
    const auto read = password_asked_for({{"GenerateRandomPassword", "True"}, {"Password", "x"}});

    ASSERT_TRUE(read);
    EXPECT_TRUE(read->is_generated);
    EXPECT_TRUE(check(field::password, "Password", read->clear));
    EXPECT_NE(random_password(), random_password());
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
        const auto read = password_asked_for(row.sent);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, row.code);
        EXPECT_EQ(read.error().parameter, row.parameter);
    }
}

}  // namespace
}  // namespace scimd::management
