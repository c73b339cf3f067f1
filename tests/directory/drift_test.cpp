// Local edits of synchronized entities: refused while Enabled, kept as drift while Disabled, gone
// when they undo themselves.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;
using testing::IsEmpty;

struct drift : testing::Test {
    house home = house().enabled();
    model::user ann = home.push(user_named("ann", R"(,"displayName":"Ann")"));
    model::user bob = home.push(user_named("bob"));
    model::group team = home.push_group(group_named("team", {ann.id.text()}));
};

TEST_F(drift, IsRefusedWhileEnabledWhateverTheEditWouldDo) {
    EXPECT_EQ(home.rename_locally(ann, "Other").error().code, errc::locked_user);
    EXPECT_EQ(home.rename_locally(ann, "Ann").error().code, errc::locked_user)
        << "also when it would change nothing";
    EXPECT_EQ(home.administrator(directory::delete_user{ann.id, {}}).error().code,
              errc::locked_user)
        << "the lock is named, not the group";
    EXPECT_EQ(home.join(team, bob).error().code, errc::locked_group);
    EXPECT_EQ(home.leave(team, ann).error().code, errc::locked_group);
    EXPECT_EQ(home.administrator(directory::delete_group{team.id, {}}).error().code,
              errc::locked_group);
    EXPECT_EQ(home.administrator(directory::patch_group{team.id, {}, {}, "d", {}}).error().code,
              errc::locked_group);
    EXPECT_TRUE(home.administrator(directory::set_logon{ann.id, false}));
    EXPECT_TRUE(home.administrator(directory::set_password{ann.id, "digest"}));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

// Law 4 says: a row of drift exactly where there is drift; check_laws compares the two.
TEST_F(drift, IsGoneWhenAnEditUndoesItself) {
    home.disable().value();

    home.rename_locally(ann, "Other").value();
    home.rename_locally(ann, "Ann").value();
    home.join(team, bob).value();
    home.leave(team, bob).value();
    home.leave(team, ann).value();
    home.join(team, ann).value();
    EXPECT_THAT(home.broken_laws(), IsEmpty());
    const std::int64_t version = home.find(ann.id)->user.version;
    const std::int64_t team_version = home.find(team.id)->version;

    home.enable().value();

    EXPECT_EQ(home.find(ann.id)->user.version, version) << "nothing to roll back";
    EXPECT_EQ(home.find(team.id)->version, team_version);
}

TEST_F(drift, OfADeletedUserFreesTheNameAndHidesTheUser) {
    home.disable().value();
    home.leave(team, ann).value();
    home.administrator(directory::delete_user{ann.id, {}}).value();

    EXPECT_EQ(home.find(ann.id).error().code, errc::user_not_found);
    EXPECT_EQ(home.directory().users, 1);
    EXPECT_TRUE(
        home.administrator(directory::create_user{home.fresh_user(), user_named("Ann"), {}, {}}));
    EXPECT_THAT(home.broken_laws(), IsEmpty());
}

}  // namespace
}  // namespace scimd::tests
