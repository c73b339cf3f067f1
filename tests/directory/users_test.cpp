#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;

TEST(Users, ArePushedReadAndDeleted) {
    house home = house().enabled();

    const model::user ann =
        home.push(user_named("ann", R"(,"active":false,"emails":[{"value":"ann@example.com"}])"));

    EXPECT_EQ(ann.provision, model::provision::synchronized);
    EXPECT_FALSE(ann.active);
    EXPECT_EQ(ann.document.find("active"), std::string::npos) << "active has a column of its own";
    EXPECT_EQ(home.find(ann.id)->user.document, ann.document);
    EXPECT_EQ(home.directory().users, 1);
    ASSERT_TRUE(home.idp(directory::delete_user{ann.id, {}}));
    EXPECT_EQ(home.find(ann.id).error().code, errc::user_not_found);
    EXPECT_EQ(home.directory().users, 0);
    EXPECT_THAT(home.broken_laws(), testing::IsEmpty());
}

// Strict directories keep empty text: it is a value, and filed as one.
TEST(Users, MayHaveAnExternalIdThatIsEmpty) {
    house home = house().enabled();
    scim::tolerance strict(model::tolerance::strict);
    const auto body = boost::json::parse(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann","externalId":""})");

    home.push(scim::read_document(body, schemas().user(), strict).value());

    EXPECT_THAT(home.broken_laws(), testing::IsEmpty());
}

TEST(Users, HaveNamesThatAreUniqueWithoutRegardToCaseAndWidth) {
    house home = house().enabled();
    home.push(user_named("Straße"));

    const auto again =
        home.idp(directory::create_user{home.fresh_user(), user_named("STRASSE"), {}, {}});
    const auto wide =
        home.idp(directory::create_user{home.fresh_user(), user_named("ｓtraße"), {}, {}});

    EXPECT_EQ(again.error().code, errc::user_name_taken);
    EXPECT_EQ(wide.error().code, errc::user_name_taken);
}

TEST(Users, CanBeRenamedByTheIdentityProviderButNotToATakenName) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    home.push(user_named("bob"));

    const auto free = home.idp(directory::replace_user{ann.id, user_named("anna"), {}, {}});
    const auto taken = home.idp(directory::replace_user{ann.id, user_named("BOB"), {}, {}});

    EXPECT_TRUE(free);
    EXPECT_EQ(taken.error().code, errc::user_name_taken);
    EXPECT_TRUE(home.idp(directory::create_user{home.fresh_user(), user_named("ann"), {}, {}}))
        << "the old name is free";
}

TEST(Users, KeepVersionAndTimeWhenAPatchChangesNothing) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann", R"(,"displayName":"Ann")"));

    const auto same = home.idp(directory::patch_user{
        ann.id,
        patch_of(R"({"op":"replace","path":"displayName","value":"Ann"})", schemas().user()),
        {},
        {},
        {}});

    ASSERT_TRUE(same);
    EXPECT_FALSE(same->changed);
    EXPECT_EQ(home.find(ann.id)->user.version, ann.version);
    EXPECT_EQ(home.find(ann.id)->user.modified, ann.modified);
}

TEST(Users, KeepActiveWhenAPutDoesNotMentionIt) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann", R"(,"active":false)"));

    const model::user after = house::user_in(
        home.idp(directory::replace_user{ann.id, user_named("ann", R"(,"title":"x")"), {}, {}}));

    EXPECT_FALSE(after.active);
}

TEST(Users, AndGroupsHaveNamesThatFitIntoWhatShowsThem) {
    house home = house().enabled();
    const std::string fits(1024, 'x');
    const model::user ann = home.push(user_named(fits));
    const model::group team = home.push_group(group_named(fits));
    const auto code = [&home](directory::change what) {
        return home.idp(std::move(what)).error().code;
    };

    EXPECT_EQ(code(directory::create_user{home.fresh_user(), user_named(fits + "x"), {}, {}}),
              errc::invalid_value);
    EXPECT_EQ(code(directory::replace_user{ann.id, user_named(fits + "x"), {}, {}}),
              errc::invalid_value);
    EXPECT_EQ(code(directory::create_group{home.fresh_group(), group_named(fits + "x"), {}}),
              errc::invalid_value);
    EXPECT_EQ(code(directory::replace_group{team.id, group_named(fits + "x"), {}}),
              errc::invalid_value);
}

TEST(Users, AreNotTouchedThroughAnOldVersion) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    home.idp(directory::replace_user{ann.id, user_named("ann", R"(,"title":"x")"), {}, {}}).value();

    const directory::preconditions old{true, {{ann.version}}, {}, false};
    const directory::preconditions current{true, {{9, ann.version + 1}}, {}, false};
    EXPECT_EQ(home.idp(directory::replace_user{ann.id, user_named("ann"), {}, old}).error().code,
              errc::version_mismatch);
    EXPECT_EQ(home.idp(directory::delete_user{ann.id, old}).error().code, errc::version_mismatch);
    EXPECT_TRUE(home.idp(directory::delete_user{ann.id, current}));
}

TEST(Users, MadeByHandHaveAnEmailOfTheirOwn) {
    house home = house().enabled();
    home.push(user_named("ann", R"(,"emails":[{"value":"team@example.com"}])"));

    const auto by_hand = home.administrator(
        directory::create_user{home.fresh_user(),
                               user_named("bob", R"(,"emails":[{"value":"TEAM@example.com"}])"),
                               {},
                               {}});
    const auto pushed = home.idp(
        directory::create_user{home.fresh_user(),
                               user_named("bob", R"(,"emails":[{"value":"team@example.com"}])"),
                               {},
                               {}});

    EXPECT_EQ(by_hand.error().code, errc::email_taken);
    EXPECT_TRUE(pushed) << "a push is not held to it";
}

TEST(Users, InAGroupAreNotDeletedByHandButByTheIdentityProvider) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    const model::group team = home.make_group(group_named("team"));
    home.join(team, ann).value();
    home.disable().value();

    EXPECT_EQ(home.administrator(directory::delete_user{ann.id, {}}).error().code,
              errc::user_in_group);
    home.enable().value();
    EXPECT_TRUE(home.idp(directory::delete_user{ann.id, {}}));

    EXPECT_THAT(home.members(team.id), testing::IsEmpty());
    EXPECT_GT(home.find(team.id)->version, team.version + 1) << "its members changed";
    EXPECT_THAT(home.broken_laws(), testing::IsEmpty());
}

TEST(Users, ShowTheGroupsTheyAreInDirectlyAndThroughOthers) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    const model::group inner = home.push_group(group_named("inner", {ann.id.text()}));
    const model::group outer = home.push_group(group_named("outer", {inner.id.text()}));

    const auto groups = home.find(ann.id)->groups;

    ASSERT_EQ(groups.size(), 2U);
    EXPECT_EQ(groups[0].id, inner.id);
    EXPECT_TRUE(groups[0].direct);
    EXPECT_EQ(groups[1].id, outer.id);
    EXPECT_FALSE(groups[1].direct);
    EXPECT_EQ(groups[1].display, "outer");
}

TEST(Pushes, AreRefusedWhileDisabledBeforeAnythingElseIsLookedAt) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    const model::group team = home.push_group(group_named("team"));
    home.disable().value();
    const model::user_id nobody = home.fresh_user();
    const model::group_id nothing = home.fresh_group();

    const auto refused = [&](directory::change what) {
        return home.idp(std::move(what)).error().code == errc::synchronization_disabled;
    };
    EXPECT_TRUE(refused(directory::create_user{nobody, user_named("ann"), {}, {}}));
    EXPECT_TRUE(refused(directory::create_user{nobody, user_named("new"), {}, {}}));
    EXPECT_TRUE(refused(directory::replace_user{ann.id, user_named("anna"), {}, {}}));
    EXPECT_TRUE(refused(directory::replace_user{nobody, user_named("anna"), {}, {}}));
    EXPECT_TRUE(refused(directory::patch_user{nobody, {}, {}, {}, {}}));
    EXPECT_TRUE(refused(directory::delete_user{ann.id, {}}));
    EXPECT_TRUE(refused(directory::delete_user{nobody, {}}));
    EXPECT_TRUE(refused(directory::create_group{nothing, group_named("team"), {}}));
    EXPECT_TRUE(refused(directory::replace_group{nothing, group_named("x"), {}}));
    EXPECT_TRUE(refused(directory::patch_group{team.id, {}, {}, {}, {}}));
    EXPECT_TRUE(refused(directory::delete_group{team.id, {}}));
    EXPECT_TRUE(refused(directory::delete_group{nothing, {}}));
    EXPECT_EQ(home.find(ann.id)->user.version, ann.version);
    EXPECT_EQ(home.directory().users, 1);
}

}  // namespace
}  // namespace scimd::tests
