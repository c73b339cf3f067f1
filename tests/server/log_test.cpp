#include "server/log.hpp"

#include <gtest/gtest.h>

namespace scimd::server {
namespace {

struct row {
    const char* name;
    std::string target;
    std::string shown;
    std::string action_header = {};
    std::string form = {};
};

void PrintTo(const row& one, std::ostream* out) {
    *out << one.name;
}

class LoggableTarget : public testing::TestWithParam<row> {};

TEST_P(LoggableTarget, ShowsWhatIsNoSecret) {
    request asked;
    asked.target = GetParam().target;
    asked.body = GetParam().form;
    if (!asked.body.empty())
        asked.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    if (!GetParam().action_header.empty())
        asked.headers.set("x-acs-action", GetParam().action_header);

    EXPECT_EQ(loggable_target(asked), GetParam().shown);
}

const row rows[] = {
    {"ScimQuery", "/scim/v2/Users?filter=a", "/scim/v2/Users?filter=a"},
    {"ScimPassword", "/scim/v2/Users?filter=PassWord%20eq%20%22secret%22", "/scim/v2/Users"},
    {"ScimPasswordInDisguise", "/scim/v2/Users?filter=p%61ssword+eq+%22secret%22",
     "/scim/v2/Users"},
    {"ScimPasswordBehindABrokenEscape", "/scim/v2/Users?filter=%zz%70assword", "/scim/v2/Users"},
    {"ScimRoot", "/scim/v2?count=1", "/scim/v2?count=1"},
    {"NotQuiteScim", "/scim/v2x?a=b", "/scim/v2x"},
    {"Elsewhere", "/console/?token=secret", "/console/"},
    {"ActionInQuery", "/?SignatureNonce=1&Action=GetUser&Signature=secret", "/?Action=GetUser"},
    {"ActionInHeader", "/?a=b", "/?Action=GetUser", "GetUser"},
    {"ActionInForm", "/", "/?Action=CreateUser", {}, "Password=secret&Action=CreateUser"},
    {"ActionIsNoWord", "/?Action=a%0ab", "/"},
    {"ActionTooLong", "/?Action=" + std::string(65, 'a'), "/"},
    {"ControlCharacters", "/scim/v2/\n\x1b[31m\\", "/scim/v2/\\x0a\\x1b[31m\\x5c"},
    {"VeryLong", "/" + std::string(3000, 'a'), "/" + std::string(1499, 'a') + "…"},
};

INSTANTIATE_TEST_SUITE_P(Log, LoggableTarget, testing::ValuesIn(rows),
                         [](const auto& one) { return std::string(one.param.name); });

TEST(Log, KnowsItsLevels) {
    EXPECT_EQ(log_level_from_text("none"), log_level::none);
    EXPECT_EQ(log_level_from_text("errors"), log_level::errors);
    EXPECT_EQ(log_level_from_text("requests"), log_level::requests);
    EXPECT_EQ(log_level_from_text("all"), std::nullopt);
}

}  // namespace
}  // namespace scimd::server
