// What the versions a client names allow (RFC 7644 §3.14).
#include <gtest/gtest.h>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;

const std::string new_title = R"({"op":"replace","path":"title","value":"Dr"})";

directory::preconditions match(std::vector<std::int64_t> versions) {
    return {true, std::move(versions), {}, false};
}

directory::patch_user retitle(const model::user& who, directory::preconditions conditions) {
    return {who.id, patch_of(new_title, schemas().user()), {}, {}, std::move(conditions)};
}

TEST(Versions, LetAChangeThroughOnlyWhenTheyAreCurrent) {
    auto home = house().enabled();
    const auto ann = home.push(user_named("ann"));

    EXPECT_EQ(home.idp(retitle(ann, match({2, 7}))).error().code, errc::version_mismatch);
    EXPECT_EQ(home.idp(directory::delete_user{ann.id, match({2})}).error().code,
              errc::version_mismatch);
    const auto done = home.idp(retitle(ann, match({7, 1})));

    ASSERT_TRUE(done);
    EXPECT_EQ(house::user_in(done).version, 2);
}

TEST(Versions, ThatMustNotBeThereRefuse) {
    auto home = house().enabled();
    const auto team = home.push_group(group_named("Team"));

    const auto named = home.idp(directory::delete_group{team.id, {false, {}, {1}, false}});
    const auto any = home.idp(directory::delete_group{team.id, {false, {}, {}, true}});
    const auto other = home.idp(directory::delete_group{team.id, {false, {}, {2}, false}});

    EXPECT_EQ(named.error().code, errc::version_mismatch);
    EXPECT_EQ(any.error().code, errc::version_mismatch);
    EXPECT_TRUE(other);
}

TEST(Versions, CanBeDemandedOfIdentityProviders) {
    auto home = house().enabled();
    const auto ann = home.push(user_named("ann"));
    const auto manual = home.make(user_named("bob"));
    ASSERT_TRUE(home.administrator(directory::change_settings{{{"ifMatch", "required"}}}));

    EXPECT_EQ(home.idp(retitle(ann, {})).error().code, errc::version_missing);
    EXPECT_EQ(home.idp(directory::replace_user{ann.id, user_named("ann"), {}, {}}).error().code,
              errc::version_missing);
    EXPECT_EQ(home.idp(directory::delete_user{ann.id, {}}).error().code, errc::version_missing);
    EXPECT_TRUE(home.idp(retitle(ann, {true, {}, {}, false}))) << "If-Match: *";
    EXPECT_TRUE(home.administrator(directory::delete_user{manual.id, {}}))
        << "the management actions have no versions";
}

TEST(Versions, MoveOnlyWhenSomethingDoes) {
    auto home = house().enabled();
    const auto ann = home.push(user_named("ann", R"(,"title":"Dr")"));

    const auto outcome = home.idp(retitle(ann, {}));

    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->changed);
    EXPECT_EQ(house::user_in(outcome).version, ann.version);
    EXPECT_EQ(home.find(ann.id)->user.modified, ann.modified);
}

}  // namespace
}  // namespace scimd::tests
