// What the audit log tells of each kind of edit, and what it keeps to itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/directory/audit_support.hpp"

namespace scimd::tests {
namespace {

namespace json = boost::json;
using model::audit_event;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(AuditLog, TellsWhoAskedForWhatAndWhatCameOfIt) {
    house home = house().enabled();
    directory::edit push{home.where,
                         model::author::idp,
                         {1'795'334'500'000},
                         directory::create_user{home.fresh_user(), user_named("ann"), {}, {}}};
    push.from = {"scimcred-1", "192.0.2.7", "request-1"};
    const auto pushed = home.directories().submit_and_wait(push);

    const audit_event event = last_of(home);
    EXPECT_EQ(event.at, push.when);
    EXPECT_EQ(event.directory, home.where.text());
    EXPECT_EQ(event.who, model::author::idp);
    EXPECT_EQ(event.from.author_id, "scimcred-1");
    EXPECT_EQ(event.from.address, "192.0.2.7");
    EXPECT_EQ(event.from.request_id, "request-1");
    EXPECT_EQ(event.operation, "POST /Users");
    EXPECT_EQ(event.target, house::user_in(pushed).id.text());
    EXPECT_EQ(event.refused, "");
    ASSERT_EQ(event.changes.size(), 1U);
    EXPECT_EQ(event.changes.front().entity, event.target);
    EXPECT_EQ(event.changes.front().text,
              R"({"EntityType":"User","Name":"ann","Change":"Created","Version":1,)"
              R"("ProvisionType":"Synchronized","After":{"schemas":)"
              R"(["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann","active":true,)"
              R"("ProvisionType":"Synchronized"}})");
}

TEST(AuditLog, TellsOfAChangeWhatDiffersAndWhatIsThereNow) {
    house home = house().enabled();
    const model::user ann = home.push(
        user_named("ann", R"(,"displayName":"Ann","nickName":"A","active":false,)"
                          R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":)"
                          R"({"department":"x","division":"y"})"));
    (void)home.disable();
    const auto patch = patch_of(
        R"({"op":"replace","path":"displayName","value":"Anna"},{"op":"remove","path":"nickName"},)"
        R"({"op":"add","path":"title","value":"Dr"},{"op":"replace","path":)"
        R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"z"})",
        schemas().user());
    ASSERT_TRUE(home.administrator(directory::patch_user{ann.id, patch, "new", {}, {}}));

    const json::object change = told(last_of(home));
    EXPECT_EQ(text(change, "Before"),
              R"({"displayName":"Ann","nickName":"A",)"
              R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"x"},)"
              R"("title":null,"Description":""})");
    const json::object after = change.at("After").as_object();
    EXPECT_EQ(text(after, "displayName"), R"("Anna")");
    EXPECT_EQ(text(after, "active"), "false");
    EXPECT_EQ(text(after, "Description"), R"("new")");
    EXPECT_EQ(text(change, "Version"), "2");
}

TEST(AuditLog, TellsATakeOver) {
    house home = house().enabled();
    const model::user bob = home.make(user_named("bob"));
    (void)home.push(user_named("BOB"));

    const audit_event event = last_of(home);
    EXPECT_EQ(event.target, bob.id.text());
    EXPECT_EQ(text(told(event), "Before"), R"({"userName":"bob","ProvisionType":"Manual"})");
}

TEST(AuditLog, TellsWhoIsGoneAndWhichGroupsLostThem) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    const model::group team = home.push_group(group_named("team", {ann.id.text()}));
    ASSERT_TRUE(home.idp(directory::delete_user{ann.id, {}}));

    const audit_event event = last_of(home);
    EXPECT_EQ(event.operation, "DELETE /Users");
    ASSERT_EQ(event.changes.size(), 2U);
    EXPECT_EQ(text(told(event, 0), "Change"), R"("Deleted")");
    EXPECT_THAT(text(told(event, 0), "Before"), HasSubstr(R"("userName":"ann")"));
    EXPECT_EQ(event.changes[1].entity, team.id.text());
    EXPECT_EQ(text(told(event, 1), "MembersRemoved"), "[\"" + ann.id.text() + "\"]");
    EXPECT_EQ(text(told(event, 1), "MemberCount"), "0");
    EXPECT_EQ(text(told(event, 1), "Version"), "2");
}

TEST(AuditLog, TellsAPasswordOnlyAsChanged) {
    house home;
    const auto made = home.administrator(
        directory::create_user{home.fresh_user(), user_named("ann"), {}, "$argon2id$first"});
    EXPECT_EQ(text(told(last_of(home)), "PasswordChanged"), "true");
    ASSERT_TRUE(
        home.administrator(directory::set_password{house::user_in(made).id, "$argon2id$second"}));

    const audit_event event = last_of(home);
    EXPECT_EQ(event.operation, "ResetUserPassword");
    EXPECT_EQ(text(told(event), "PasswordChanged"), "true");
    for (const audit_event& one : log_of(home))
        for (const auto& change : one.changes) EXPECT_THAT(change.text, Not(HasSubstr("argon2")));
}

TEST(AuditLog, HidesWhatASchemaNeverReturns) {
    const std::vector<scim::added_schema> added = {
        {"locker.json",
         R"({"id":"urn:example:locker","extends":["User"],"attributes":[
                {"name":"code","returned":"never","mutability":"writeOnly"},
                {"name":"locks","type":"complex","multiValued":true,"subAttributes":[
                    {"name":"value"},{"name":"pin","returned":"never"}]}]})",
         std::nullopt}};
    const auto with = scim::load_catalogues(added).value();
    house home(":memory:", with);
    scim::tolerance strict(model::tolerance::strict);
    const auto locker = [&](const std::string& held) {
        return scim::read_document(
                   json::parse(R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],)"
                               R"("userName":"ann","urn:example:locker":)" +
                               held + "}"),
                   with.common().user(), strict)
            .value();
    };
    const model::user ann =
        home.make(locker(R"({"code":"0000","locks":[{"value":"a","pin":"1111"}]})"));
    ASSERT_TRUE(home.administrator(directory::replace_user{
        ann.id, locker(R"({"code":"2222","locks":[{"value":"a","pin":"3333"}]})"), {}, {}}));
    ASSERT_TRUE(home.administrator(directory::delete_user{ann.id, {}}));

    std::string all;
    for (const audit_event& one : log_of(home))
        for (const auto& change : one.changes) all += change.text;
    EXPECT_THAT(all, HasSubstr(R"x("code":"(hidden)","locks":[{"value":"a","pin":"(hidden)"}])x"));
    for (const char* secret : {"0000", "1111", "2222", "3333"})
        EXPECT_THAT(all, Not(HasSubstr(secret)));
}

TEST(AuditLog, TellsEveryRefusalAndWhy) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    ASSERT_FALSE(home.rename_locally(ann, "Anna"));

    const audit_event event = last_of(home);
    EXPECT_EQ(event.operation, "UpdateUser");
    EXPECT_EQ(event.who, model::author::administrator);
    EXPECT_EQ(event.target, ann.id.text());
    EXPECT_EQ(event.refused, "locked_user");
    EXPECT_THAT(event.reason, HasSubstr("synchronized"));
    EXPECT_EQ(event.change_count, 0);

    (void)home.disable();
    ASSERT_FALSE(home.idp(directory::delete_user{ann.id, {}}));
    EXPECT_EQ(last_of(home).refused, "synchronization_disabled");
    EXPECT_EQ(last_of(home).operation, "DELETE /Users");
}

TEST(AuditLog, KeepsQuietAboutWhatChangedNothing) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    const std::size_t before = log_of(home).size();

    ASSERT_TRUE(home.idp(directory::replace_user{ann.id, user_named("ann"), {}, {}}));
    ASSERT_TRUE(home.enable());
    EXPECT_EQ(log_of(home).size(), before);
}

TEST(AuditLog, TellsEveryStepOfABulkRequestByItself) {
    house home = house().enabled();
    directory::bulk what;
    what.steps.push_back({directory::bulk_change(
                              directory::create_user{home.fresh_user(), user_named("ann"), {}, {}}),
                          {},
                          "POST /Users"});
    what.steps.push_back({directory::bulk_change(
                              directory::create_user{home.fresh_user(), user_named("ann"), {}, {}}),
                          {},
                          "POST /Users"});
    what.steps.push_back(
        {model::refusal(model::errc::invalid_syntax, "no such method"), {}, "POST /Bulk"});
    what.batches = {{0}, {1}, {2}};
    ASSERT_TRUE(home.idp(what));

    const auto log = log_of(home);
    EXPECT_EQ(log[2].operation, "POST /Users");
    EXPECT_EQ(log[2].refused, "");
    EXPECT_EQ(log[1].refused, "user_name_taken");
    EXPECT_EQ(log[0].operation, "POST /Bulk");
    EXPECT_EQ(log[0].refused, "invalid_syntax");
}

TEST(AuditLog, SaysWhatARollbackDidToWhom) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann", R"(,"displayName":"Ann")"));
    const model::user bob = home.push(user_named("bob"));
    const model::group team = home.push_group(group_named("team", {ann.id.text()}));
    (void)home.disable();
    ASSERT_TRUE(home.rename_locally(ann, "Anna"));
    ASSERT_TRUE(home.administrator(directory::delete_user{bob.id, {}}));
    ASSERT_TRUE(home.leave(team, ann));
    ASSERT_TRUE(home.enable());

    const audit_event event = last_of(home);
    EXPECT_EQ(event.operation, "SetSCIMSynchronizationStatus");
    ASSERT_EQ(event.changes.size(), 4U);
    EXPECT_EQ(event.changes[0].entity, home.where.text());
    EXPECT_EQ(text(told(event, 0), "After"), R"({"SCIMSynchronizationStatus":"Enabled"})");
    EXPECT_EQ(text(told(event, 0), "RolledBack"), R"({"Users":2,"Groups":0,"Memberships":1})");
    EXPECT_EQ(text(told(event, 1), "Before"), R"({"displayName":"Anna"})");
    EXPECT_EQ(text(told(event, 1), "Version"), "3");
    EXPECT_EQ(text(told(event, 2), "Change"), R"("Restored")");
    EXPECT_EQ(text(told(event, 3), "MembersAdded"), "[\"" + ann.id.text() + "\"]");
    EXPECT_THAT(home.check(), IsEmpty());
}

// More than are told at once, and more members than one change names.
TEST(AuditLog, StaysWholeWhenMuchIsRolledBack) {
    house home = house().enabled();
    constexpr int many = 1100;
    std::vector<model::user> users;
    for (int i = 0; i < many; ++i) users.push_back(home.push(user_named("u" + std::to_string(i))));
    (void)home.disable();
    for (const model::user& one : users) ASSERT_TRUE(home.rename_locally(one, "local"));
    ASSERT_TRUE(home.enable());

    const audit_event event = last_of(home);
    EXPECT_EQ(event.change_count, many + 1);
    EXPECT_EQ(text(told(event), "RolledBack"), R"({"Users":1100,"Groups":0,"Memberships":0})");
    EXPECT_EQ(std::ssize(event.changes), directory::listed_changes_max);
    EXPECT_THAT(home.check(), IsEmpty());
}

TEST(AuditLog, NamesTenThousandMembersAndCountsAll) {
    house home = house().enabled();
    ASSERT_TRUE(home.administrator(directory::change_settings{{{"unknownMembers", "keep"}}}));
    std::vector<std::string> strangers;
    constexpr std::int64_t many = 10'001;
    for (std::int64_t i = 0; i < many; ++i) strangers.push_back("s" + std::to_string(i));
    const model::group team = home.push_group(group_named("team", strangers));
    const json::object joined = told(last_of(home));
    EXPECT_EQ(joined.at("MembersAdded").as_array().size(), 10'000U);
    EXPECT_EQ(joined.at("MembersAddedCount").as_int64(), many);

    ASSERT_TRUE(home.idp(directory::delete_group{team.id, {}}));
    const json::object left = told(last_of(home));
    EXPECT_EQ(left.at("MembersRemoved").as_array().size(), 10'000U);
    EXPECT_EQ(left.at("MembersRemovedCount").as_int64(), many);
}

// The one who joins a full group is named, whoever leaves with it.
TEST(AuditLog, NamesThoseWhoJoinBesidesThoseWhoLeave) {
    house home = house().enabled();
    ASSERT_TRUE(home.administrator(directory::change_settings{{{"unknownMembers", "keep"}}}));
    std::vector<std::string> strangers;
    for (int i = 0; i < 10'000; ++i) strangers.push_back("s" + std::to_string(i));
    const model::group team = home.push_group(group_named("team", strangers));
    ASSERT_TRUE(home.idp(directory::replace_group{team.id, group_named("team", {"new"}), {}}));
    const json::object change = told(last_of(home));
    EXPECT_EQ(text(change, "MembersAdded"), R"(["new"])");
    EXPECT_EQ(change.at("MembersRemoved").as_array().size(), 10'000U);
}

// What waited is not told as having come before what it waited for.
TEST(AuditLog, StandsInTheOrderOfCommitsByTimeToo) {
    house home = house().enabled();
    const model::instant flip = last_of(home).at;
    const auto push_at = [&](const std::string& name, std::int64_t milliseconds) {
        const directory::edit push{
            home.where,
            model::author::idp,
            {milliseconds},
            directory::create_user{home.fresh_user(), user_named(name), {}, {}}};
        EXPECT_TRUE(home.directories().submit_and_wait(push));
        return last_of(home).at.milliseconds;
    };
    EXPECT_EQ(push_at("ann", flip.milliseconds - 1000), flip.milliseconds);
    EXPECT_EQ(push_at("bob", flip.milliseconds + 1), flip.milliseconds + 1);
}

// The border looked before the flip; the log is right.
TEST(AuditLog, TellsNoRefusalByASwitchThatLetsPushesIn) {
    house home = house().enabled();
    const std::size_t before = log_of(home).size();
    const directory::refused_request refused{"POST /Users", "", "synchronization_disabled", "no"};
    const auto outcome = home.idp(refused);
    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->changed);
    EXPECT_EQ(log_of(home).size(), before);

    (void)home.disable();
    EXPECT_TRUE(home.idp(refused)->changed);
    EXPECT_EQ(last_of(home).refused, "synchronization_disabled");
    const directory::refused_request unread{"POST /Users", "", "invalid_syntax", "no JSON"};
    EXPECT_FALSE(home.idp(unread)->changed) << "the switch refuses it now";
}

TEST(AuditLog, HidesAPasswordThatARefusalRepeats) {
    house home = house().enabled();
    const directory::refused_request refused{"PATCH /Users", "", "invalid_path",
                                             R"("password eq "geheim"" is not an attribute.)"};
    ASSERT_TRUE(home.idp(refused));
    EXPECT_EQ(last_of(home).reason, "(hidden) is not an attribute.");
}

}  // namespace
}  // namespace scimd::tests
