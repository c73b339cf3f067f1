#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "directory/member_changes.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;
using testing::ElementsAre;
using testing::IsEmpty;

// The members' part of a PATCH goes beside the rest, as the endpoint sends it.
directory::patch_group patching(const model::group& of, const std::string& operations) {
    scim::patch patch = patch_of(operations, schemas().group());
    auto steps = scim::take_member_steps(patch, schemas().group());
    return {of.id, std::move(patch), std::move(*steps), {}, {}};
}

struct team : testing::Test {
    house home = house().enabled();
    model::user ann = home.push(user_named("ann"));
    model::user bob = home.push(user_named("bob"));
    model::group group = home.push_group(group_named("team", {ann.id.text()}));

    std::string value(const model::user& who) { return R"({"value":")" + who.id.text() + "\"}"; }
};

TEST_F(team, AddsAndRemovesMembersInTheOrderOfTheOperations) {
    const auto swapped = home.idp(patching(group, R"({"op":"remove","path":"members[value eq \")" +
                                                      ann.id.text() + R"(\"]"},
                                                     {"op":"add","path":"members","value":[)" +
                                                      value(bob) + "]}"));
    ASSERT_TRUE(swapped);
    EXPECT_THAT(home.members(group.id), ElementsAre(bob.id.text()));
    EXPECT_EQ(house::group_in(swapped).version, group.version + 1);
    EXPECT_EQ(house::group_in(swapped).members, 1);
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(team, ChangesNothingWhenAMemberIsAddedAgainOrAStrangerRemoved) {
    const auto again =
        home.idp(patching(group, R"({"op":"add","path":"members","value":[)" + value(ann) + "]}"));
    const auto stranger = home.idp(patching(
        group, R"({"op":"remove","path":"members[value eq \")" + bob.id.text() + R"(\"]"})"));
    const auto there_and_back = home.idp(patching(group, R"({"op":"remove","path":"members"},
                                                            {"op":"add","path":"members","value":[)" +
                                                             value(ann) + "]}"));

    EXPECT_FALSE(again->changed);
    EXPECT_FALSE(stranger->changed);
    EXPECT_FALSE(there_and_back->changed);
    EXPECT_EQ(home.find(group.id)->version, group.version);
}

TEST_F(team, IsReplacedAndEmptied) {
    home.idp(patching(group, R"({"op":"replace","path":"members","value":[)" + value(bob) + "]}"))
        .value();
    EXPECT_THAT(home.members(group.id), ElementsAre(bob.id.text()));

    home.idp(patching(group, R"({"op":"replace","path":"members","value":[]})")).value();
    EXPECT_THAT(home.members(group.id), IsEmpty());
    EXPECT_EQ(home.find(group.id)->members, 0);
}

TEST_F(team, RemovesMembersByAnyFilterOverThem) {
    const model::group inner = home.push_group(group_named("inner"));
    home.idp(patching(group, R"({"op":"add","path":"members","value":[{"value":")" +
                                 inner.id.text() + "\"}]}"))
        .value();

    home.idp(patching(group, R"({"op":"remove","path":"members[type eq \"User\"]"})")).value();

    EXPECT_THAT(home.members(group.id), ElementsAre(inner.id.text()));
}

TEST_F(team, RefusesFiltersThatLookAtTooMuchForOneRequest) {
    std::string terms = R"(type eq \"None\")";
    for (int i = 1; i < 190; ++i) terms += R"( or type eq \"None\")";
    std::string operations;
    for (int i = 0; i < 1000; ++i)
        operations += (i == 0 ? "" : ",") + std::string(R"({"op":"remove","path":"members[)") +
                      terms + "]\"}";
    std::vector<std::string> many;
    for (int i = 0; i < 10; ++i)
        many.push_back(home.push(user_named("u" + std::to_string(i))).id.text());
    const model::group crowd = home.push_group(group_named("crowd", many));

    EXPECT_EQ(home.idp(patching(crowd, operations)).error().code, errc::too_large);
    EXPECT_EQ(home.members(crowd.id).size(), 10U);
}

TEST_F(team, RefusesToBeEmptiedAndFilledOverAndOverInOneRequest) {
    std::vector<std::string> many;
    for (int i = 0; i < 1100; ++i)
        many.push_back(home.push(user_named("u" + std::to_string(i))).id.text());
    const model::group crowd = home.push_group(group_named("crowd", many));
    std::string operations;
    for (int i = 0; i < 1000; ++i)
        operations += (i == 0 ? "" : ",") + std::string(R"({"op":"remove","path":"members"})");

    EXPECT_EQ(home.idp(patching(crowd, operations)).error().code, errc::too_large);
    EXPECT_EQ(home.members(crowd.id).size(), 1100U);
}

TEST_F(team, RefusesUnknownMembersWholeAndSaysWhich) {
    const auto refused = home.idp(patching(group, R"({"op":"replace","path":"members","value":[)" +
                                                      value(bob) + R"(,{"value":"nobody"}]})"));

    EXPECT_EQ(refused.error().code, errc::invalid_value);
    EXPECT_NE(refused.error().detail.find("nobody"), std::string::npos);
    EXPECT_THAT(home.members(group.id), ElementsAre(ann.id.text())) << "nothing changed";
}

TEST_F(team, SkipsUnknownMembersWhereTheSettingSaysSo) {
    home.administrator(directory::change_settings{{{"unknownMembers", "ignore"}}}).value();

    home.idp(patching(group, R"({"op":"replace","path":"members","value":[)" + value(bob) +
                                 R"(,{"value":"nobody"}]})"))
        .value();

    EXPECT_THAT(home.members(group.id), ElementsAre(bob.id.text()));
}

TEST_F(team, KeepsStrangersAsMembersWhereTheSettingSaysSo) {
    home.administrator(directory::change_settings{{{"unknownMembers", "keep"}}}).value();

    home.idp(patching(group, R"({"op":"add","path":"members","value":[)" + value(bob) +
                                 R"(,{"value":"nobody"},{"value":"nobody"},{"value":"somebody"}]},)"
                                 R"({"op":"remove","path":"members[value eq \"somebody\"]"})"))
        .value();
    const model::group other = home.push_group(group_named("other", {"nobody"}));

    EXPECT_THAT(home.members(group.id), ElementsAre(ann.id.text(), bob.id.text(), "nobody"));
    EXPECT_EQ(home.find(group.id)->members, 3);
    EXPECT_THAT(home.members(other.id), ElementsAre("nobody"));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(team, LetsStrangersGoLikeAnybodyElse) {
    home.administrator(directory::change_settings{{{"unknownMembers", "keep"}}}).value();
    const model::group other = home.push_group(group_named("other", {"nobody", "somebody"}));
    home.idp(patching(group, R"({"op":"add","path":"members","value":[{"value":"nobody"}]})"))
        .value();

    home.idp(patching(group, R"({"op":"remove","path":"members","value":[{"value":"nobody"}]})"))
        .value();
    home.idp(directory::delete_group{other.id, {}}).value();

    EXPECT_THAT(home.members(group.id), ElementsAre(ann.id.text()));
    EXPECT_THAT(home.broken_laws(), IsEmpty()) << "nothing is kept of them";
}

TEST_F(team, ComesBackWithItsStrangers) {
    home.administrator(directory::change_settings{{{"unknownMembers", "keep"}}}).value();
    const model::group other = home.push_group(group_named("other", {"nobody"}));
    home.disable().value();
    home.administrator(directory::delete_group{other.id, {}}).value();
    EXPECT_THAT(home.broken_laws(), IsEmpty());

    home.enable().value();

    EXPECT_THAT(home.members(other.id), ElementsAre("nobody"));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(team, DoesNotKeepAStrangerWithAnEndlessId) {
    home.administrator(directory::change_settings{{{"unknownMembers", "keep"}}}).value();
    const auto adding = [this](std::size_t bytes) {
        return home.idp(patching(group, R"({"op":"add","path":"members","value":[{"value":")" +
                                            std::string(bytes, 'x') + "\"}]}"));
    };

    EXPECT_TRUE(adding(directory::stranger_bytes_max));
    EXPECT_EQ(adding(directory::stranger_bytes_max + 1).error().code, errc::invalid_value);
}

TEST_F(team, LetsGoOfMembersOfTheSameRequestByAnyFilter) {
    home.idp(patching(group, R"({"op":"add","path":"members","value":[)" + value(bob) +
                                 R"(]},)"
                                 R"({"op":"remove","path":"members[type eq \"User\"]"})"))
        .value();

    EXPECT_THAT(home.members(group.id), IsEmpty());
}

TEST_F(team, DoesNotContainItselfByAnyWayRound) {
    const model::group outer = home.push_group(group_named("outer", {group.id.text()}));

    const auto direct = home.idp(patching(
        group, R"({"op":"add","path":"members","value":[{"value":")" + group.id.text() + "\"}]}"));
    const auto around = home.idp(patching(
        group, R"({"op":"add","path":"members","value":[{"value":")" + outer.id.text() + "\"}]}"));

    EXPECT_EQ(direct.error().code, errc::invalid_value);
    EXPECT_EQ(around.error().code, errc::invalid_value);
}

TEST_F(team, HasANameThatIsUniqueUnlessNamesAreFree) {
    const auto taken =
        home.idp(directory::create_group{home.fresh_group(), group_named("TEAM"), {}});
    EXPECT_EQ(taken.error().code, errc::group_name_taken);

    home.administrator(directory::change_settings{{{"groupNames", "free"}}}).value();
    EXPECT_TRUE(home.idp(directory::create_group{home.fresh_group(), group_named("TEAM"), {}}));
    const auto back = home.administrator(directory::change_settings{{{"groupNames", "unique"}}});
    EXPECT_EQ(back.error().code, errc::group_name_taken);
    EXPECT_THAT(back.error().detail, testing::HasSubstr("team"));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(team, LeavesItsMembersAloneWhenItIsRenamedOrDeleted) {
    home.idp(patching(group, R"({"op":"replace","value":{"displayName":"crew"}})")).value();
    EXPECT_THAT(home.members(group.id), ElementsAre(ann.id.text()));

    home.idp(directory::delete_group{group.id, {}}).value();
    EXPECT_TRUE(home.find(ann.id));
    EXPECT_THAT(home.find(ann.id)->groups, IsEmpty());
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST_F(team, TellsAnAdministratorWhoAddsTwiceOrRemovesAStranger) {
    const model::group manual = home.make_group(group_named("manual"));
    home.join(manual, ann).value();

    EXPECT_EQ(home.join(manual, ann).error().code, errc::already_a_member);
    EXPECT_EQ(home.leave(manual, bob).error().code, errc::not_a_member);
    EXPECT_EQ(home.administrator(directory::delete_group{manual.id, {}}).error().code,
              errc::group_has_members);
    EXPECT_EQ(home.join(group, bob).error().code, errc::locked_group);
}

}  // namespace
}  // namespace scimd::tests
