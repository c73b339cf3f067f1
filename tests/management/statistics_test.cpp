#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

namespace json = boost::json;
using tests::a_house;

TEST(Statistics, HaveEveryMemberOfTheReference) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann"})");
    house.make_user("bob");
    house.make_group("team");
    house.succeed("CreateSCIMServerCredential");
    house.disable();
    house.succeed("DeleteUser", {{"UserId", ann}});

    json::object expected = json::parse(R"({"Region":"local",
        "UserCount":1,"UserQuota":2147483647,"GroupCount":1,"GroupQuota":2147483647,
        "AccessConfigurationCount":0,"AccessConfigurationQuota":1000,"AccessAssignmentCount":0,
        "SystemPolicyPerAccessConfigurationQuota":0,"InlinePolicyPerAccessConfigurationQuota":0,
        "SCIMServerCredentialCount":1,"InProgressTaskCount":0,"SSOEnabled":false,
        "SCIMSyncEnabled":false,
        "DriftedUserCount":1,"DriftedGroupCount":0,"DriftedMembershipCount":0})")
                                .as_object();
    expected["DirectoryId"] = house.directory_id;
    expected["DirectoryName"] = house.directory_id;
    EXPECT_EQ(house.succeed("GetDirectoryStatistics").at("DirectoryStatistics"), expected);

    house.enable();
    expected["SCIMSyncEnabled"] = true;
    expected["UserCount"] = 2;
    expected["DriftedUserCount"] = 0;
    EXPECT_EQ(house.succeed("GetDirectoryStatistics").at("DirectoryStatistics"), expected);
}

}  // namespace
}  // namespace scimd::management
