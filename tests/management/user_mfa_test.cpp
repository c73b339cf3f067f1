// A user's setting of MFA, and the devices that there are not.
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using tests::a_house;
namespace json = boost::json;

constexpr const char* nobody = "u-00000000000000000000";

std::string setting_of(a_house& house, const std::string& user) {
    return std::string(house.succeed("GetUserMFAAuthenticationSettings", {{"UserId", user}})
                           .at("UserMFAAuthenticationSettings")
                           .as_string());
}

TEST(UserMfa, IsEnabledUntilItIsDisabled) {
    a_house house;
    const std::string ann = house.make_user("ann");
    const auto set = [&](const char* to) {
        house.succeed("UpdateUserMFAAuthenticationSettings",
                      {{"UserId", ann}, {"UserMFAAuthenticationSettings", to}});
    };
    EXPECT_EQ(setting_of(house, ann), "Enabled");

    for (const char* to : {"Disabled", "Disabled", "Enabled", "Enabled", "Disabled"}) {
        set(to);
        EXPECT_EQ(setting_of(house, ann), to);
    }
    EXPECT_EQ(setting_of(house, house.make_user("bob")), "Enabled");
    const auto events =
        house.succeed("ListAuditEvents", {{"Operation", "UpdateUserMFAAuthenticationSettings"}});
    ASSERT_EQ(events.at("AuditEvents").as_array().size(), 3U) << "those that changed something";
    EXPECT_EQ(
        json::serialize(
            events.at("AuditEvents").at(0).at("Changes").at(0).at("UserMFAAuthenticationSettings")),
        R"({"Before":"Enabled","After":"Disabled"})");
    EXPECT_TRUE(house.house->check().empty());
}

TEST(UserMfa, IsAnAdministratorsForSynchronizedUsersToo) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann"})");

    house.succeed("UpdateUserMFAAuthenticationSettings",
                  {{"UserId", ann}, {"UserMFAAuthenticationSettings", "Disabled"}});

    EXPECT_EQ(setting_of(house, ann), "Disabled");
}

TEST(UserMfa, IsRefusedWithTheParameterAtFault) {
    a_house house;
    const std::string ann = house.make_user("ann");
    const struct {
        const char* action;
        parameters sent;
        const char* code;
    } rows[] = {
        {"GetUserMFAAuthenticationSettings", {{"UserId", nobody}}, "EntityNotExists.User"},
        {"UpdateUserMFAAuthenticationSettings",
         {{"UserId", ann}},
         "MissingUserMFAAuthenticationSettings"},
        {"UpdateUserMFAAuthenticationSettings",
         {{"UserId", nobody}, {"UserMFAAuthenticationSettings", "x"}},
         "EntityNotExists.User"},
        {"UpdateUserMFAAuthenticationSettings",
         {{"UserId", ann}, {"UserMFAAuthenticationSettings", "Byuser"}},
         "InvalidParameter.UserMFAAuthenticationSettings"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(house.call(row.action, row.sent).code(), row.code) << row.action;
}

TEST(MfaDevices, AreNone) {
    a_house house;
    const std::string ann = house.make_user("ann");

    const auto listed = house.succeed("ListMFADevicesForUser", {{"UserId", ann}});
    EXPECT_EQ(listed.at("TotalCounts").as_int64(), 0);
    EXPECT_TRUE(listed.at("MFADevices").as_array().empty());
    EXPECT_EQ(house.call("ListMFADevicesForUser", {{"UserId", nobody}}).code(),
              "EntityNotExists.User");

    const auto gone = house.call("DeleteMFADeviceForUser",
                                 {{"UserId", ann}, {"MFADeviceId", "mfa-00000000000000000000"}});
    EXPECT_EQ(gone.status, 404);
    EXPECT_EQ(gone.code(), "EntityNotExists.MFADevice");
    EXPECT_EQ(
        house.call("DeleteMFADeviceForUser", {{"UserId", nobody}, {"MFADeviceId", "x"}}).code(),
        "EntityNotExists.User");
    EXPECT_EQ(house.call("DeleteMFADeviceForUser", {{"UserId", ann}}).code(), "MissingMFADeviceId");
}

}  // namespace
}  // namespace scimd::management
