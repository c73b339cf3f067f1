// What a preview says of every kind of drift, alone and together, and of what stands in the way.
#include "directory/preview.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using directory::previewed_entity;
using directory::rollback_preview;
using testing::ElementsAre;
using testing::IsEmpty;

std::string text(const std::optional<boost::json::value>& value) {
    return value ? boost::json::serialize(*value) : "-";
}

// "title: local > upstream"
std::vector<std::string> attributes(const previewed_entity& of) {
    std::vector<std::string> lines;
    for (const scim::difference& one : of.attributes)
        lines.push_back(one.name + ": " + text(one.before) + " > " + text(one.after));
    return lines;
}
std::vector<std::string> ids(const directory::moved_members& of) {
    std::vector<std::string> all;
    for (const model::member& one : of.members) all.push_back(one.id);
    return all;
}

struct preview : testing::Test {
    house home = house().enabled();
    model::user ann =
        home.push(user_named("ann", R"(,"displayName":"Ann","title":"T","emails":[{"value":"a@x"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D"})"));
    model::user bob = home.push(user_named("bob"));
    model::user manual = home.make(user_named("manual"));
    model::group team = home.push_group(group_named("team", {ann.id.text(), bob.id.text()}));
    model::group club = home.make_group(group_named("club"));

    void SetUp() override { home.disable().value(); }

    rollback_preview all(directory::preview_query query = {0, 100}) {
        return home.view().preview_rollback(home.where, query).value();
    }
    previewed_entity only() {
        auto found = all();
        EXPECT_EQ(found.entities.size(), 1U);
        return found.entities.empty() ? previewed_entity() : std::move(found.entities[0]);
    }
    void patch(const model::user& who, const std::string& operations,
               std::optional<std::string> description = {}) {
        home
            .administrator(directory::patch_user{
                who.id, patch_of(operations, schemas().user()), std::move(description), {}, {}})
            .value();
    }
    void rename(const model::group& of, const std::string& name) {
        home
            .administrator(directory::patch_group{
                of.id,
                patch_of(R"({"op":"replace","path":"displayName","value":")" + name + "\"}",
                         schemas().group()),
                {},
                {},
                {}})
            .value();
    }
    void remove(const model::user& who) {
        home.administrator(directory::delete_user{who.id, {}}).value();
    }
    void remove(const model::group& of) {
        home.administrator(directory::delete_group{of.id, {}}).value();
    }
};

TEST_F(preview, IsEmptyWhereNothingDiffers) {
    home.rename_locally(ann, "Other").value();
    home.rename_locally(ann, "Ann").value();
    home.leave(team, ann).value();
    home.join(team, ann).value();
    home.join(club, ann).value();
    home.administrator(directory::set_logon{ann.id, false}).value();
    home.rename_locally(manual, "By hand").value();

    const auto nothing = all();
    EXPECT_THAT(nothing.entities, IsEmpty());
    EXPECT_EQ(nothing.counts, model::drift_counts());
    EXPECT_EQ(nothing.directory.synchronization, model::synchronization::disabled);
}

TEST_F(preview, ShowsTheAttributesOfAnEditedUser) {
    patch(ann,
          R"({"op":"replace","path":"displayName","value":"Anna"},{"op":"remove","path":"title"},
             {"op":"add","path":"nickName","value":"N"},
             {"op":"add","path":"emails","value":[{"value":"b@x"}]},
             {"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"E"})",
          "by hand");

    const previewed_entity found = only();
    EXPECT_EQ(found.id, ann.id.text());
    EXPECT_EQ(found.name, "ann");
    EXPECT_EQ(found.local_name, "");
    EXPECT_TRUE(found.edited);
    EXPECT_FALSE(found.deleted);
    EXPECT_THAT(
        attributes(found),
        testing::UnorderedElementsAre(
            R"(displayName: "Anna" > "Ann")", R"(title: - > "T")", R"(nickName: "N" > -)",
            R"(emails: [{"value":"a@x"},{"value":"b@x"}] > [{"value":"a@x"}])",
            R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department: "E" > "D")",
            R"(Description: "by hand" > -)"));
    EXPECT_EQ(all().counts, (model::drift_counts{.users_edited = 1}));
}

TEST_F(preview, ShowsADescriptionAlone) {
    patch(ann, R"({"op":"replace","path":"displayName","value":"Ann"})", "note");
    EXPECT_TRUE(only().edited);
    EXPECT_THAT(attributes(only()), ElementsAre(R"(Description: "note" > -)"));
}

TEST_F(preview, ShowsWhatADeletedUserHasAgain) {
    home.leave(team, bob).value();
    remove(bob);

    const auto found = all();
    ASSERT_EQ(found.entities.size(), 2U);
    EXPECT_EQ(found.entities[0].id, bob.id.text());
    EXPECT_TRUE(found.entities[0].deleted);
    EXPECT_FALSE(found.entities[0].edited);
    EXPECT_THAT(attributes(found.entities[0]), ElementsAre(R"(userName: - > "bob")"));
    EXPECT_EQ(found.entities[1].id, team.id.text());
    EXPECT_FALSE(found.entities[1].edited);
    EXPECT_THAT(attributes(found.entities[1]), IsEmpty());
    ASSERT_THAT(ids(found.entities[1].to_put_back), ElementsAre(bob.id.text()));
    EXPECT_EQ(found.entities[1].to_put_back.members[0].display, "bob");
    EXPECT_EQ(found.counts, (model::drift_counts{.users_deleted = 1,
                                                 .groups_with_members = 1,
                                                 .groups_with_members_only = 1,
                                                 .members_removed = 1}));
    EXPECT_EQ(found.counts.entities(), 2);
}

TEST_F(preview, ShowsAGroupThatWasRenamedAndHasOtherMembersOnce) {
    rename(team, "crew");
    home.leave(team, ann).value();
    home.join(team, manual).value();

    const previewed_entity found = only();
    EXPECT_EQ(found.type, directory::entity_type::group);
    EXPECT_EQ(found.name, "team");
    EXPECT_EQ(found.local_name, "crew");
    EXPECT_THAT(attributes(found), ElementsAre(R"(displayName: "crew" > "team")"));
    EXPECT_THAT(ids(found.to_remove), ElementsAre(manual.id.text()));
    EXPECT_THAT(ids(found.to_put_back), ElementsAre(ann.id.text()));
    EXPECT_EQ(all().counts, (model::drift_counts{.groups_edited = 1,
                                                 .groups_with_members = 1,
                                                 .members_added = 1,
                                                 .members_removed = 1}));
}

TEST_F(preview, ShowsADeletedGroupWithItsMembers) {
    home.leave(team, ann).value();
    home.leave(team, bob).value();
    remove(team);

    const previewed_entity found = only();
    EXPECT_TRUE(found.deleted);
    EXPECT_EQ(found.name, "team");
    EXPECT_EQ(found.local_name, "");
    EXPECT_THAT(attributes(found), ElementsAre(R"(displayName: - > "team")"));
    EXPECT_THAT(ids(found.to_put_back), ElementsAre(ann.id.text(), bob.id.text()));
    EXPECT_EQ(found.to_put_back.count, 2);
}

TEST_F(preview, LeavesOutMembersWhoAreGoneForGood) {
    home.enable().value();
    const model::group mixed = home.push_group(group_named("mixed", {manual.id.text()}));
    home.disable().value();
    home.leave(mixed, manual).value();
    remove(manual);
    EXPECT_THAT(all().entities, IsEmpty());
}

TEST_F(preview, ShowsGroupsAndStrangersAsMembers) {
    home.administrator(directory::change_settings{{{"unknownMembers", "keep"}}}).value();
    home.enable().value();
    const model::group inner = home.push_group(group_named("inner"));
    const model::group outer =
        home.push_group(group_named("outer", {inner.id.text(), "nobody here"}));
    home.disable().value();
    remove(inner);
    remove(outer);

    const auto found = all();
    ASSERT_EQ(found.entities.size(), 2U);
    const directory::moved_members& back = found.entities[1].to_put_back;
    ASSERT_THAT(ids(back), ElementsAre(inner.id.text(), "nobody here"));
    EXPECT_EQ(back.members[0].kind, model::member_kind::group);
    EXPECT_EQ(back.members[0].display, "inner");
    EXPECT_EQ(back.members[1].kind, model::member_kind::stranger);

    home.enable().value();
    EXPECT_THAT(home.members(outer.id), ElementsAre(inner.id.text(), "nobody here"));
}

TEST_F(preview, NamesSoManyMembersAndCountsTheRest) {
    home.administrator(directory::change_settings{{{"unknownMembers", "keep"}}}).value();
    home.enable().value();
    std::vector<std::string> many;
    for (std::int64_t i = 0; i <= directory::previewed_members_max; ++i)
        many.push_back("stranger " + std::to_string(i));
    const model::group crowd = home.push_group(group_named("crowd", many));
    home.disable().value();
    remove(crowd);

    const previewed_entity found = only();
    EXPECT_EQ(found.to_put_back.count, directory::previewed_members_max + 1);
    EXPECT_EQ(std::ssize(found.to_put_back.members), directory::previewed_members_max);
}

TEST_F(preview, ShowsNothingWhileEnabled) {
    home.rename_locally(ann, "Other").value();
    EXPECT_EQ(home.view().count_drift(home.where)->counts.users(), 1);
    home.enable().value();

    const auto found = all();
    EXPECT_EQ(found.directory.synchronization, model::synchronization::enabled);
    EXPECT_THAT(found.entities, IsEmpty());
    EXPECT_EQ(found.counts, model::drift_counts());
    EXPECT_EQ(home.view().count_drift(home.where)->counts, model::drift_counts());
}

TEST_F(preview, KnowsOnlyDirectoriesThatAreThere) {
    const auto nowhere = *model::directory_id::from_text("d-000000000abc");
    EXPECT_EQ(home.view().preview_rollback(nowhere, {}).error().code,
              model::errc::directory_not_found);
    EXPECT_EQ(home.view().count_drift(nowhere).error().code, model::errc::directory_not_found);
}

// Conflicts: what holds a name is shown within what needs it.

TEST_F(preview, ShowsWhoHoldsTheNameOfADeletedUser) {
    home.leave(team, ann).value();
    remove(ann);
    const model::user usurper = home.make(user_named("ANN"));

    const auto found = all();
    ASSERT_EQ(found.entities.size(), 2U) << "the manual user is no entity of its own";
    ASSERT_EQ(found.entities[0].conflicts.size(), 1U);
    EXPECT_EQ(found.entities[0].conflicts[0].id, usurper.id.text());
    EXPECT_EQ(found.entities[0].conflicts[0].name, "ANN");
    EXPECT_EQ(found.entities[0].conflicts[0].attribute, "");
    EXPECT_EQ(found.entities[0].conflicts[0].provision, model::provision::manual);
    EXPECT_EQ(found.conflicts, 1);
}

TEST_F(preview, ShowsWhoHoldsTheNameOfARenamedGroupWhereNamesAreUnique) {
    rename(team, "crew");
    const model::group usurper = home.make_group(group_named("TEAM"));
    ASSERT_EQ(only().conflicts.size(), 1U);
    EXPECT_EQ(only().conflicts[0].id, usurper.id.text());
    EXPECT_EQ(only().conflicts[0].type, directory::entity_type::group);
    EXPECT_EQ(only().conflicts[0].name, "TEAM");

    home.administrator(directory::change_settings{{{"groupNames", "free"}}}).value();
    EXPECT_THAT(only().conflicts, IsEmpty());
    EXPECT_EQ(all().conflicts, 0);
    EXPECT_TRUE(home.enable());
}

TEST_F(preview, HasNoConflictOfGroupsThatSwappedTheirNames) {
    home.enable().value();
    const model::group crew = home.push_group(group_named("crew"));
    home.disable().value();
    rename(team, "aside");
    rename(crew, "team");
    rename(team, "crew");

    const auto found = all();
    ASSERT_EQ(found.entities.size(), 2U);
    EXPECT_EQ(found.entities[0].name, "team");
    EXPECT_EQ(found.entities[0].local_name, "crew");
    EXPECT_EQ(found.entities[1].name, "crew");
    EXPECT_EQ(found.conflicts, 0);
    EXPECT_TRUE(home.enable());
}

TEST_F(preview, CountsTheConflictsOfAllPages) {
    for (const model::user& one : {ann, bob}) {
        home.leave(team, one).value();
        remove(one);
        home.make(user_named(one.id == ann.id ? "ann" : "bob"));
    }
    const auto first = all({0, 1});
    ASSERT_EQ(first.entities.size(), 1U);
    EXPECT_EQ(first.entities[0].conflicts.size(), 1U);
    EXPECT_EQ(first.conflicts, 2);
    const auto second = all({first.next, 1});
    EXPECT_EQ(second.entities.at(0).id, bob.id.text());
    EXPECT_EQ(second.entities.at(0).conflicts.size(), 1U);
    EXPECT_EQ(second.conflicts, 2);
}

TEST_F(preview, IsTheSamePageByPage) {
    rename(team, "crew");
    home.leave(team, ann).value();
    home.leave(team, bob).value();
    remove(bob);
    home.rename_locally(ann, "Other").value();
    home.enable().value();
    std::vector<model::group> groups;
    for (int i = 0; i < 5; ++i)
        groups.push_back(home.push_group(group_named("g" + std::to_string(i), {ann.id.text()})));
    home.disable().value();
    home.rename_locally(bob, "Other").value();
    for (const model::group& one : groups) home.leave(one, ann).value();
    rename(groups[2], "other");
    remove(groups[3]);
    home.rename_locally(ann, "Other").value();

    const auto whole = all();
    ASSERT_EQ(whole.entities.size(), 7U);
    EXPECT_EQ(whole.next, 0);
    for (const std::int64_t size : {1, 2, 3, 6, 7}) {
        SCOPED_TRACE(size);
        std::vector<std::string> seen;
        std::int64_t after = 0;
        do {
            const auto page = all({after, size});
            EXPECT_EQ(page.counts, whole.counts);
            EXPECT_LE(std::ssize(page.entities), size);
            for (const previewed_entity& one : page.entities) {
                const previewed_entity& expected = whole.entities.at(seen.size());
                EXPECT_EQ(attributes(one), attributes(expected));
                EXPECT_EQ(ids(one.to_put_back), ids(expected.to_put_back));
                seen.push_back(one.id);
            }
            after = page.next;
        } while (after != 0);
        std::vector<std::string> expected;
        for (const previewed_entity& one : whole.entities) expected.push_back(one.id);
        EXPECT_EQ(seen, expected);
    }
}

}  // namespace
}  // namespace scimd::tests
