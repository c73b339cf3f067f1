// PreviewSCIMSynchronization: its answers as clients read them, its parameters, its pages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using tests::a_house;

constexpr std::string_view action = "PreviewSCIMSynchronization";
const std::string user_schema = R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:User"])";
const std::string group_schema = R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"])";

struct Preview : testing::Test {
    a_house house;
    std::string ann;
    std::string bob;
    std::string team;

    void SetUp() override {
        house.enable();
        ann = house.push_user("{" + user_schema +
                              R"(,"userName":"ann","displayName":"Ann",
                                 "emails":[{"value":"a@x.example","type":"work","primary":true}]})");
        bob = house.push_user("{" + user_schema + R"(,"userName":"bob"})");
        team = house.push_group("{" + group_schema +
                                R"(,"displayName":"team","members":[{"value":")" + bob + "\"}]}");
        house.disable();
    }

    json::object preview(const parameters& arguments = {}) {
        return house.succeed(std::string(action), arguments);
    }
    json::array entities() { return preview({{"MaxResults", "100"}}).at("Entities").as_array(); }
    void delete_bob() {
        house.succeed("RemoveUserFromGroup", {{"GroupId", team}, {"UserId", bob}});
        house.succeed("DeleteUser", {{"UserId", bob}});
    }
};

TEST_F(Preview, OfNothingIsAnEmptyList) {
    const json::object expected =
        json::parse(R"({"RequestId":"R-1","SCIMSynchronizationStatus":"Disabled",
        "Totals":{"UsersEdited":0,"UsersDeleted":0,"GroupsEdited":0,"GroupsDeleted":0,
                  "GroupsWithMembersChanged":0,"MembersToRemove":0,"MembersToPutBack":0,"Conflicts":0},
        "TotalCounts":0,"MaxResults":10,"IsTruncated":false,"Entities":[]})")
            .as_object();
    EXPECT_EQ(preview(), expected);

    house.enable();
    json::object enabled = expected;
    enabled["SCIMSynchronizationStatus"] = "Enabled";
    EXPECT_EQ(preview(), enabled);
}

TEST_F(Preview, ShowsWhatWasEdited) {
    house.succeed("UpdateUser", {{"UserId", ann},
                                 {"NewDisplayName", ""},
                                 {"NewEmail", "b@x.example"},
                                 {"NewDescription", "by hand"}});
    EXPECT_EQ(entities(),
              json::parse(R"([{"EntityId":")" + ann + R"(","EntityType":"User","Name":"ann",
            "Changes":["Edited"],"Attributes":[
                {"Name":"emails","LocalValue":[{"value":"b@x.example","type":"work","primary":true}],
                 "UpstreamValue":[{"value":"a@x.example","type":"work","primary":true}]},
                {"Name":"displayName","UpstreamValue":"Ann"},
                {"Name":"Description","LocalValue":"by hand"}],
            "MembersToRemoveCount":0,"MembersToRemove":[],
            "MembersToPutBackCount":0,"MembersToPutBack":[],"Conflicts":[]}])"));
}

TEST_F(Preview, ShowsMembersAndNames) {
    house.succeed("UpdateGroup", {{"GroupId", team}, {"NewGroupName", "crew"}});
    house.succeed("RemoveUserFromGroup", {{"GroupId", team}, {"UserId", bob}});
    house.succeed("AddUserToGroup", {{"GroupId", team}, {"UserId", ann}});

    EXPECT_EQ(entities(),
              json::parse(R"([{"EntityId":")" + team + R"(","EntityType":"Group","Name":"team",
            "LocalName":"crew","Changes":["Edited","MembersChanged"],
            "Attributes":[{"Name":"displayName","LocalValue":"crew","UpstreamValue":"team"}],
            "MembersToRemoveCount":1,"MembersToRemove":[{"MemberId":")" +
                          ann + R"(","MemberType":"User","Name":"ann"}],
            "MembersToPutBackCount":1,"MembersToPutBack":[{"MemberId":")" +
                          bob + R"(","MemberType":"User","Name":"bob"}],"Conflicts":[]}])"));
}

TEST_F(Preview, SaysWhoStandsInTheWayAndWhatToDo) {
    delete_bob();
    const std::string other = house.make_user("BOB");
    house.succeed("UpdateGroup", {{"GroupId", team}, {"NewGroupName", "crew"}});
    const std::string club = house.make_group("Team");

    const json::array found = entities();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].at("Changes"), json::parse(R"(["Deleted","Conflict"])"));
    EXPECT_EQ(found[0].at("Conflicts"),
              json::parse(R"([{"EntityId":")" + other + R"(","EntityType":"User","Name":"BOB",
                "Advice":"Delete this manual user: a user's name cannot be changed by hand."}])"));
    EXPECT_EQ(found[1].at("Changes"), json::parse(R"(["Edited","MembersChanged","Conflict"])"));
    EXPECT_EQ(found[1].at("Conflicts"),
              json::parse(R"([{"EntityId":")" + club + R"(","EntityType":"Group","Name":"Team",
                "Advice":"Delete or rename this manual group."}])"));
    EXPECT_EQ(preview().at("Totals").at("Conflicts").as_int64(), 2);
}

TEST_F(Preview, ComesInPages) {
    house.succeed("UpdateUser", {{"UserId", ann}, {"NewDisplayName", "Other"}});
    delete_bob();

    std::vector<std::string> seen;
    parameters page{{"MaxResults", "1"}};
    for (int i = 0; i < 3; ++i) {
        const json::object answered = preview(page);
        EXPECT_EQ(answered.at("TotalCounts").as_int64(), 3);
        EXPECT_EQ(answered.at("MaxResults").as_int64(), 1);
        EXPECT_EQ(answered.at("IsTruncated").as_bool(), i < 2);
        ASSERT_EQ(answered.at("Entities").as_array().size(), 1U);
        seen.emplace_back(answered.at("Entities").at(0).at("EntityId").as_string());
        EXPECT_EQ(answered.contains("NextToken"), i < 2);
        if (i < 2) page["NextToken"] = answered.at("NextToken").as_string();
    }
    EXPECT_THAT(seen, ElementsAre(ann, bob, team));

    house.make_user("carl");
    const auto more = house.succeed("ListUsers", {{"MaxResults", "1"}});
    const std::string token(more.at("NextToken").as_string());
    const auto refused = house.call(std::string(action), {{"NextToken", token}});
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.code(), "InvalidParameter.NextToken");
    EXPECT_EQ(house.call("ListUsers", {{"NextToken", page["NextToken"]}}).code(),
              "InvalidParameter.NextToken");
}

TEST_F(Preview, HoldsItsParametersToTheirRules) {
    for (const char* wrong : {"0", "101", "ten", "-1"})
        EXPECT_EQ(house.call(std::string(action), {{"MaxResults", wrong}}).code(),
                  "InvalidParameter.MaxResults")
            << wrong;
    EXPECT_EQ(house.call(std::string(action), {{"NextToken", "made-up"}}).code(),
              "InvalidParameter.NextToken");
    EXPECT_EQ(house.call(std::string(action), {{"DirectoryId", "d-000000000abc"}}).code(),
              "EntityNotExists.Directory");
    EXPECT_EQ(house.call_without_directory(std::string(action)).code(), "MissingDirectoryId");
}

}  // namespace
}  // namespace scimd::management
