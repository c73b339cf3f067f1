// Making, listing and deleting users; user_updates_test.cpp changes them.
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

namespace json = boost::json;
using tests::a_house;

constexpr const char* nobody = "u-00000000000000000000";

TEST(Users, AreMadeWithEveryField) {
    a_house house;

    const auto made = house.succeed("CreateUser", {{"UserName", "ann@x.org"},
                                                   {"FirstName", "Ann"},
                                                   {"LastName", "Lee"},
                                                   {"DisplayName", "Ann Lee"},
                                                   {"Email", "ann@x.org"},
                                                   {"Description", "first"},
                                                   {"Status", "Disabled"}});

    json::object user = made.at("User").as_object();
    EXPECT_TRUE(std::string(user.at("UserId").as_string()).starts_with("u-"));
    user.stable_erase("UserId");
    EXPECT_EQ(
        json::serialize(user),
        R"({"UserName":"ann@x.org","FirstName":"Ann","LastName":"Lee","DisplayName":"Ann Lee",)"
        R"("Email":"ann@x.org","Description":"first","Status":"Disabled","ProvisionType":"Manual",)"
        R"("CreateTime":"2026-11-22T08:00:00Z","UpdateTime":"2026-11-22T08:00:00Z"})");
}

TEST(Users, AreMadeFromANameAlone) {
    a_house house;

    const auto made = house.succeed("CreateUser", {{"UserName", "ann"}});

    const json::object& user = made.at("User").as_object();
    EXPECT_EQ(user.at("Status").as_string(), "Enabled");
    EXPECT_FALSE(user.contains("Email"));
    EXPECT_EQ(house.succeed("GetUser", {{"UserId", std::string(user.at("UserId").as_string())}})
                  .at("User"),
              made.at("User"));
}

TEST(Users, AreNotMadeAgainstTheRules) {
    a_house house;
    house.succeed("CreateUser", {{"UserName", "taken"}, {"Email", "taken@x"}});
    const struct {
        const char* name;
        parameters sent;
        int status;
        const char* code;
    } rows[] = {
        {"no name", {}, 400, "MissingUserName"},
        {"an empty name", {{"UserName", ""}}, 400, "MissingUserName"},
        {"a wrong name", {{"UserName", "a b"}}, 400, "InvalidParameter.UserName"},
        {"first name",
         {{"UserName", "a"}, {"FirstName", std::string(65, 'x')}},
         400,
         "InvalidParameter.FirstName"},
        {"last name",
         {{"UserName", "a"}, {"LastName", std::string(65, 'x')}},
         400,
         "InvalidParameter.LastName"},
        {"display name",
         {{"UserName", "a"}, {"DisplayName", std::string(257, 'x')}},
         400,
         "InvalidParameter.DisplayName"},
        {"e-mail",
         {{"UserName", "a"}, {"Email", std::string(129, 'x')}},
         400,
         "InvalidParameter.Email"},
        {"description",
         {{"UserName", "a"}, {"Description", std::string(1025, 'x')}},
         400,
         "InvalidParameter.Description"},
        {"status", {{"UserName", "a"}, {"Status", "enabled"}}, 400, "InvalidParameter.Status"},
        {"a taken name", {{"UserName", "taken"}}, 409, "EntityAlreadyExists.User"},
        {"a taken name in capitals", {{"UserName", "TAKEN"}}, 409, "EntityAlreadyExists.User"},
        {"a taken e-mail",
         {{"UserName", "a"}, {"Email", "taken@x"}},
         409,
         "EntityAlreadyExists.User.Email"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto refused = house.call("CreateUser", row.sent);
        EXPECT_EQ(refused.status, row.status);
        EXPECT_EQ(refused.code(), row.code);
    }
    EXPECT_EQ(house.succeed("ListUsers").at("TotalCounts").as_int64(), 1);
}

TEST(Users, ThatWerePushedShowTheirExternalId) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann","externalId":"x-1"})");

    const auto shown = house.succeed("GetUser", {{"UserId", ann}});
    EXPECT_EQ(shown.at("User").at("ProvisionType").as_string(), "Synchronized");
    EXPECT_EQ(json::serialize(shown.at("User").at("ExternalId")),
              R"({"Id":"x-1","Issuer":"SCIM"})");
    EXPECT_EQ(house.succeed("ListUsers").at("Users").as_array(), json::array{shown.at("User")});
}

TEST(Users, AreListedPageByPage) {
    a_house house;
    for (const char* name : {"ann", "bob", "cyd", "dan", "eve"}) house.make_user(name);

    std::vector<std::string> seen;
    parameters asked = {{"MaxResults", "2"}};
    std::vector<std::size_t> sizes;
    while (true) {
        const auto page = house.succeed("ListUsers", asked);
        EXPECT_EQ(page.at("TotalCounts").as_int64(), 5);
        EXPECT_EQ(page.at("MaxResults").as_int64(), 2);
        sizes.push_back(page.at("Users").as_array().size());
        for (const json::value& user : page.at("Users").as_array())
            seen.emplace_back(user.at("UserName").as_string());
        EXPECT_EQ(page.at("IsTruncated").as_bool(), page.contains("NextToken"));
        if (!page.contains("NextToken")) break;
        asked["NextToken"] = page.at("NextToken").as_string();
    }

    EXPECT_EQ(sizes, (std::vector<std::size_t>{2, 2, 1}));
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(seen, (std::vector<std::string>{"ann", "bob", "cyd", "dan", "eve"}));
}

TEST(Users, AreListedOnASingleFullPageWithoutAToken) {
    a_house house;
    house.make_user("ann");
    house.make_user("bob");

    const auto page = house.succeed("ListUsers", {{"MaxResults", "2"}});

    EXPECT_EQ(page.at("Users").as_array().size(), 2U);
    EXPECT_FALSE(page.at("IsTruncated").as_bool());
    EXPECT_FALSE(page.contains("NextToken"));
}

TEST(Users, ArePagedByTheListTheirTokenCameFrom) {
    a_house house;
    house.make_user("ann");
    house.make_user("bob");
    const auto page = house.succeed("ListUsers", {{"MaxResults", "1"}});
    const std::string token(page.at("NextToken").as_string());

    EXPECT_EQ(house.call("ListUsers", {{"NextToken", token}, {"Filter", "UserName eq ann"}}).code(),
              "InvalidParameter.NextToken");
    EXPECT_EQ(house.call("ListGroups", {{"NextToken", token}}).code(),
              "InvalidParameter.NextToken");
    EXPECT_EQ(house.call("ListUsers", {{"NextToken", token + "0"}}).code(),
              "InvalidParameter.NextToken");
}

TEST(Users, AreFilteredByNameStatusAndOrigin) {
    a_house house;
    house.enable();
    house.push_user(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"Anton","active":false})");
    house.make_user("ann");
    house.make_user("bob");
    const struct {
        const char* name;
        parameters sent;
        std::size_t count;
    } rows[] = {
        {"nothing asked", {}, 3},
        {"eq in capitals", {{"Filter", "UserName eq ANN"}}, 1},
        {"sw", {{"Filter", "UserName sw an"}}, 2},
        {"nobody", {{"Filter", "UserName eq nobody"}}, 0},
        {"origin", {{"ProvisionType", "Manual"}}, 2},
        {"status", {{"Status", "Disabled"}}, 1},
        {"together",
         {{"Filter", "UserName sw an"}, {"ProvisionType", "Manual"}, {"Status", "Enabled"}},
         1},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto page = house.succeed("ListUsers", row.sent);
        EXPECT_EQ(page.at("Users").as_array().size(), row.count);
        EXPECT_EQ(page.at("TotalCounts").as_int64(), static_cast<std::int64_t>(row.count));
    }
}

TEST(Users, AreDeletedUnlessInAGroup) {
    a_house house;
    const std::string ann = house.make_user("ann");
    const std::string group = house.make_group("staff");
    house.succeed("AddUserToGroup", {{"GroupId", group}, {"UserId", ann}});
    EXPECT_EQ(house.call("DeleteUser", {{"UserId", ann}}).code(), "DeletionConflict.User.Group");
    house.succeed("RemoveUserFromGroup", {{"GroupId", group}, {"UserId", ann}});

    house.succeed("DeleteUser", {{"UserId", ann}});

    EXPECT_EQ(house.call("GetUser", {{"UserId", ann}}).code(), "EntityNotExists.User");
    EXPECT_EQ(house.call("DeleteUser", {{"UserId", ann}}).status, 404);
}

TEST(Users, ThatAreNotThereAreNamedWhateverElseIsWrong) {
    a_house house;
    for (const char* id : {nobody, "u-1", "g-00000000000000000000", "x"})
        for (const char* action :
             {"GetUser", "UpdateUser", "UpdateUserStatus", "DeleteUser", "ResetUserPassword"}) {
            SCOPED_TRACE(std::string(action) + " " + id);
            const auto refused = house.call(action, {{"UserId", id},
                                                     {"NewStatus", "wrong"},
                                                     {"Password", "wrong"},
                                                     {"NewFirstName", std::string(65, 'x')}});
            EXPECT_EQ(refused.status, 404);
            EXPECT_EQ(refused.code(), "EntityNotExists.User");
        }
}

}  // namespace
}  // namespace scimd::management
