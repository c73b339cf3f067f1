// The setting cloudssoLimits: what a push may carry, on and off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;
using testing::HasSubstr;

std::string many(std::size_t count) {
    return std::string(count, 'a');
}
std::string named(const std::string& more) {
    return R"(,"name":{)" + more + "}";
}
std::string mailed(const std::string& address) {
    return R"(,"emails":[{"value":")" + address + R"("}])";
}

struct cloudsso_limits : testing::Test {
    house home = house().enabled();

    void set(const std::string& value) {
        home.administrator(directory::change_settings{{{"cloudssoLimits", value}}}).value();
    }
    model::result<directory::receipt> push(scim::document document) {
        return home.idp(directory::create_user{home.fresh_user(), std::move(document), {}, {}});
    }
    model::result<directory::receipt> push_group(const std::string& name) {
        return home.idp(directory::create_group{home.fresh_group(), group_named(name), {}});
    }
    model::result<directory::receipt> patch(const model::user& who, const std::string& operation) {
        return home.idp(
            directory::patch_user{who.id, patch_of(operation, schemas().user()), {}, {}, {}});
    }
};

struct pushed {
    const char* attribute;
    scim::document good;
    scim::document bad;
};

std::vector<pushed> pushes() {
    return {
        {"userName", user_named(many(64)), user_named(many(65))},
        {"userName", user_named("a@b.c-d_e"), user_named("a b")},
        {"name.givenName", user_named("g1", named(R"("givenName":")" + many(64) + "\"")),
         user_named("g2", named(R"("givenName":")" + many(65) + "\""))},
        {"name.familyName", user_named("f1", named(R"("familyName":")" + many(64) + "\"")),
         user_named("f2", named(R"("familyName":")" + many(65) + "\""))},
        {"displayName", user_named("d1", R"(,"displayName":")" + many(256) + "\""),
         user_named("d2", R"(,"displayName":")" + many(257) + "\"")},
        {"emails.value", user_named("e1", mailed(many(124) + "@b.c")),
         user_named("e2", mailed(many(125) + "@b.c"))},
    };
}

TEST_F(cloudsso_limits, OffRefuseNothing) {
    for (const pushed& row : pushes()) {
        EXPECT_TRUE(push(row.good)) << row.attribute;
        EXPECT_TRUE(push(row.bad)) << row.attribute;
    }
    EXPECT_TRUE(push_group(many(129)));
    EXPECT_TRUE(push(user_named("m1", mailed("same@b.c"))));
    EXPECT_TRUE(push(user_named("m2", mailed("same@b.c"))));
}

TEST_F(cloudsso_limits, OnHoldAtTheEdgeAndNotOnePast) {
    set("on");
    for (const pushed& row : pushes()) {
        SCOPED_TRACE(row.attribute);
        EXPECT_TRUE(push(row.good));
        const auto refused = push(row.bad);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, errc::invalid_value);
        EXPECT_THAT(refused.error().detail,
                    HasSubstr("\"" + std::string(row.attribute) + "\" has "));
        EXPECT_THAT(refused.error().detail, HasSubstr("cloudssoLimits"));
    }
    EXPECT_TRUE(push_group(many(128)));
    for (const std::string& name : {many(129), std::string("a b"), std::string("a@b")}) {
        const auto refused = push_group(name);
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().code, errc::invalid_value);
        EXPECT_THAT(refused.error().detail, HasSubstr("\"displayName\" has 1 to 128 characters"));
    }
}

TEST_F(cloudsso_limits, AreHeldByEveryWayToPush) {
    const model::user ann = home.push(user_named("ann"));
    const model::group club = home.push_group(group_named("club"));
    home.make(user_named("local"));
    home.make_group(group_named("local"));
    set("on");

    EXPECT_FALSE(home.idp(directory::replace_user{ann.id, user_named("an n"), {}, {}}));
    EXPECT_FALSE(patch(ann, R"({"op":"replace","path":"userName","value":"an n"})"));
    EXPECT_FALSE(push(user_named("local", R"(,"displayName":")" + many(257) + "\"")))
        << "a take-over";
    EXPECT_FALSE(home.idp(directory::replace_group{club.id, group_named("cl ub"), {}}));
    EXPECT_FALSE(home.idp(directory::patch_group{
        club.id,
        patch_of(R"({"op":"replace","path":"displayName","value":"cl ub"})", schemas().group()),
        {},
        {},
        {}}));

    directory::bulk together;
    directory::bulk_step step{directory::create_user{home.fresh_user(), user_named("b ob"), {}, {}},
                              {},
                              "POST /Users",
                              ""};
    together.steps.push_back(step);
    together.batches = {{0}};
    const auto outcomes =
        std::get<directory::bulk_outcomes>(home.idp(std::move(together)).value().left);
    EXPECT_EQ(outcomes[0]->error().code, errc::invalid_value);

    EXPECT_EQ(home.find(ann.id)->user.version, ann.version);
    EXPECT_EQ(home.find(club.id)->version, club.version);
}

TEST_F(cloudsso_limits, DoNotLockWhatWasPushedBefore) {
    const model::user ann = home.push(user_named("ann with blanks", mailed("same@b.c")));
    home.push(user_named("bob", mailed("same@b.c")));
    const model::group club = home.push_group(group_named("club with blanks"));
    set("on");

    EXPECT_TRUE(patch(ann, R"({"op":"replace","path":"title","value":"x"})"));
    EXPECT_TRUE(home.idp(directory::replace_user{
        ann.id, user_named("ann with blanks", mailed("same@b.c") + R"(,"title":"y")"), {}, {}}));
    EXPECT_TRUE(home.idp(
        directory::replace_group{club.id, group_named("club with blanks", {ann.id.text()}), {}}));
    EXPECT_FALSE(patch(ann, R"({"op":"replace","path":"userName","value":"ann with more"})"));
    EXPECT_TRUE(patch(ann, R"({"op":"replace","path":"userName","value":"ann"})"));
}

TEST_F(cloudsso_limits, OnKeepTheEmailThatIsShownUnique) {
    set("on");
    ASSERT_TRUE(push(user_named("ann", mailed("Ann@b.c"))));
    const model::user bob = home.push(user_named("bob", mailed("bob@b.c")));

    const auto refused = push(user_named("cyd", mailed("ann@B.C")));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::email_taken);
    EXPECT_EQ(patch(bob, R"({"op":"replace","path":"emails","value":[{"value":"ann@b.c"}]})")
                  .error()
                  .code,
              errc::email_taken);
    EXPECT_TRUE(push(user_named("dan", R"(,"emails":[{"value":"ann@b.c","type":"home"},)"
                                       R"({"value":"dan@b.c","primary":true}])")))
        << "what CloudSSO does not show is nobody's business";
    EXPECT_TRUE(patch(
        bob, R"({"op":"replace","path":"emails[value eq \"bob@b.c\"].type","value":"work"})"));
}

TEST_F(cloudsso_limits, AreNotForAdministrators) {
    set("on");
    EXPECT_TRUE(home.administrator(
        directory::create_user{home.fresh_user(), user_named("what the border let in"), {}, {}}));
}

}  // namespace
}  // namespace scimd::tests
