#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using tests::a_house;
using tests::reply;
namespace json = boost::json;

std::string text_at(const json::object& of, std::string_view name) {
    return std::string(of.at(name).as_string());
}

struct access_keys : testing::Test {
    a_house house;

    json::object make(const parameters& with) {
        return house.succeed("CreateAccessKey", with).at("AccessKey").as_object();
    }
    // A call by another key.
    reply call_by(const json::object& key, const std::string& action, parameters with = {}) {
        for (const auto& [name, value] : house.common(action)) with.try_emplace(name, value);
        with["AccessKeyId"] = text_at(key, "AccessKeyId");
        return house.send_signed(std::move(with), "GET", text_at(key, "AccessKeySecret"));
    }
    reply call_at_home(const json::object& key, const std::string& action, parameters with = {}) {
        with.try_emplace("DirectoryId", house.directory_id);
        return call_by(key, action, std::move(with));
    }
    std::string another_directory() {
        const json::object made = house.succeed("CreateDirectory");
        return text_at(made.at("Directory").as_object(), "DirectoryId");
    }
    json::object last_event() {
        const reply listed = house.call_without_directory("ListAuditEvents", {{"MaxResults", "1"}});
        return listed.body.at("AuditEvents").as_array().at(0).as_object();
    }
};

TEST_F(access_keys, AreFullAndForEverythingUnlessOneSaysOtherwise) {
    const json::object key = make({});

    EXPECT_THAT(text_at(key, "AccessKeyId"), testing::MatchesRegex("SCIMD[0-9A-Za-z]{19}"));
    EXPECT_THAT(text_at(key, "AccessKeySecret"), testing::MatchesRegex("[0-9A-Za-z]{30}"));
    EXPECT_EQ(text_at(key, "AccessKeyName"), "");
    EXPECT_EQ(text_at(key, "Status"), "Enabled");
    EXPECT_EQ(text_at(key, "Permission"), "Full");
    EXPECT_EQ(text_at(key, "CreateTime"), "2026-11-22T08:00:00Z");
    EXPECT_FALSE(key.contains("DirectoryIds"));
    EXPECT_EQ(call_by(key, "CreateDirectory").status, 200);
}

TEST_F(access_keys, ShowTheirSecretOnce) {
    const std::string secret = text_at(make({{"AccessKeyName", "ours"}}), "AccessKeySecret");

    const json::object listed = house.succeed("ListAccessKeys");

    EXPECT_EQ(listed.at("TotalCounts"), 2);
    EXPECT_EQ(listed.at("AccessKeys").as_array().size(), 2U);
    EXPECT_THAT(json::serialize(listed), testing::Not(testing::HasSubstr(secret)));
    EXPECT_THAT(json::serialize(listed), testing::Not(testing::HasSubstr("Secret")));
}

TEST_F(access_keys, AreRefusedWithTheParameterThatIsWrong) {
    const std::string other = another_directory();
    const struct {
        const char* name;
        parameters with;
        const char* code;
    } rows[] = {
        {"an id that is none", {{"UserAccessKeyId", "a b"}}, "InvalidParameter.UserAccessKeyId"},
        {"an id that is taken", {{"UserAccessKeyId", "test-key"}}, "EntityAlreadyExists.AccessKey"},
        {"a long name",
         {{"AccessKeyName", std::string(65, 'x')}},
         "InvalidParameter.AccessKeyName"},
        {"a name of two lines", {{"AccessKeyName", "a\nb"}}, "InvalidParameter.AccessKeyName"},
        {"a permission", {{"Permission", "full"}}, "InvalidParameter.Permission"},
        {"no such directory", {{"DirectoryIds.1", "d-0000000000no"}}, "EntityNotExists.Directory"},
        {"no id of a directory", {{"DirectoryIds.1", "x"}}, "EntityNotExists.Directory"},
        {"a gap", {{"DirectoryIds.2", other}}, "InvalidParameter.DirectoryIds"},
        {"no directory at all", {{"DirectoryIds", "[]"}}, "InvalidParameter.DirectoryIds"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(house.call("CreateAccessKey", row.with).code(), row.code);
    }
    EXPECT_EQ(house.succeed("ListAccessKeys").at("TotalCounts"), 1);
}

TEST_F(access_keys, TakeAHundredDirectoriesAndNotOneMore) {
    std::string list = "[\"" + house.directory_id + '"';
    for (int i = 1; i < 100; ++i) list += ",\"" + house.directory_id + '"';

    EXPECT_EQ(house.call("CreateAccessKey", {{"DirectoryIds", list + "]"}}).status, 200);
    EXPECT_EQ(
        house.call("CreateAccessKey", {{"DirectoryIds", list + ",\"" + house.directory_id + "\"]"}})
            .code(),
        "InvalidParameter.DirectoryIds");
}

TEST_F(access_keys, ThatAreReadOnlyChangeNothingAndTheLogIsTold) {
    const json::object key = make({{"UserAccessKeyId", "reader"}, {"Permission", "ReadOnly"}});

    EXPECT_EQ(text_at(key, "Permission"), "ReadOnly");
    EXPECT_EQ(call_at_home(key, "ListUsers").status, 200);
    const reply refused = call_at_home(key, "CreateUser", {{"UserName", "ann"}});
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code(), "NoPermission");
    EXPECT_EQ(refused.body.at("AccessDeniedDetail").at("AuthAction"), "cloudsso:CreateUser");
    EXPECT_EQ(refused.body.at("AccessDeniedDetail").at("AuthPrincipalDisplayName"), "reader");

    const json::object event = last_event();
    EXPECT_EQ(text_at(event, "Operation"), "CreateUser");
    EXPECT_EQ(text_at(event, "AuthorId"), "reader");
    EXPECT_EQ(text_at(event, "ErrorCode"), "NoPermission");
    EXPECT_EQ(text_at(event, "DirectoryId"), house.directory_id);
}

TEST_F(access_keys, AreRefusedInXmlWithTheSameDetail) {
    const json::object key = make({{"Permission", "ReadOnly"}});

    const reply refused = call_at_home(key, "CreateUser", {{"UserName", "ann"}, {"Format", "XML"}});

    EXPECT_THAT(
        refused.text,
        testing::HasSubstr("<AccessDeniedDetail><AuthAction>cloudsso:CreateUser</AuthAction>"));
}

TEST_F(access_keys, ThatAreBoundSeeTheirOwnDirectories) {
    const std::string other = another_directory();
    const json::object key = make({{"DirectoryIds.1", house.directory_id}});

    EXPECT_EQ(key.at("DirectoryIds"), json::value(json::array{house.directory_id}));
    const json::object seen = call_by(key, "ListDirectories").body;
    EXPECT_EQ(seen.at("TotalCounts"), 1);
    EXPECT_EQ(seen.at("Directories").as_array().at(0).at("DirectoryId").as_string(),
              house.directory_id);
    EXPECT_EQ(call_at_home(key, "CreateUser", {{"UserName", "ann"}}).status, 200);
    EXPECT_EQ(call_by(key, "GetDirectory", {{"DirectoryId", other}}).code(), "NoPermission");
    EXPECT_EQ(call_by(key, "GetDirectory", {{"DirectoryId", "d-0000000000no"}}).code(),
              "EntityNotExists.Directory");
    EXPECT_EQ(call_by(key, "CreateAccessKey").code(), "NoPermission");
}

TEST_F(access_keys, StayBoundWhenTheirDirectoriesAreGone) {
    const std::string other = another_directory();
    const json::object key = make({{"DirectoryIds.1", other}});
    house.succeed("DeleteDirectory", {{"DirectoryId", other}});

    EXPECT_EQ(call_at_home(key, "GetDirectory").code(), "NoPermission");
    EXPECT_EQ(call_by(key, "CreateDirectory").code(), "NoPermission");
    EXPECT_EQ(call_by(key, "ListDirectories").body.at("TotalCounts"), 0);
    EXPECT_EQ(call_by(key, "ListAuditEvents", {{"DirectoryId", other}}).status, 200)
        << "the past of its own directory stays its own";
}

TEST_F(access_keys, ThatAreDisabledAreRefusedBeforeAnythingElseIsLookedAt) {
    const json::object key = make({{"UserAccessKeyId", "k"}, {"AccessKeyName", "old"}});
    const json::object changed = house.succeed(
        "UpdateAccessKey",
        {{"UserAccessKeyId", "k"}, {"NewStatus", "Disabled"}, {"NewAccessKeyName", "new"}});

    EXPECT_EQ(text_at(changed.at("AccessKey").as_object(), "Status"), "Disabled");
    EXPECT_EQ(text_at(changed.at("AccessKey").as_object(), "AccessKeyName"), "new");
    const reply refused =
        call_by(key, "ListDirectories", {{"Timestamp", "yesterday"}, {"Version", "1"}});
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.code(), "InvalidAccessKeyId.Inactive");
    EXPECT_EQ(refused.message(), "Specified access key is disabled.");

    house.succeed("UpdateAccessKey", {{"UserAccessKeyId", "k"}, {"NewStatus", "Enabled"}});
    EXPECT_EQ(call_by(key, "ListDirectories").status, 200);
    house.succeed("DeleteAccessKey", {{"UserAccessKeyId", "k"}});
    EXPECT_EQ(call_by(key, "ListDirectories").code(), "InvalidAccessKeyId.NotFound");
}

TEST_F(access_keys, ThatAreChangedKeepWhatIsNotSaid) {
    make({{"UserAccessKeyId", "k"}, {"AccessKeyName", "old"}, {"Permission", "ReadOnly"}});

    const json::object same = house.succeed("UpdateAccessKey", {{"UserAccessKeyId", "k"}});
    EXPECT_EQ(text_at(same.at("AccessKey").as_object(), "AccessKeyName"), "old");
    const json::object nameless =
        house.succeed("UpdateAccessKey", {{"UserAccessKeyId", "k"}, {"NewAccessKeyName", ""}});
    EXPECT_EQ(text_at(nameless.at("AccessKey").as_object(), "AccessKeyName"), "");
    EXPECT_EQ(text_at(nameless.at("AccessKey").as_object(), "Permission"), "ReadOnly");
    EXPECT_EQ(house.call("UpdateAccessKey", {{"UserAccessKeyId", "k"}, {"NewStatus", "On"}}).code(),
              "InvalidParameter.NewStatus");
}

TEST_F(access_keys, ThatAreNotThereAreNamedFirst) {
    EXPECT_EQ(
        house.call("UpdateAccessKey", {{"UserAccessKeyId", "no"}, {"NewStatus", "On"}}).code(),
        "EntityNotExists.AccessKey");
    const reply refused = house.call("DeleteAccessKey", {{"UserAccessKeyId", "no"}});
    EXPECT_EQ(refused.status, 404);
    EXPECT_EQ(refused.code(), "EntityNotExists.AccessKey");
    EXPECT_EQ(text_at(last_event(), "TargetId"), "no");
}

TEST_F(access_keys, AreToldToTheAuditLogWithoutTheirSecret) {
    const json::object key = make(
        {{"UserAccessKeyId", "k"}, {"AccessKeyName", "n"}, {"DirectoryIds.1", house.directory_id}});
    const json::object made = last_event();
    EXPECT_EQ(text_at(made, "Operation"), "CreateAccessKey");
    EXPECT_EQ(text_at(made, "TargetId"), "k");
    EXPECT_FALSE(made.contains("DirectoryId")) << "it is about no directory";
    const json::value after = made.at("Changes").as_array().at(0).at("After");
    EXPECT_EQ(after.at("AccessKeyName"), "n");
    EXPECT_EQ(after.at("DirectoryIds"), json::value(json::array{house.directory_id}));
    EXPECT_THAT(json::serialize(made),
                testing::Not(testing::HasSubstr(text_at(key, "AccessKeySecret"))));

    house.succeed("UpdateAccessKey", {{"UserAccessKeyId", "k"}, {"NewStatus", "Disabled"}});
    const json::object changed = last_event();
    EXPECT_EQ(text_at(changed, "Operation"), "UpdateAccessKey");
    const json::object change = changed.at("Changes").as_array().at(0).as_object();
    EXPECT_EQ(change.at("Before").at("Status"), "Enabled");
    EXPECT_EQ(change.at("After").at("Status"), "Disabled");
}

}  // namespace
}  // namespace scimd::management
