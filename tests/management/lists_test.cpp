// What all lists promise of their pages (reference, section 2.4): whoever is there from the first
// page to the last is seen once, whatever happens between two pages.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using testing::ElementsAre;
using tests::a_house;
namespace json = boost::json;

struct a_list {
    const char* action;
    const char* entries;
    const char* name;  // by which an entry is told
    parameters asked;
};

// All pages, two entries each; `between` happens after each of them.
std::vector<std::string> walk(a_house& house, const a_list& of,
                              const std::function<void(int)>& between) {
    std::vector<std::string> seen;
    parameters asked = of.asked;
    asked["MaxResults"] = "2";
    for (int page = 1;; ++page) {
        const auto answered = house.succeed(of.action, asked);
        for (const json::value& one : answered.at(of.entries).as_array())
            seen.emplace_back(one.at(of.name).as_string());
        EXPECT_EQ(answered.contains("NextToken"), answered.at("IsTruncated").as_bool());
        if (!answered.at("IsTruncated").as_bool()) return seen;
        asked["NextToken"] = answered.at("NextToken").as_string();
        between(page);
    }
}

TEST(Lists, OfUsersMissNobodyWhoStays) {
    a_house house;
    std::map<std::string, std::string> ids;
    for (const char* name : {"a", "b", "c", "d", "e", "f"}) ids[name] = house.make_user(name);

    const auto seen = walk(house, {"ListUsers", "Users", "UserName", {}}, [&](int page) {
        if (page == 1) {
            // One already seen, the one the token stands at, and one to come.
            for (const char* gone : {"a", "b", "e"})
                house.succeed("DeleteUser", {{"UserId", ids[gone]}});
            house.make_user("g");
        }
    });

    EXPECT_THAT(seen, ElementsAre("a", "b", "c", "d", "f", "g"));
}

TEST(Lists, OfGroupsMissNobodyWhoStays) {
    a_house house;
    std::map<std::string, std::string> ids;
    for (const char* name : {"a", "b", "c", "d", "e"}) ids[name] = house.make_group(name);

    const auto seen = walk(house, {"ListGroups", "Groups", "GroupName", {}}, [&](int page) {
        if (page != 1) return;
        house.succeed("DeleteGroup", {{"GroupId", ids["b"]}});
        house.succeed("UpdateGroup", {{"GroupId", ids["e"]}, {"NewGroupName", "0"}});
    });

    EXPECT_THAT(seen, ElementsAre("a", "b", "c", "d", "0"));
}

struct memberships : testing::Test {
    a_house house;
    std::map<std::string, std::string> users;
    std::map<std::string, std::string> groups;

    memberships() {
        for (const char* name : {"a", "b", "c", "d", "e"}) {
            users[name] = house.make_user(name);
            groups[name] = house.make_group(name);
        }
    }
    void join(const char* group, const char* user) {
        house.succeed("AddUserToGroup", {{"GroupId", groups[group]}, {"UserId", users[user]}});
    }
    void leave(const char* group, const char* user) {
        house.succeed("RemoveUserFromGroup", {{"GroupId", groups[group]}, {"UserId", users[user]}});
    }
};

TEST_F(memberships, OfAGroupAreListedOnceEach) {
    for (const char* name : {"e", "a", "c", "b"}) join("a", name);

    const auto seen =
        walk(house, {"ListGroupMembers", "GroupMembers", "UserName", {{"GroupId", groups["a"]}}},
             [&](int page) {
                 if (page != 1) return;
                 leave("a", "b");
                 join("a", "d");
             });

    EXPECT_THAT(seen, ElementsAre("a", "b", "c", "d", "e"));
}

TEST_F(memberships, OfAUserAreListedOnceEach) {
    for (const char* name : {"e", "a", "c", "b"}) join(name, "a");

    const auto seen = walk(
        house, {"ListJoinedGroupsForUser", "JoinedGroups", "GroupName", {{"UserId", users["a"]}}},
        [&](int page) {
            if (page != 1) return;
            leave("b", "a");
            join("d", "a");
        });

    EXPECT_THAT(seen, ElementsAre("a", "b", "c", "d", "e"));
}

TEST_F(memberships, OfAUserSayWhenItJoinedWhat) {
    house.succeed("UpdateGroup", {{"GroupId", groups["a"]}, {"NewDescription", "first"}});
    house.now.milliseconds += 60'000;
    join("a", "b");

    const auto page = house.succeed("ListJoinedGroupsForUser", {{"UserId", users["b"]}});

    json::object expected{{"GroupId", groups["a"]}, {"GroupName", "a"},
                          {"Description", "first"}, {"ProvisionType", "Manual"},
                          {"UserId", users["b"]},   {"JoinTime", "2026-11-22T08:01:00Z"}};
    EXPECT_EQ(page.at("JoinedGroups").as_array(), json::array{expected});
    EXPECT_EQ(page.at("TotalCounts").as_int64(), 1);
    EXPECT_EQ(page.at("MaxResults").as_int64(), 10);
    EXPECT_FALSE(page.at("IsTruncated").as_bool());
    EXPECT_FALSE(page.contains("NextToken"));
}

// A group within a group: who is in the inner one has joined that one only.
TEST_F(memberships, OfAUserAreTheDirectOnes) {
    house.enable();
    const std::string inner = house.push_group(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"inner",)"
        R"("members":[{"value":")" +
        users["a"] + R"("}]})");
    house.push_group(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"outer",)"
        R"("members":[{"value":")" +
        inner + R"("}]})");

    const auto page = house.succeed("ListJoinedGroupsForUser", {{"UserId", users["a"]}});

    ASSERT_EQ(page.at("JoinedGroups").as_array().size(), 1U);
    EXPECT_EQ(page.at("JoinedGroups").at(0).at("GroupName").as_string(), "inner");
    EXPECT_EQ(page.at("JoinedGroups").at(0).at("ProvisionType").as_string(), "Synchronized");
}

TEST_F(memberships, OfNobodyAreNotListed) {
    const auto empty = house.succeed("ListJoinedGroupsForUser", {{"UserId", users["a"]}});
    EXPECT_TRUE(empty.at("JoinedGroups").as_array().empty());

    const auto nobody =
        house.call("ListJoinedGroupsForUser", {{"UserId", "u-00000000000000000000"}});
    EXPECT_EQ(nobody.status, 404);
    EXPECT_EQ(nobody.code(), "EntityNotExists.User");
}

// A token names its list: the action, the directory, whom it is about, and every filter.
TEST_F(memberships, HaveTokensThatAreGoodForNothingElse) {
    for (const char* user : {"a", "b"})
        for (const char* group : {"a", "b"}) join(group, user);
    parameters asked = {{"UserId", users["a"]}, {"MaxResults", "1"}};
    const auto first = house.succeed("ListJoinedGroupsForUser", asked);
    const std::string token(first.at("NextToken").as_string());

    asked["NextToken"] = token;
    EXPECT_EQ(house.call("ListJoinedGroupsForUser", asked).status, 200);
    asked["UserId"] = users["b"];
    EXPECT_EQ(house.call("ListJoinedGroupsForUser", asked).code(), "InvalidParameter.NextToken");
    EXPECT_EQ(house.call("ListUsers", {{"NextToken", token}}).code(), "InvalidParameter.NextToken");
    EXPECT_EQ(
        house.call("ListGroupMembers", {{"GroupId", groups["a"]}, {"NextToken", token}}).code(),
        "InvalidParameter.NextToken");
    for (const char* count : {"0", "101", ""})
        EXPECT_EQ(
            house.call("ListJoinedGroupsForUser", {{"UserId", users["a"]}, {"MaxResults", count}})
                .code(),
            "InvalidParameter.MaxResults");
}

}  // namespace
}  // namespace scimd::management
