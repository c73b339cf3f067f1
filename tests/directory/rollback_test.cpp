// Enabled again: everything as the identity provider left it (synchronization.md, "Enabled again:
// rollback").
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct rollback : testing::Test {
    house home = house().enabled();
    model::user ann = home.push(user_named(
        "ann",
        R"(,"displayName":"Ann","externalId":"x-1","emails":[{"value":"ann@example.com"}])"));
    model::user bob = home.push(user_named("bob"));
    model::user manual = home.make(user_named("manual"));
    model::group team = home.push_group(group_named("team", {ann.id.text(), manual.id.text()}));
    model::group club = home.make_group(group_named("club"));

    void SetUp() override { home.disable().value(); }
};

// Keys are the store's own, and whoever comes last has the greatest.
TEST_F(rollback, BringsBackTheLastOneBesideWhoCameAfterTheDelete) {
    const model::user last = [this] {
        home.enable().value();
        model::user pushed = home.push(user_named("last"));
        home.disable().value();
        return pushed;
    }();
    home.administrator(directory::delete_user{last.id, {}}).value();
    const model::user next = home.make(user_named("next"));
    EXPECT_GT(next.key, last.key);

    home.enable().value();

    EXPECT_EQ(home.find(last.id)->user.key, last.key);
    EXPECT_EQ(home.find(next.id)->user.key, next.key);
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(rollback, GivesEditedEntitiesTheirUpstreamBackUnderANewVersion) {
    home
        .administrator(directory::patch_user{
            ann.id,
            patch_of(
                R"({"op":"replace","value":{"displayName":"Local","externalId":"local","emails":[{"value":"local@example.com"}]}})",
                schemas().user()),
            "a note",
            {},
            {}})
        .value();
    home
        .administrator(directory::patch_group{
            team.id,
            patch_of(R"({"op":"replace","path":"displayName","value":"crew"})", schemas().group()),
            {},
            {},
            {}})
        .value();
    const std::int64_t edited = home.find(ann.id)->user.version;

    home.enable().value();

    const auto after = home.find(ann.id);
    EXPECT_EQ(after->user.document, ann.document);
    EXPECT_EQ(after->user.description, "");
    EXPECT_GT(after->user.version, edited);
    EXPECT_GT(after->user.modified, ann.modified);
    EXPECT_EQ(home.find(team.id)->document, team.document);
    EXPECT_EQ(home.find(bob.id)->user.version, bob.version) << "what did not drift is not touched";
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(rollback, LetsDeletedUsersAndGroupsReappearUnderTheirIds) {
    home.administrator(directory::set_logon{ann.id, false}).value();
    home.administrator(directory::set_password{ann.id, "digest"}).value();
    home.join(club, ann).value();
    home.leave(club, ann).value();
    home.leave(team, ann).value();
    home.leave(team, manual).value();
    home.administrator(directory::delete_user{ann.id, {}}).value();
    home.administrator(directory::delete_group{team.id, {}}).value();

    home.enable().value();

    const auto back = home.find(ann.id);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->user.document, ann.document);
    EXPECT_FALSE(back->user.active) << "the logon state at deletion";
    EXPECT_GT(back->user.version, ann.version);
    EXPECT_EQ(back->user.created, ann.created);
    ASSERT_EQ(back->groups.size(), 1U);
    EXPECT_EQ(back->groups[0].id, team.id) << "back in the synchronized group, in no manual one";
    EXPECT_THAT(home.members(team.id), ElementsAre(ann.id.text(), manual.id.text()));
    EXPECT_EQ(home.directory().users, 3);
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(rollback, PutsMembershipsOfSynchronizedGroupsBackAndLeavesManualGroupsAlone) {
    home.leave(team, ann).value();
    home.join(team, bob).value();
    home.join(club, bob).value();
    const std::int64_t changed = home.find(team.id)->version;

    home.enable().value();

    EXPECT_THAT(home.members(team.id), ElementsAre(ann.id.text(), manual.id.text()));
    EXPECT_THAT(home.members(club.id), ElementsAre(bob.id.text()));
    EXPECT_EQ(home.find(team.id)->version, changed + 1);
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(rollback, LeavesOutMembersWhoAreGoneForGood) {
    home.leave(team, manual).value();
    home.administrator(directory::delete_user{manual.id, {}}).value();

    home.enable().value();

    EXPECT_THAT(home.members(team.id), ElementsAre(ann.id.text()));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(rollback, NeverTouchesLogonAndPasswordsOfThoseWhoAreThere) {
    home.administrator(directory::set_logon{ann.id, false}).value();

    home.enable().value();

    EXPECT_FALSE(home.find(ann.id)->user.active);
}

// No management action renames users, but the rollback does not live by that.
TEST_F(rollback, GivesUsersTheNamesBackThatOthersHaveMeanwhile) {
    const auto rename = [&](const model::user& who, const std::string& name) {
        return home.administrator(directory::patch_user{
            who.id,
            patch_of(R"({"op":"replace","path":"userName","value":")" + name + "\"}",
                     schemas().user()),
            {},
            {},
            {}});
    };
    home.leave(team, ann).value();
    home.administrator(directory::delete_user{ann.id, {}}).value();
    rename(bob, "ann").value();

    home.enable().value();

    EXPECT_EQ(home.find(ann.id)->user.document, ann.document);
    EXPECT_EQ(home.find(bob.id)->user.document, bob.document);
    EXPECT_THAT(home.broken_laws(), IsEmpty());

    home.disable().value();
    rename(bob, "aside").value();
    rename(ann, "bob").value();
    rename(bob, "ann").value();

    home.enable().value();

    EXPECT_EQ(home.find(ann.id)->user.document, ann.document);
    EXPECT_EQ(home.find(bob.id)->user.document, bob.document);
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(rollback, ExchangesNamesOfGroupsBack) {
    home.enable().value();
    const model::group crew = home.push_group(group_named("crew"));
    home.disable().value();
    const auto rename = [&](const model::group& of, const std::string& name) {
        return home.administrator(directory::patch_group{
            of.id,
            patch_of(R"({"op":"replace","path":"displayName","value":")" + name + "\"}",
                     schemas().group()),
            {},
            {},
            {}});
    };
    rename(team, "aside").value();
    rename(crew, "team").value();
    rename(team, "crew").value();

    home.enable().value();

    EXPECT_EQ(home.find(team.id)->document, team.document);
    EXPECT_EQ(home.find(crew.id)->document, crew.document);
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(rollback, IsRefusedWholeWithEveryConflictWhenManualEntitiesHoldTheNames) {
    home.leave(team, ann).value();
    home.administrator(directory::delete_user{ann.id, {}}).value();
    const model::user usurper = home.make(user_named("ANN"));
    home
        .administrator(directory::patch_group{
            team.id,
            patch_of(R"({"op":"replace","path":"displayName","value":"crew"})", schemas().group()),
            {},
            {},
            {}})
        .value();
    const model::group other = home.make_group(group_named("Team"));

    const auto refused = home.enable();

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::rollback_conflict);
    for (const std::string& named : {usurper.id.text(), ann.id.text(), other.id.text(),
                                     team.id.text(), std::string("ANN"), std::string("Team")})
        EXPECT_THAT(refused.error().detail, HasSubstr(named));
    EXPECT_EQ(home.directory().synchronization, model::synchronization::disabled);
    EXPECT_FALSE(home.find(ann.id)) << "nothing is half rolled back";
    EXPECT_THAT(home.broken_laws(), IsEmpty());

    home.administrator(directory::delete_user{usurper.id, {}}).value();
    home.administrator(directory::delete_group{other.id, {}}).value();
    EXPECT_TRUE(home.enable());
    EXPECT_TRUE(home.find(ann.id));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(rollback, IsNotNeededWhenNothingWasEdited) {
    const auto before = home.find(ann.id);
    home.enable().value();
    const auto status_again = home.enable();

    EXPECT_FALSE(status_again->changed);
    EXPECT_EQ(home.find(ann.id)->user.version, before->user.version);
    EXPECT_EQ(home.find(ann.id)->user.modified, before->user.modified);
}

TEST_F(rollback, PutsGroupsBackIntoGroupsThatWereDeletedByHand) {
    home.enable().value();
    const model::group inner = home.push_group(group_named("inner"));
    const model::group outer = home.push_group(group_named("outer", {inner.id.text()}));
    home.disable().value();

    home.administrator(directory::delete_group{inner.id, {}}).value();
    EXPECT_THAT(home.members(outer.id), IsEmpty());
    EXPECT_THAT(home.broken_laws(), IsEmpty());
    home.administrator(directory::delete_group{outer.id, {}}).value();
    home.enable().value();

    EXPECT_THAT(home.members(outer.id), ElementsAre(inner.id.text()));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(rollback, LetsAGroupThatHoldsOnlyGroupsBeDeletedByHand) {
    home.enable().value();
    const model::group inner = home.push_group(group_named("inner"));
    const model::group outer = home.push_group(group_named("outer", {inner.id.text()}));
    home.disable().value();

    home.administrator(directory::delete_group{outer.id, {}}).value();
    home.enable().value();

    EXPECT_THAT(home.members(outer.id), ElementsAre(inner.id.text()));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

}  // namespace
}  // namespace scimd::tests
