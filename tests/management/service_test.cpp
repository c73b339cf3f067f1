// The status of the service; and that what is outside of users, groups and SCIM is no action here.
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using tests::a_house;
namespace json = boost::json;

std::string status(a_house& house) {
    return json::serialize(
        house.call_without_directory("GetServiceStatus").body.at("ServiceStatus"));
}

TEST(Service, SaysWhereItIsInUse) {
    a_house house;
    EXPECT_EQ(status(house), R"({"AccountId":"0000000000000000","Status":"Enabled",)"
                             R"("RegionsInUse":["local"]})");
    house.succeed("DeleteDirectory");
    EXPECT_EQ(status(house),
              R"({"AccountId":"0000000000000000","Status":"Enabled","RegionsInUse":[]})");
}

TEST(Service, RefusesNewDirectoriesWhileDisabledAndNothingElse) {
    a_house house;
    const std::string ann = house.make_user("ann");
    EXPECT_EQ(house.call_without_directory("DisableService").status, 200);

    EXPECT_EQ(status(house), R"({"AccountId":"0000000000000000","Status":"Disabled",)"
                             R"("PrerequisiteCheckResult":"Success"})");
    const auto refused = house.call_without_directory("CreateDirectory");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code(), "OperationDenied.ServiceStatus");
    house.make_user("bob");
    house.succeed("DeleteUser", {{"UserId", ann}});

    EXPECT_EQ(house.call_without_directory("EnableService").status, 200);
    EXPECT_EQ(house.call_without_directory("CreateDirectory").status, 200);
}

TEST(Service, IsToldOfOnceWhenItChanges) {
    a_house house;
    for (const char* action : {"EnableService", "DisableService", "DisableService"})
        EXPECT_EQ(house.call_without_directory(action).status, 200);

    const auto events = house.call_without_directory("ListAuditEvents").body;
    const json::object& told = events.at("AuditEvents").at(0).as_object();
    EXPECT_EQ(told.at("Operation").as_string(), "DisableService");
    EXPECT_FALSE(told.contains("DirectoryId"));
    EXPECT_EQ(json::serialize(told.at("Changes").at(0).at("Before")), R"({"Status":"Enabled"})");
    EXPECT_EQ(json::serialize(told.at("Changes").at(0).at("After")), R"({"Status":"Disabled"})");
    EXPECT_EQ(events.at("AuditEvents").at(1).at("Operation").as_string(), "CreateDirectory");
}

TEST(Service, HasNoActionsOutsideOfUsersGroupsAndScim) {
    a_house house;
    for (const char* action :
         {"CreateAccessConfiguration", "ListAccessAssignments", "ListTasks", "GetTask",
          "CreateUserProvisioning", "SetExternalSAMLIdentityProvider",
          "GetExternalSAMLIdentityProvider", "getuser"}) {
        const auto refused = house.call(action);
        EXPECT_EQ(refused.status, 404) << action;
        EXPECT_EQ(refused.code(), "InvalidAction.NotFound") << action;
    }
}

}  // namespace
}  // namespace scimd::management
