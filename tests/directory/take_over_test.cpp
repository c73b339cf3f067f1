// A manual entity meets a push (synchronization.md, "A manual entity meets a push of the same name"
// and "Settled corners").
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::provision;
using testing::ElementsAre;
using testing::IsEmpty;

struct taken_over : testing::Test {
    house home = house().enabled();
    model::user ann = house::user_in(home.administrator(directory::create_user{
        home.fresh_user(), user_named("ann", R"(,"displayName":"Local","active":false)"),
        "her description", "digest"}));
};

TEST_F(taken_over, ByAPostOfItsNameInAnyCase) {
    const model::group club = home.make_group(group_named("club"));
    home.join(club, ann).value();

    const model::user pushed = home.push(user_named("ANN", R"(,"title":"Pushed")"));

    EXPECT_EQ(pushed.id, ann.id);
    EXPECT_EQ(pushed.provision, provision::synchronized);
    EXPECT_EQ(scim::text_of(scim::document_from_text(pushed.document), "userName"), "ANN")
        << "the pushed spelling";
    EXPECT_EQ(pushed.document.find("Local"), std::string::npos)
        << "the attributes are what the identity provider sent";
    EXPECT_EQ(pushed.description, "her description");
    EXPECT_FALSE(pushed.active) << "absent, it keeps its value";
    EXPECT_THAT(home.members(club.id), ElementsAre(ann.id.text()));
    EXPECT_EQ(home.directory().users, 1);
}

TEST_F(taken_over, ByPutAndByPatchOfItsId) {
    EXPECT_EQ(house::user_in(home.idp(directory::replace_user{ann.id, user_named("ann"), {}, {}}))
                  .provision,
              provision::synchronized);

    const model::user bob = home.make(user_named("bob"));
    const auto nothing = home.idp(directory::patch_user{
        bob.id,
        patch_of(R"({"op":"replace","path":"userName","value":"bob"})", schemas().user()),
        {},
        {},
        {}});
    EXPECT_FALSE(nothing->changed);
    EXPECT_EQ(home.find(bob.id)->user.provision, provision::manual)
        << "a PATCH that changes nothing takes nothing over";
    home.idp(directory::patch_user{
                 bob.id,
                 patch_of(R"({"op":"add","path":"title","value":"x"})", schemas().user()),
                 {},
                 {},
                 {}})
        .value();
    EXPECT_EQ(home.find(bob.id)->user.provision, provision::synchronized);
}

TEST_F(taken_over, ByAPutThatChangesNothing) {
    const auto same = home.idp(
        directory::replace_user{ann.id, user_named("ann", R"(,"displayName":"Local")"), {}, {}});
    EXPECT_TRUE(same->changed);
    EXPECT_EQ(home.find(ann.id)->user.provision, provision::synchronized);
}

TEST_F(taken_over, OrRemovedByADelete) {
    ASSERT_TRUE(home.idp(directory::delete_user{ann.id, {}}));
    EXPECT_FALSE(home.find(ann.id));
}

TEST_F(taken_over, AsAGroupWithTheMembersThatWerePushed) {
    const model::group club = home.make_group(group_named("club"));
    home.join(club, ann).value();

    const model::group pushed = home.push_group(group_named("Club"));

    EXPECT_EQ(pushed.id, club.id);
    EXPECT_EQ(pushed.provision, provision::synchronized);
    EXPECT_THAT(home.members(club.id), IsEmpty()) << "the identity provider said none";
    EXPECT_EQ(pushed.members, 0);
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(taken_over, AsTheManualOneOfTheGroupsThatShareAName) {
    home.administrator(directory::change_settings{{{"groupNames", "free"}}}).value();
    const model::group first = home.push_group(group_named("club"));
    const model::group manual = home.make_group(group_named("club"));

    const model::group pushed = home.push_group(group_named("Club"));
    const model::group another = home.push_group(group_named("club"));

    EXPECT_EQ(pushed.id, manual.id) << "although a synchronized one is older";
    EXPECT_NE(another.id, first.id) << "names are free: a synchronized one stays as it is";
    EXPECT_EQ(home.directory().groups, 3);
}

TEST_F(taken_over, NotWhileDisabled) {
    home.disable().value();
    EXPECT_EQ(
        home.idp(directory::create_user{home.fresh_user(), user_named("ann"), {}, {}}).error().code,
        model::errc::synchronization_disabled);
    EXPECT_EQ(home.find(ann.id)->user.provision, provision::manual);
}

}  // namespace
}  // namespace scimd::tests
