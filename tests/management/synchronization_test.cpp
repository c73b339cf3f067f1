#include <gtest/gtest.h>

#include <array>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using tests::a_house;

constexpr const char* pushed_ann =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann","displayName":"Ann"})";

std::string status_of(a_house& house) {
    return std::string(
        house.succeed("GetSCIMSynchronizationStatus").at("SCIMSynchronizationStatus").as_string());
}

TEST(Synchronization, StartsDisabledAndIsSwitched) {
    a_house house;
    EXPECT_EQ(status_of(house), "Disabled");

    const auto answered =
        house.succeed("SetSCIMSynchronizationStatus", {{"SCIMSynchronizationStatus", "Enabled"}});
    EXPECT_EQ(answered.size(), 1U);  // RequestId only
    EXPECT_EQ(status_of(house), "Enabled");
    house.enable();  // the status it has already
    EXPECT_EQ(status_of(house), "Enabled");
    house.disable();
    EXPECT_EQ(status_of(house), "Disabled");
}

TEST(Synchronization, StaysAsItIsWithoutAStatus) {
    a_house house;
    house.enable();

    house.succeed("SetSCIMSynchronizationStatus");

    EXPECT_EQ(status_of(house), "Enabled");
}

TEST(Synchronization, RefusesAnyOtherStatus) {
    a_house house;
    for (const char* other : {"", "enabled", "On", "Enabled "}) {
        SCOPED_TRACE(other);
        const auto refused =
            house.call("SetSCIMSynchronizationStatus", {{"SCIMSynchronizationStatus", other}});
        EXPECT_EQ(refused.status, 400);
        EXPECT_EQ(refused.code(), "InvalidParameter.SCIMSynchronizationStatus");
    }
    EXPECT_EQ(status_of(house), "Disabled");
}

TEST(Synchronization, RollsBackWhatWasChangedByHand) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(pushed_ann);
    house.disable();
    house.succeed("UpdateUser", {{"UserId", ann}, {"NewDisplayName", "By hand"}});

    house.enable();

    EXPECT_EQ(house.succeed("GetUser", {{"UserId", ann}}).at("User").at("DisplayName").as_string(),
              "Ann");
}

TEST(Synchronization, TellsHowMuchDiffersWhileDisabled) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(pushed_ann);
    const std::string team = house.push_group(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"team","members":[{"value":")" +
        ann + R"("}]})");
    house.disable();
    house.succeed("RemoveUserFromGroup", {{"GroupId", team}, {"UserId", ann}});
    house.succeed("UpdateUser", {{"UserId", ann}, {"NewDisplayName", "By hand"}});
    house.succeed("UpdateGroup", {{"GroupId", team}, {"NewGroupName", "crew"}});
    const auto counts = [&house] {
        const auto told = house.succeed("GetSCIMSynchronizationStatus");
        return std::array{told.at("DriftedUserCount").as_int64(),
                          told.at("DriftedGroupCount").as_int64(),
                          told.at("DriftedMembershipCount").as_int64()};
    };
    EXPECT_EQ(counts(), (std::array<std::int64_t, 3>{1, 1, 1}));

    house.succeed("UpdateGroup", {{"GroupId", team}, {"NewGroupName", "team"}});
    EXPECT_EQ(counts(), (std::array<std::int64_t, 3>{1, 0, 1}));
    house.enable();
    EXPECT_EQ(counts(), (std::array<std::int64_t, 3>{0, 0, 0}));
}

TEST(Synchronization, StaysDisabledWhileAManualUserHoldsAName) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(pushed_ann);
    house.disable();
    house.succeed("DeleteUser", {{"UserId", ann}});
    house.make_user("ann");

    const auto refused =
        house.call("SetSCIMSynchronizationStatus", {{"SCIMSynchronizationStatus", "Enabled"}});

    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "OperationConflict.SCIMSynchronization");
    EXPECT_NE(refused.message().find("ann"), std::string::npos);
    EXPECT_EQ(status_of(house), "Disabled");
}

}  // namespace
}  // namespace scimd::management
