// Many changes in one edit (RFC 7644 §3.7): each has a fate of its own, and what refers to what is
// made in the same request finds it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using directory::bulk;
using directory::bulk_change;
using model::errc;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// Steps in the order of the request, each a batch of its own unless told otherwise.
bulk steps(std::vector<std::pair<bulk_change, std::vector<std::size_t>>> all) {
    bulk made;
    for (auto& [what, needs] : all) {
        made.batches.push_back({made.steps.size()});
        made.steps.push_back({std::move(what), std::move(needs)});
    }
    return made;
}

directory::create_user user(const model::user_id& id, const std::string& name,
                            const std::string& manager = "") {
    const std::string more =
        manager.empty()
            ? ""
            : R"(,"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":")" +
                  manager + "\"}}";
    return {id, user_named(name, more), {}, {}};
}

directory::create_group group(const model::group_id& id, const std::string& name,
                              const std::vector<std::string>& members) {
    return {id, group_named(name, members), {}};
}

// "made" for a success, the refusal's code otherwise, -1 for what was not reached.
std::vector<int> fates(const model::result<directory::receipt>& outcome) {
    std::vector<int> all;
    for (const auto& one : std::get<directory::bulk_outcomes>(outcome.value().left))
        all.push_back(!one ? -1 : *one ? 1000 : static_cast<int>(one->error().code));
    return all;
}
constexpr int made = 1000;
constexpr int not_reached = -1;
constexpr int unresolved = static_cast<int>(errc::unresolved_reference);
constexpr int taken = static_cast<int>(errc::user_name_taken);

std::string manager_of(const directory::listed_user& who) {
    const auto document = scim::document_from_text(who.user.document);
    const auto& enterprise =
        document.attributes.at("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
    return std::string(enterprise.at("manager").at("value").as_string());
}

TEST(BulkEdit, IsOneTransactionOfManyFates) {
    auto home = house().enabled();
    home.push(user_named("ann"));
    const auto bob = home.fresh_user();

    const auto outcome = home.idp(steps({{user(bob, "bob"), {}},
                                         {user(home.fresh_user(), "ANN"), {}},
                                         {group(home.fresh_group(), "Team", {bob.text()}), {0}}}));

    EXPECT_THAT(fates(outcome), ElementsAre(made, taken, made));
    EXPECT_EQ(home.directory().users, 2);
    EXPECT_EQ(home.find(bob)->groups.size(), 1U);
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST(BulkEdit, IsRefusedWholeWhilePushesAre) {
    house home;

    const auto outcome = home.idp(steps({{user(home.fresh_user(), "ann"), {}}}));

    EXPECT_EQ(outcome.error().code, errc::synchronization_disabled);
    EXPECT_EQ(home.directory().users, 0);
}

TEST(BulkEdit, EndsAfterAsManyErrorsAsAreAllowed) {
    auto home = house().enabled();
    home.push(user_named("ann"));
    bulk what = steps({{user(home.fresh_user(), "ann"), {}},
                       {user(home.fresh_user(), "bob"), {}},
                       {user(home.fresh_user(), "ann"), {}},
                       {user(home.fresh_user(), "cid"), {}}});
    what.fail_on_errors = 2;

    EXPECT_THAT(fates(home.idp(std::move(what))), ElementsAre(taken, made, taken, not_reached));
    EXPECT_EQ(home.directory().users, 2) << "what was done before stays done";
}

TEST(BulkEdit, FailsWhatRefersToWhatFailed) {
    auto home = house().enabled();
    home.push(user_named("ann"));
    const auto ann = home.fresh_user();

    const auto outcome = home.idp(steps({{user(ann, "ann"), {}},
                                         {user(home.fresh_user(), "bob", ann.text()), {0}},
                                         {group(home.fresh_group(), "Team", {ann.text()}), {0}}}));

    EXPECT_THAT(fates(outcome), ElementsAre(taken, unresolved, unresolved));
    EXPECT_EQ(home.directory().users, 1);
    EXPECT_EQ(home.directory().groups, 0);
}

TEST(BulkEdit, FollowsATakeOver) {
    auto home = house().enabled();
    const auto manual = home.make(user_named("ann"));
    const auto planned = home.fresh_user();
    const auto bob = home.fresh_user();
    const auto team = home.fresh_group();

    const auto outcome = home.idp(
        steps({{user(planned, "ann"), {}},
               {user(bob, "bob", planned.text()), {0}},
               {group(team, "Team", {planned.text()}), {0}},
               {directory::patch_user{
                    planned,
                    patch_of(R"({"op":"add","path":"title","value":"Dr"})", schemas().user()),
                    {},
                    {},
                    {}},
                {0}}}));

    EXPECT_THAT(fates(outcome), ElementsAre(made, made, made, made));
    EXPECT_EQ(manager_of(*home.find(bob)), manual.id.text());
    EXPECT_THAT(home.members(team), ElementsAre(manual.id.text()));
    EXPECT_THAT(home.find(manual.id)->user.document, testing::HasSubstr("Dr"));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST(BulkEdit, MakesUsersWhoManageOneAnother) {
    auto home = house().enabled();
    const auto ann = home.fresh_user();
    const auto bob = home.fresh_user();
    bulk what = steps({{user(ann, "ann", bob.text()), {1}}, {user(bob, "bob", ann.text()), {0}}});
    what.batches = {{0, 1}};

    EXPECT_THAT(fates(home.idp(std::move(what))), ElementsAre(made, made));
    EXPECT_EQ(manager_of(*home.find(ann)), bob.text());
    EXPECT_EQ(manager_of(*home.find(bob)), ann.text());
}

TEST(BulkEdit, FollowsATakeOverInACircle) {
    auto home = house().enabled();
    const auto manual = home.make(user_named("bob"));
    const auto ann = home.fresh_user();
    const auto planned = home.fresh_user();
    bulk what =
        steps({{user(ann, "ann", planned.text()), {1}}, {user(planned, "bob", ann.text()), {0}}});
    what.batches = {{0, 1}};

    EXPECT_THAT(fates(home.idp(std::move(what))), ElementsAre(made, made));
    EXPECT_EQ(manager_of(*home.find(ann)), manual.id.text());
    EXPECT_EQ(home.directory().users, 2);
    EXPECT_EQ(home.find(ann)->user.version, 1) << "made once";
}

TEST(BulkEdit, TurnsTheManagerOfOneselfToWhoWasTakenOver) {
    auto home = house().enabled();
    const auto manual = home.make(user_named("ann"));
    const auto planned = home.fresh_user();

    EXPECT_THAT(fates(home.idp(steps({{user(planned, "ann", planned.text()), {0}}}))),
                ElementsAre(made));
    EXPECT_EQ(manager_of(*home.find(manual.id)), manual.id.text());
}

TEST(BulkEdit, UndoesACircleOfWhichOneFails) {
    auto home = house().enabled();
    home.push(user_named("bob"));
    const auto ann = home.fresh_user();
    const auto bob = home.fresh_user();
    bulk what = steps({{user(ann, "ann", bob.text()), {1}}, {user(bob, "bob", ann.text()), {0}}});
    what.batches = {{0, 1}};

    EXPECT_THAT(fates(home.idp(std::move(what))), ElementsAre(unresolved, taken));
    EXPECT_EQ(home.directory().users, 1);
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

TEST(BulkEdit, DoesNotLetGroupsContainOneAnother) {
    auto home = house().enabled();
    const auto one = home.fresh_group();
    const auto other = home.fresh_group();
    bulk what =
        steps({{group(one, "A", {other.text()}), {1}}, {group(other, "B", {one.text()}), {0}}});
    what.batches = {{0, 1}};

    EXPECT_THAT(fates(home.idp(std::move(what))), ElementsAre(unresolved, unresolved));
    EXPECT_EQ(home.directory().groups, 0);
}

TEST(BulkEdit, FollowsATakeOverInFiltersToo) {
    auto home = house().enabled();
    const auto manual = home.make(user_named("ann"));
    const auto team = home.push_group(group_named("Team", {manual.id.text()}));
    const auto planned = home.fresh_user();
    scim::patch patch = patch_of(R"({"op":"remove","path":"members[value eq \")" + planned.text() +
                                     R"(\" and type eq \"User\"]"})",
                                 schemas().group());
    auto members = *scim::take_member_steps(patch, schemas().group());

    const auto outcome = home.idp(steps(
        {{user(planned, "ann"), {}},
         {directory::patch_group{team.id, std::move(patch), std::move(members), {}, {}}, {0}}}));

    EXPECT_THAT(fates(outcome), ElementsAre(made, made));
    EXPECT_THAT(home.members(team.id), IsEmpty());
}

// As much as one PATCH may look at, and no more, however many there are.
TEST(BulkEdit, MayCostNoMoreThanOnePatch) {
    auto home = house().enabled();
    std::string emails;
    for (std::size_t i = 0; i < scim::values_max; ++i)
        emails += (i == 0 ? "" : ",") + std::string(R"({"value":"a)") + std::to_string(i) + "\"}";
    const auto ann = home.push(user_named("ann", R"(,"emails":[)" + emails + "]"));
    std::string terms = R"(value eq \"a0\")";
    for (int i = 1; i < 150; ++i) terms += R"( or value eq \"a0\")";
    std::vector<std::pair<bulk_change, std::vector<std::size_t>>> all;
    for (int i = 0; i < 8; ++i)
        all.push_back(
            {directory::patch_user{ann.id,
                                   patch_of(R"({"op":"replace","path":"emails[)" + terms +
                                                R"(].type","value":"t)" + std::to_string(i) + "\"}",
                                            schemas().user()),
                                   {},
                                   {},
                                   {}},
             {}});

    const auto outcome = fates(home.idp(steps(std::move(all))));

    EXPECT_EQ(outcome.front(), made);
    EXPECT_EQ(outcome.back(), static_cast<int>(errc::too_large));
}

TEST(BulkEdit, TellsTheFaultsThatWereKnownBefore) {
    auto home = house().enabled();
    bulk what;
    what.steps.push_back({model::refusal(errc::invalid_value, "no userName"), {}});
    what.steps.push_back({bulk_change(user(home.fresh_user(), "ann")), {}});
    what.batches = {{0}, {1}};

    EXPECT_THAT(fates(home.idp(std::move(what))),
                ElementsAre(static_cast<int>(errc::invalid_value), made));
}

}  // namespace
}  // namespace scimd::tests
