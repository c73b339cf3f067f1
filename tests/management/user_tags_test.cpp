// Tags of users through the actions, and GetUserId; tags_test.cpp has the rules of one tag.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::a_house;
namespace json = boost::json;

constexpr std::string_view user_urn = "urn:ietf:params:scim:schemas:core:2.0:User";

std::string pushed(const std::string& name, const std::string& external_id) {
    return R"({"schemas":[")" + std::string(user_urn) + R"("],"userName":")" + name +
           R"(","externalId":")" + external_id + "\"}";
}

struct tagged_users : testing::Test {
    a_house house;

    std::string make(const std::string& name, parameters sent) {
        sent["UserName"] = name;
        return std::string(house.succeed("CreateUser", sent).at("User").at("UserId").as_string());
    }
    std::string tags_of(const std::string& id) {
        const json::object user = house.succeed("GetUser", {{"UserId", id}}).at("User").as_object();
        return user.contains("Tags") ? json::serialize(user.at("Tags")) : "";
    }
    std::vector<std::string> listed(const parameters& sent) {
        std::vector<std::string> names;
        const auto page = house.succeed("ListUsers", sent);
        for (const json::value& one : page.at("Users").as_array())
            names.emplace_back(one.at("UserName").as_string());
        EXPECT_EQ(page.at("TotalCounts").as_int64(), static_cast<std::int64_t>(names.size()));
        return names;
    }
};

TEST_F(tagged_users, AreShownWithTheirTagsWhereverTheReferenceHasThem) {
    const auto made = house.succeed("CreateUser", {{"UserName", "ann"},
                                                   {"Tags.2.Key", "Site"},
                                                   {"Tags.2.Value", "Köln"},
                                                   {"Tags.5.Key", "On call"}});
    const std::string id(made.at("User").at("UserId").as_string());
    const std::string tags = R"([{"Key":"Site","Value":"Köln"},{"Key":"On call","Value":""}])";

    EXPECT_EQ(json::serialize(made.at("User").at("Tags")), tags);
    EXPECT_EQ(tags_of(id), tags);
    EXPECT_EQ(json::serialize(house.succeed("ListUsers").at("Users").at(0).at("Tags")), tags);
    const auto updated = house.succeed("UpdateUser", {{"UserId", id}, {"NewDisplayName", "Ann"}});
    EXPECT_FALSE(updated.at("User").as_object().contains("Tags"));
    EXPECT_EQ(tags_of(id), tags);
    EXPECT_EQ(tags_of(house.make_user("bob")), "");
}

TEST_F(tagged_users, AreNotMadeWithATagThatBreaksARule) {
    const auto refused = house.call(
        "CreateUser", {{"UserName", "ann"}, {"Tags.1.Key", "acs:x"}, {"Tags.1.Value", "1"}});
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.code(), "InvalidParameter.Tags");
    EXPECT_THAT(refused.message(), testing::HasSubstr("tag 1"));
    EXPECT_THAT(listed({}), IsEmpty());
}

TEST_F(tagged_users, AreFoundByTheirTags) {
    make("ann", {{"Tags.1.Key", "Team"}, {"Tags.1.Value", "a"}, {"Tags.2.Key", "Site"}});
    make("abe", {{"Tags.1.Key", "Team"}, {"Tags.1.Value", "b"}, {"Status", "Disabled"}});
    make("bob", {{"Tags.1.Key", "Team"}, {"Tags.1.Value", "a"}});
    make("cyd", {});

    const struct {
        const char* name;
        parameters sent;
        std::vector<std::string> found;
    } rows[] = {
        {"a key", {{"Tags.1.Key", "Team"}}, {"ann", "abe", "bob"}},
        {"a value", {{"Tags.1.Key", "Team"}, {"Tags.1.Value", "a"}}, {"ann", "bob"}},
        {"in JSON", {{"Tags", R"([{"Key":"Team","Value":"b"}])"}}, {"abe"}},
        {"all of them", {{"Tags.1.Key", "Team"}, {"Tags.2.Key", "Site"}}, {"ann"}},
        {"all, with values",
         {{"Tags.1.Key", "Site"},
          {"Tags.1.Value", ""},
          {"Tags.2.Key", "Team"},
          {"Tags.2.Value", "a"}},
         {"ann"}},
        {"not all", {{"Tags.1.Key", "Site"}, {"Tags.2.Key", "Team"}, {"Tags.2.Value", "b"}}, {}},
        {"an empty value", {{"Tags.1.Key", "Team"}, {"Tags.1.Value", ""}}, {}},
        {"in another case", {{"Tags.1.Key", "team"}}, {}},
        {"nobody's", {{"Tags.1.Key", "None"}}, {}},
        {"none", {{"Tags", "[]"}}, {"ann", "abe", "bob", "cyd"}},
        {"and a name", {{"Tags.1.Key", "Team"}, {"Filter", "UserName eq BOB"}}, {"bob"}},
        {"and another name", {{"Tags.1.Key", "Site"}, {"Filter", "UserName eq bob"}}, {}},
        {"and a beginning", {{"Tags.1.Key", "Team"}, {"Filter", "UserName sw a"}}, {"ann", "abe"}},
        {"and a status", {{"Tags.1.Key", "Team"}, {"Status", "Disabled"}}, {"abe"}},
        {"and an origin", {{"Tags.1.Key", "Team"}, {"ProvisionType", "Synchronized"}}, {}},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(listed(row.sent), row.found);
    }
    EXPECT_EQ(house.call("ListUsers", {{"Tags.1.Value", "a"}}).code(), "InvalidParameter.Tags");
}

TEST_F(tagged_users, ArePagedAndTheTokenIsGoodForTheirTagsOnly) {
    for (const char* name : {"ann", "bob", "cyd", "dan"})
        make(name, {{"Tags.1.Key", "Team"}, {"Tags.1.Value", "a"}});
    parameters asked = {{"MaxResults", "2"}, {"Tags.1.Key", "Team"}, {"Tags.1.Value", "a"}};

    const auto first = house.succeed("ListUsers", asked);
    EXPECT_EQ(first.at("TotalCounts").as_int64(), 4);
    ASSERT_TRUE(first.at("IsTruncated").as_bool());
    asked["NextToken"] = first.at("NextToken").as_string();
    const auto second = house.succeed("ListUsers", asked);
    EXPECT_EQ(second.at("Users").at(0).at("UserName").as_string(), "cyd");
    EXPECT_EQ(second.at("Users").as_array().size(), 2U);
    EXPECT_FALSE(second.at("IsTruncated").as_bool());

    asked.erase("Tags.1.Value");
    EXPECT_EQ(house.call("ListUsers", asked).code(), "InvalidParameter.NextToken");
}

TEST_F(tagged_users, AreToldWithTheirTagsInTheAuditLog) {
    make("ann", {{"Tags.1.Key", "Team"}, {"Tags.1.Value", "\"a\""}});

    const auto events = house.succeed("ListAuditEvents", {{"Operation", "CreateUser"}});
    EXPECT_EQ(json::serialize(events.at("AuditEvents").at(0).at("Changes").at(0).at("Tags")),
              R"([{"Key":"Team","Value":"\"a\""}])");
}

TEST(UserIds, AreFoundByTheExternalIdOfAnIdentityProvider) {
    a_house house;
    house.enable();
    const std::string first = house.push_user(pushed("ann", "x-1"));
    house.push_user(pushed("bob", "x-1"));
    const std::string other = house.push_user(pushed("cyd", "X-1"));
    const auto found = [&](const std::string& id) {
        return house
            .succeed("GetUserId", {{"ExternalId", R"({"Id":")" + id + R"(","Issuer":"SCIM"})"}})
            .at("UserId")
            .as_string();
    };

    EXPECT_EQ(found("x-1"), first) << "of several the one who was created first";
    EXPECT_EQ(found("X-1"), other) << "externalId is caseExact (RFC 7643 section 3.1)";
    const auto nobody =
        house.call("GetUserId", {{"ExternalId", R"({"Issuer":"SCIM","Id":"x-2"})"}});
    EXPECT_EQ(nobody.status, 404);
    EXPECT_EQ(nobody.code(), "EntityNotExists.User");
}

TEST(UserIds, AreAskedForInOneFormOnly) {
    a_house house;
    for (const char* sent :
         {"x-1", "{}", R"({"Id":"x-1"})", R"({"Issuer":"SCIM"})", R"({"Id":"","Issuer":"SCIM"})",
          R"({"Id":1,"Issuer":"SCIM"})", R"({"Id":"x-1","Issuer":"SAML"})",
          R"({"Id":"x-1","Issuer":"scim"})", R"([{"Id":"x-1","Issuer":"SCIM"}])", "{"}) {
        const auto refused = house.call("GetUserId", {{"ExternalId", sent}});
        EXPECT_EQ(refused.code(), "InvalidParameter.ExternalId") << sent;
        EXPECT_EQ(refused.message(),
                  R"(The parameter ExternalId is a JSON text like {"Id":"…","Issuer":"SCIM"}.)");
    }
    EXPECT_EQ(house.call("GetUserId").code(), "MissingExternalId");
}

}  // namespace
}  // namespace scimd::management
