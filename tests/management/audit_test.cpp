#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> texts(const json::object& page, std::string_view list,
                               std::string_view member) {
    std::vector<std::string> found;
    for (const json::value& one : page.at(list).as_array()) {
        const json::value* held = one.as_object().if_contains(member);
        found.push_back(held == nullptr     ? "-"
                        : held->is_string() ? std::string(held->get_string())
                                            : json::serialize(*held));
    }
    return found;
}

constexpr const char* ann_document =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann"})";

struct audited : testing::Test {
    a_house house;
    json::object events(parameters asked = {}) {
        asked.try_emplace("MaxResults", "100");
        return house.succeed("ListAuditEvents", asked);
    }
};

TEST_F(audited, CallsTellWhoAskedAndWhatCameOfIt) {
    const std::string ann = house.make_user("ann");
    const json::object made =
        house.succeed("UpdateUser", {{"UserId", ann}, {"NewDisplayName", "A"}});

    const json::object event = events().at("AuditEvents").as_array().front().as_object();
    EXPECT_EQ(event.at("Author"), "Administrator");
    EXPECT_EQ(event.at("AuthorId").as_string(), access_key);
    EXPECT_EQ(event.at("Operation"), "UpdateUser");
    EXPECT_EQ(event.at("Outcome"), "Success");
    EXPECT_EQ(event.at("TargetId").as_string(), ann);
    EXPECT_EQ(event.at("DirectoryId").as_string(), house.directory_id);
    EXPECT_EQ(event.at("RequestId"), made.at("RequestId"));
    EXPECT_EQ(event.at("Digest").as_string().size(), 64U);
    const json::object change = event.at("Changes").as_array().front().as_object();
    EXPECT_EQ(change.at("EntityId").as_string(), ann);
    EXPECT_EQ(change.at("Before"), json::object({{"displayName", nullptr}}));
    EXPECT_EQ(change.at("After").at("displayName"), "A");
}

TEST_F(audited, RefusalsOfTheHouseAndOfTheGatewayAreToldAlike) {
    house.enable();
    const std::string ann = house.push_user(ann_document);
    (void)house.call("UpdateUser", {{"UserId", ann}, {"NewDisplayName", "A"}});
    (void)house.call("CreateUser");
    (void)house.call("DeleteUser", {{"UserId", "nobody"}});
    (void)house.call("DeleteUser", {{"UserId", ann}, {"DirectoryId", "d-000000000000"}});

    EXPECT_THAT(texts(events({{"Author", std::string(access_key)}}), "AuditEvents", "ErrorCode"),
                testing::Contains("OperationDenied.SynchronizedUser"));
    const json::object all = house.call_without_directory("ListAuditEvents").body;
    std::vector<std::string> codes = texts(all, "AuditEvents", "ErrorCode");
    codes.resize(4);
    EXPECT_THAT(codes, ElementsAre("EntityNotExists.Directory", "EntityNotExists.User",
                                   "MissingUserName", "OperationDenied.SynchronizedUser"));
}

TEST_F(audited, ReadsLeaveNothingInTheLog) {
    const std::vector<std::string> before = texts(events(), "AuditEvents", "EventId");
    (void)house.call("GetUser", {{"UserId", "nobody"}});
    (void)house.call("ListAuditEvents", {{"MaxResults", "1000"}});
    (void)house.call("GetEntityHistory", {{"EntityId", "nobody"}});
    EXPECT_EQ(texts(events(), "AuditEvents", "EventId"), before);
}

TEST_F(audited, CallsWithoutAGoodSignatureLeaveNothingInTheLog) {
    const std::vector<std::string> before = texts(events(), "AuditEvents", "EventId");
    parameters forged = house.common("DeleteDirectory");
    forged["DirectoryId"] = house.directory_id;
    EXPECT_EQ(house.send_signed(forged, "GET", "wrong").status, 400);
    EXPECT_EQ(texts(events(), "AuditEvents", "EventId"), before);
}

// Each would be a commit, and nobody counts them: flow control asks for the version first.
TEST_F(audited, CallsOfAnotherVersionLeaveNothingInTheLog) {
    const std::vector<std::string> before = texts(events(), "AuditEvents", "EventId");
    EXPECT_EQ(house.call("DeleteDirectory", {{"Version", "2000-01-01"}}).code(), "InvalidVersion");
    EXPECT_EQ(texts(events(), "AuditEvents", "EventId"), before);
}

TEST_F(audited, EventsComeInPagesOfOneQuery) {
    for (const char* name : {"ann", "bob", "cid"}) house.make_user(name);
    parameters asked{{"Operation", "CreateUser"}, {"MaxResults", "2"}};
    const json::object first = events(asked);
    EXPECT_EQ(first.at("IsTruncated"), true);
    EXPECT_EQ(first.at("MaxResults"), 2);
    asked["NextToken"] = std::string(first.at("NextToken").as_string());
    const json::object second = events(asked);
    EXPECT_EQ(second.at("IsTruncated"), false);
    EXPECT_EQ(second.at("AuditEvents").as_array().size(), 1U);
    EXPECT_FALSE(second.contains("NextToken"));

    asked["Operation"] = "DeleteUser";
    EXPECT_EQ(house.call("ListAuditEvents", asked).code(), "InvalidParameter.NextToken");
    asked.erase("Operation");
    asked["NextToken"] = "nonsense";
    EXPECT_EQ(house.call("ListAuditEvents", asked).code(), "InvalidParameter.NextToken");
}

TEST_F(audited, ParametersThatMakeNoSenseAreRefused) {
    const std::string too_long(257, 'a');
    const struct {
        parameters sent;
        const char* code;
    } rows[] = {
        {{{"From", "yesterday"}}, "InvalidParameter.From"},
        {{{"To", "2026-13-01T00:00:00Z"}}, "InvalidParameter.To"},
        {{{"Target", too_long}}, "InvalidParameter.Target"},
        {{{"Author", too_long}}, "InvalidParameter.Author"},
        {{{"Operation", too_long}}, "InvalidParameter.Operation"},
        {{{"MaxResults", "101"}}, "InvalidParameter.MaxResults"},
        {{{"DirectoryId", "d-000000000000"}}, "EntityNotExists.Directory"},
        {{{"DirectoryId", "nonsense"}}, "EntityNotExists.Directory"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(house.call("ListAuditEvents", row.sent).code(), row.code);
}

TEST_F(audited, ADirectoryThatIsDeletedCanStillBeAskedAbout) {
    const json::object made = house.call_without_directory("CreateDirectory").body;
    const std::string gone(made.at("Directory").at("DirectoryId").as_string());
    (void)house.succeed("DeleteDirectory", {{"DirectoryId", gone}});
    EXPECT_THAT(texts(events({{"DirectoryId", gone}}), "AuditEvents", "Operation"),
                ElementsAre("DeleteDirectory", "CreateDirectory"));
}

TEST_F(audited, TheHistoryOutlivesTheDirectory) {
    const json::object made = house.call_without_directory("CreateDirectory").body;
    const std::string gone(made.at("Directory").at("DirectoryId").as_string());
    const json::object user =
        house.succeed("CreateUser", {{"DirectoryId", gone}, {"UserName", "ann"}});
    const std::string ann(user.at("User").at("UserId").as_string());
    (void)house.succeed("DeleteUser", {{"DirectoryId", gone}, {"UserId", ann}});
    (void)house.succeed("DeleteDirectory", {{"DirectoryId", gone}});

    const json::object history =
        house.succeed("GetEntityHistory", {{"DirectoryId", gone}, {"EntityId", ann}});
    EXPECT_THAT(texts(history, "History", "Change"), ElementsAre("Deleted", "Created"));
}

TEST_F(audited, FiltersByAuthorAndTime) {
    house.enable();
    (void)house.push_user(ann_document);
    EXPECT_THAT(texts(events({{"Author", "IdP"}}), "AuditEvents", "Operation"),
                ElementsAre("POST /Users"));
    EXPECT_THAT(texts(events({{"Author", "Administrator"}}), "AuditEvents", "Operation"),
                Not(testing::Contains("POST /Users")));
    EXPECT_TRUE(events({{"To", "2001-01-01T00:00:00Z"}}).at("AuditEvents").as_array().empty());
    EXPECT_TRUE(events({{"From", "2101-01-01T00:00:00Z"}}).at("AuditEvents").as_array().empty());
    EXPECT_FALSE(events({{"From", "2001-01-01T00:00:00+01:00"}, {"To", "2101-01-01T00:00:00Z"}})
                     .at("AuditEvents")
                     .as_array()
                     .empty());
}

TEST_F(audited, TheHistoryOfAnEntityIsNewestFirst) {
    const std::string ann = house.make_user("ann");
    (void)house.succeed("UpdateUser", {{"UserId", ann}, {"NewDisplayName", "A"}});
    (void)house.succeed("DeleteUser", {{"UserId", ann}});

    const json::object history = house.succeed("GetEntityHistory", {{"EntityId", ann}});
    EXPECT_THAT(texts(history, "History", "Change"), ElementsAre("Deleted", "Updated", "Created"));
    EXPECT_THAT(texts(history, "History", "Version"), ElementsAre("2", "2", "1"));
    const json::object updated = history.at("History").as_array()[1].as_object();
    EXPECT_EQ(updated.at("After").at("displayName"), "A");
    EXPECT_EQ(updated.at("Operation"), "UpdateUser");
}

TEST_F(audited, OnlyWhoIsOrWasThereHasAHistory) {
    EXPECT_EQ(house.call("GetEntityHistory").code(), "MissingEntityId");
    EXPECT_EQ(
        house.call_without_directory("GetEntityHistory", {{"EntityId", "u-00000000000000000000"}})
            .code(),
        "MissingDirectoryId");
    EXPECT_EQ(house
                  .call("GetEntityHistory",
                        {{"EntityId", "u-00000000000000000000"}, {"DirectoryId", "d-000000000000"}})
                  .code(),
              "EntityNotExists.Directory");
    EXPECT_EQ(house.call("GetEntityHistory", {{"EntityId", "u-00000000000000000000"}}).code(),
              "EntityNotExists.User");
    EXPECT_EQ(house.call("GetEntityHistory", {{"EntityId", "g-00000000000000000000"}}).code(),
              "EntityNotExists.Group");
    EXPECT_EQ(house.call("GetEntityHistory", {{"EntityId", "ann"}}).code(),
              "InvalidParameter.EntityId");
}

// A URN is no name of an element.
TEST_F(audited, XmlStaysWellFormed) {
    house.enable();
    (void)house.push_user(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann",)"
        R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"<x>"}})");
    const reply answered = house.call("ListAuditEvents", {{"Format", "XML"}});
    EXPECT_THAT(answered.text,
                HasSubstr("<Member Name=\"urn:ietf:params:scim:schemas:extension:enterprise:2.0:"
                          "User\"><department>&lt;x&gt;</department></Member>"));
}

// A change that its own call tries again is no refusal.
TEST_F(audited, EveryCallIsToldOnce) {
    const std::string ann = house.make_user("ann");
    (void)house.succeed("UpdateUser", {{"UserId", ann}, {"NewEmail", "ann@example.com"}});
    EXPECT_EQ(events({{"Operation", "UpdateUser"}}).at("AuditEvents").as_array().size(), 1U);
}

}  // namespace
}  // namespace scimd::management::tests
