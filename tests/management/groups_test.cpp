#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

namespace json = boost::json;
using tests::a_house;

constexpr const char* pushed_staff =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"staff"})";

TEST(Groups, AreMadeShownAndChanged) {
    a_house house;
    const auto made =
        house.succeed("CreateGroup", {{"GroupName", "staff"}, {"Description", "all"}});
    const std::string id(made.at("Group").at("GroupId").as_string());
    EXPECT_EQ(json::serialize(made.at("Group")),
              R"({"GroupId":")" + id +
                  R"(","GroupName":"staff","Description":"all","ProvisionType":"Manual",)"
                  R"("CreateTime":"2026-11-22T08:00:00Z","UpdateTime":"2026-11-22T08:00:00Z"})");
    EXPECT_EQ(house.succeed("GetGroup", {{"GroupId", id}}).at("Group"), made.at("Group"));

    const auto renamed =
        house.succeed("UpdateGroup", {{"GroupId", id}, {"NewGroupName", "people"}});
    EXPECT_EQ(renamed.at("Group").at("GroupName").as_string(), "people");
    EXPECT_EQ(renamed.at("Group").at("Description").as_string(), "all");
    const auto cleared = house.succeed("UpdateGroup", {{"GroupId", id}, {"NewDescription", ""}});
    EXPECT_FALSE(cleared.at("Group").as_object().contains("Description"));
    EXPECT_EQ(cleared.at("Group").at("GroupName").as_string(), "people");
}

TEST(Groups, AreNotMadeOrChangedAgainstTheRules) {
    a_house house;
    const std::string other = house.make_group("other");
    house.make_group("taken");
    const struct {
        const char* name;
        const char* action;
        parameters sent;
        const char* code;
    } rows[] = {
        {"no name", "CreateGroup", {}, "MissingGroupName"},
        {"a wrong name", "CreateGroup", {{"GroupName", "a b"}}, "InvalidParameter.GroupName"},
        {"a long description",
         "CreateGroup",
         {{"GroupName", "a"}, {"Description", std::string(1025, 'x')}},
         "InvalidParameter.Description"},
        {"a taken name", "CreateGroup", {{"GroupName", "taken"}}, "EntityAlreadyExists.Group"},
        {"an empty new name",
         "UpdateGroup",
         {{"GroupId", other}, {"NewGroupName", ""}},
         "InvalidParameter.NewGroupName"},
        {"a wrong new name",
         "UpdateGroup",
         {{"GroupId", other}, {"NewGroupName", "a@b"}},
         "InvalidParameter.NewGroupName"},
        {"a long new description",
         "UpdateGroup",
         {{"GroupId", other}, {"NewDescription", std::string(1025, 'x')}},
         "InvalidParameter.NewDescription"},
        {"a taken new name",
         "UpdateGroup",
         {{"GroupId", other}, {"NewGroupName", "taken"}},
         "EntityAlreadyExists.Group"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(house.call(row.action, row.sent).code(), row.code);
    }
}

TEST(Groups, HaveMembersThatComeAndGo) {
    a_house house;
    const std::string staff = house.make_group("staff");
    const std::string ann = house.make_user("ann");
    const parameters pair = {{"GroupId", staff}, {"UserId", ann}};

    EXPECT_EQ(house.call("RemoveUserFromGroup", pair).code(), "EntityNotExists.User.Group");
    EXPECT_EQ(house.succeed("AddUserToGroup", pair).size(), 1U);
    EXPECT_EQ(house.call("AddUserToGroup", pair).code(), "EntityAlreadyExists.User.Group");
    const auto listed = house.succeed("ListGroupMembers", {{"GroupId", staff}});
    EXPECT_EQ(json::serialize(listed.at("GroupMembers")),
              R"([{"UserId":")" + ann +
                  R"(","UserName":"ann","Status":"Enabled","ProvisionType":"Manual",)" +
                  R"("GroupId":")" + staff + R"(","JoinTime":"2026-11-22T08:00:00Z"}])");
    EXPECT_EQ(listed.at("TotalCounts").as_int64(), 1);
    EXPECT_FALSE(listed.at("IsTruncated").as_bool());
    EXPECT_EQ(house.call("DeleteGroup", {{"GroupId", staff}}).code(),
              "DeletionConflict.Group.User");

    house.succeed("RemoveUserFromGroup", pair);
    house.succeed("DeleteGroup", {{"GroupId", staff}});
    EXPECT_EQ(house.call("GetGroup", {{"GroupId", staff}}).code(), "EntityNotExists.Group");
}

TEST(Groups, ListTheirMembersPageByPage) {
    a_house house;
    const std::string staff = house.make_group("staff");
    for (const char* name : {"ann", "bob", "cyd"})
        house.succeed("AddUserToGroup", {{"GroupId", staff}, {"UserId", house.make_user(name)}});

    const auto first = house.succeed("ListGroupMembers", {{"GroupId", staff}, {"MaxResults", "2"}});
    const std::string token(first.at("NextToken").as_string());
    const auto second = house.succeed(
        "ListGroupMembers", {{"GroupId", staff}, {"MaxResults", "2"}, {"NextToken", token}});

    EXPECT_EQ(first.at("GroupMembers").as_array().size(), 2U);
    EXPECT_EQ(second.at("GroupMembers").as_array().size(), 1U);
    EXPECT_FALSE(second.contains("NextToken"));
    const std::string other = house.make_group("other");
    EXPECT_EQ(house.call("ListGroupMembers", {{"GroupId", other}, {"NextToken", token}}).code(),
              "InvalidParameter.NextToken");
}

TEST(Groups, AreListedAndFiltered) {
    a_house house;
    house.enable();
    house.push_group(pushed_staff);
    house.make_group("stars");
    house.make_group("people");
    const struct {
        const char* name;
        parameters sent;
        std::size_t count;
    } rows[] = {
        {"nothing asked", {}, 3},
        {"eq in capitals", {{"Filter", "GroupName eq STAFF"}}, 1},
        {"sw", {{"Filter", "groupname sw sta"}}, 2},
        {"origin", {{"ProvisionType", "Synchronized"}}, 1},
        {"none", {{"Filter", "GroupName eq x"}}, 0},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(house.succeed("ListGroups", row.sent).at("Groups").as_array().size(), row.count);
    }
    EXPECT_EQ(house.call("ListGroups", {{"Filter", "UserName eq x"}}).code(),
              "InvalidParameter.Filter");
}

TEST(Groups, ThatAreSynchronizedAreLockedWhileEnabledWhateverElseIsWrong) {
    a_house house;
    house.enable();
    const std::string staff = house.push_group(pushed_staff);
    const std::string ann = house.make_user("ann");
    const struct {
        const char* name;
        const char* action;
        parameters sent;
    } rows[] = {
        {"a new name", "UpdateGroup", {{"NewGroupName", "people"}}},
        {"nothing new", "UpdateGroup", {}},
        {"a name against its rule", "UpdateGroup", {{"NewGroupName", "a b"}}},
        {"a description against its rule",
         "UpdateGroup",
         {{"NewDescription", std::string(1025, 'x')}}},
        {"deletion", "DeleteGroup", {}},
        {"a member more", "AddUserToGroup", {{"UserId", ann}}},
        {"a member who is not there", "AddUserToGroup", {{"UserId", "x"}}},
        {"a member less", "RemoveUserFromGroup", {{"UserId", ann}}},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        parameters sent = row.sent;
        sent["GroupId"] = staff;
        const auto refused = house.call(row.action, sent);
        EXPECT_EQ(refused.status, 403);
        EXPECT_EQ(refused.code(), "OperationDenied.SynchronizedGroup");
    }
}

TEST(Groups, ThatAreManualTakeSynchronizedUsersWhileEnabled) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann"})");
    const std::string staff = house.make_group("staff");

    house.succeed("AddUserToGroup", {{"GroupId", staff}, {"UserId", ann}});

    EXPECT_EQ(house.succeed("ListGroupMembers", {{"GroupId", staff}}).at("TotalCounts").as_int64(),
              1);
}

TEST(Groups, AndUsersThatAreNotThereAreNamed) {
    a_house house;
    const std::string staff = house.make_group("staff");
    const struct {
        const char* name;
        const char* action;
        parameters sent;
        const char* code;
    } rows[] = {
        {"another form of id", "GetGroup", {{"GroupId", "x"}}, "EntityNotExists.Group"},
        {"nobody's id",
         "GetGroup",
         {{"GroupId", "g-00000000000000000000"}},
         "EntityNotExists.Group"},
        {"a wrong name too",
         "UpdateGroup",
         {{"GroupId", "g-00000000000000000000"}, {"NewGroupName", "a b"}},
         "EntityNotExists.Group"},
        {"members",
         "ListGroupMembers",
         {{"GroupId", "g-00000000000000000000"}},
         "EntityNotExists.Group"},
        {"the group first",
         "AddUserToGroup",
         {{"GroupId", "g-00000000000000000000"}, {"UserId", "x"}},
         "EntityNotExists.Group"},
        {"then the user",
         "AddUserToGroup",
         {{"GroupId", staff}, {"UserId", "u-00000000000000000000"}},
         "EntityNotExists.User"},
        {"the user, another form",
         "RemoveUserFromGroup",
         {{"GroupId", staff}, {"UserId", "x"}},
         "EntityNotExists.User"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto refused = house.call(row.action, row.sent);
        EXPECT_EQ(refused.status, 404);
        EXPECT_EQ(refused.code(), row.code);
    }
}

}  // namespace
}  // namespace scimd::management
