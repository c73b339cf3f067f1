#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

namespace json = boost::json;
using tests::a_house;

TEST(Directories, AreShownWithAllTheirMembers) {
    a_house house;

    const json::object shown = house.succeed("GetDirectory");

    const json::object& directory = shown.at("Directory").as_object();
    EXPECT_EQ(directory.size(), 5U);
    EXPECT_EQ(directory.at("DirectoryId").as_string(), house.directory_id);
    EXPECT_EQ(directory.at("DirectoryName").as_string(), house.directory_id);  // none was given
    EXPECT_EQ(directory.at("Region").as_string(), "local");
    EXPECT_EQ(directory.at("CreateTime").as_string(), "2026-11-22T08:00:00Z");
    EXPECT_EQ(directory.at("UpdateTime").as_string(), "2026-11-22T08:00:00Z");
    EXPECT_EQ(shown.at("RequestId").as_string(), "R-1");
}

TEST(Directories, AreListedWithTheirNumber) {
    a_house house;
    house.succeed("CreateDirectory", {{"DirectoryName", "second"}});

    const json::object listed = house.succeed("ListDirectories");

    EXPECT_EQ(listed.at("TotalCounts").as_int64(), 2);
    EXPECT_EQ(listed.at("Directories").as_array().size(), 2U);
}

TEST(Directories, HaveNamesThatAreCheckedAndUnique) {
    a_house house;
    house.succeed("CreateDirectory", {{"DirectoryName", "second"}});
    const struct {
        const char* action;
        const char* parameter;
        const char* value;
        const char* code;
    } rows[] = {
        {"CreateDirectory", "DirectoryName", "second", "EntityAlreadyExists.Directory"},
        {"CreateDirectory", "DirectoryName", "", "InvalidParameter.DirectoryName"},
        {"CreateDirectory", "DirectoryName", "d-abc", "InvalidParameter.DirectoryName"},
        {"UpdateDirectory", "NewDirectoryName", "second", "EntityAlreadyExists.Directory"},
        {"UpdateDirectory", "NewDirectoryName", "Second", "InvalidParameter.NewDirectoryName"},
        {"UpdateDirectory", "NewDirectoryName", "", "InvalidParameter.NewDirectoryName"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(std::string(row.action) + " " + row.value);
        EXPECT_EQ(house.call(row.action, {{row.parameter, row.value}}).code(), row.code);
    }
}

TEST(Directories, CanBeRenamedAndNamedAfterTheirIdAgain) {
    a_house house;

    const auto renamed = house.succeed("UpdateDirectory", {{"NewDirectoryName", "new-name"}});
    EXPECT_EQ(renamed.at("Directory").at("DirectoryName").as_string(), "new-name");
    const auto unchanged = house.succeed("UpdateDirectory");
    EXPECT_EQ(unchanged.at("Directory").at("DirectoryName").as_string(), "new-name");
    const auto back = house.succeed("UpdateDirectory", {{"NewDirectoryName", house.directory_id}});
    EXPECT_EQ(back.at("Directory").at("DirectoryName").as_string(), house.directory_id);
}

TEST(Directories, AreDeletedOnlyWhenEmpty) {
    a_house house;
    const std::string user = house.make_user("ann");
    EXPECT_EQ(house.call("DeleteDirectory").code(), "DeletionConflict.Directory.NotEmpty");
    house.succeed("DeleteUser", {{"UserId", user}});

    house.succeed("DeleteDirectory");

    EXPECT_EQ(house.call("GetDirectory").code(), "EntityNotExists.Directory");
    EXPECT_EQ(house.call("DeleteDirectory").status, 404);
}

TEST(Directories, ShowAndChangeTheirSettings) {
    a_house house;
    EXPECT_EQ(
        json::serialize(house.succeed("GetDirectorySettings").at("Settings")),
        R"({"Tolerance":"lenient","UnknownMembers":"refuse","GroupNames":"unique","PatchAnswer":"resource","IfMatch":"optional","CloudssoLimits":"off","ScimRate":"default"})");

    const auto changed = house.succeed("UpdateDirectorySettings",
                                       {{"Tolerance", "strict"}, {"PatchAnswer", "none"}});

    EXPECT_EQ(
        json::serialize(changed.at("Settings")),
        R"({"Tolerance":"strict","UnknownMembers":"refuse","GroupNames":"unique","PatchAnswer":"none","IfMatch":"optional","CloudssoLimits":"off","ScimRate":"default"})");
    EXPECT_EQ(house.succeed("GetDirectorySettings").at("Settings"), changed.at("Settings"));
    EXPECT_EQ(house.succeed("UpdateDirectorySettings").at("Settings"), changed.at("Settings"));
}

TEST(Directories, AreMadeWithSettingsOrNotAtAll) {
    a_house house;
    const json::object made = house.succeed(
        "CreateDirectory",
        {{"DirectoryName", "strict"}, {"Tolerance", "strict"}, {"IfMatch", "required"}});
    const std::string id(made.at("Directory").at("DirectoryId").as_string());

    const json::object settings =
        house.succeed("GetDirectorySettings", {{"DirectoryId", id}}).at("Settings").as_object();
    EXPECT_EQ(settings.at("Tolerance"), "strict");
    EXPECT_EQ(settings.at("IfMatch"), "required");
    EXPECT_EQ(settings.at("GroupNames"), "unique");
    EXPECT_EQ(
        house.call("CreateDirectory", {{"DirectoryName", "none"}, {"Tolerance", "some"}}).code(),
        "InvalidParameter.Tolerance");
    EXPECT_EQ(house.succeed("ListDirectories").at("TotalCounts"), 2);
}

TEST(Directories, RefuseSettingsTheyDoNotHave) {
    a_house house;

    const auto refused =
        house.call("UpdateDirectorySettings", {{"Tolerance", "strict"}, {"GroupNames", "some"}});

    EXPECT_EQ(refused.code(), "InvalidParameter.GroupNames");
    EXPECT_EQ(house.succeed("GetDirectorySettings").at("Settings").at("Tolerance").as_string(),
              "lenient");
}

}  // namespace
}  // namespace scimd::management
