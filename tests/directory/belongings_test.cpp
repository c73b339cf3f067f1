// What belongs to a user beside the document: tags, the setting of MFA, the passwords it had. They
// are an administrator's, no attributes and no drift: they stay through a take-over, an edit, a
// delete by hand and a rollback, and go with a user who is gone for good.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "directory/preview.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;
using model::tag;
using testing::ElementsAre;
using testing::IsEmpty;

struct belongings : testing::Test {
    house home;

    model::user make_tagged(const std::string& name) {
        return house::user_in(home.administrator(directory::create_user{
            home.fresh_user(), user_named(name), {}, "first", {{"Team", "a"}, {"Zone", ""}}}));
    }
    // A synchronized user with everything: made by hand, taken over.
    model::user synchronized(const std::string& name) {
        const model::user made = make_tagged(name);
        EXPECT_TRUE(home.administrator(directory::set_user_mfa{made.id, false}));
        EXPECT_TRUE(home.administrator(directory::set_password{made.id, "second"}));
        EXPECT_TRUE(home.enable());
        return home.push(user_named(name));
    }
    void expect_all(const model::user_id& id, const std::vector<std::string>& passwords) {
        const auto found = home.view().find_tagged_user(home.directory(), id);
        ASSERT_TRUE(found);
        EXPECT_THAT(found->tags, ElementsAre(tag{"Team", "a"}, tag{"Zone", ""}));
        EXPECT_FALSE(home.view().has_mfa(found->user));
        EXPECT_EQ(home.view().last_passwords(found->user, 9), passwords);
        EXPECT_THAT(home.check(), IsEmpty());
    }
    std::vector<std::string> found_by_tag() {
        directory::management_query query;
        query.tags = {{"Team", "a"}};
        std::vector<std::string> ids;
        for (const auto& one : home.view().list_users(home.directory(), query).entities)
            ids.push_back(one.user.id.text());
        return ids;
    }
};

TEST_F(belongings, StayThroughATakeOverAndEdits) {
    const model::user ann = synchronized("ann");
    expect_all(ann.id, {"second", "first"});
    EXPECT_TRUE(home.disable());
    EXPECT_TRUE(home.rename_locally(ann, "Other"));
    expect_all(ann.id, {"second", "first"});
    EXPECT_TRUE(home.enable());
    expect_all(ann.id, {"second", "first"});
}

TEST_F(belongings, ComeBackWithAUserWhoComesBack) {
    const model::user ann = synchronized("ann");
    EXPECT_TRUE(home.disable());

    EXPECT_TRUE(home.administrator(directory::delete_user{ann.id, {}}));
    EXPECT_THAT(found_by_tag(), IsEmpty());
    EXPECT_THAT(home.check(), IsEmpty());
    // Somebody else of that name has nothing of it.
    const model::user other = home.make(user_named("ann"));
    EXPECT_THAT(home.view().find_tagged_user(home.directory(), other.id)->tags, IsEmpty());
    EXPECT_TRUE(home.administrator(directory::delete_user{other.id, {}}));
    EXPECT_TRUE(home.enable());

    EXPECT_THAT(found_by_tag(), ElementsAre(ann.id.text()));
    // It has no password any more; those it had are not forgotten.
    expect_all(ann.id, {"second", "first"});
}

TEST_F(belongings, GoWithAUserWhoIsGoneForGood) {
    const model::user ann = synchronized("ann");
    EXPECT_TRUE(home.idp(directory::delete_user{ann.id, {}}));
    EXPECT_THAT(found_by_tag(), IsEmpty());
    EXPECT_THAT(home.check(), IsEmpty()) << "the laws find what nobody has";

    const model::user bob = make_tagged("bob");
    EXPECT_TRUE(home.administrator(directory::delete_user{bob.id, {}}));
    EXPECT_THAT(home.check(), IsEmpty());
}

TEST_F(belongings, GoWithTheDirectoryOfAUserWhoCouldHaveComeBack) {
    const model::user ann = synchronized("ann");
    EXPECT_TRUE(home.disable());
    EXPECT_TRUE(home.administrator(directory::delete_user{ann.id, {}}));
    EXPECT_TRUE(home.administrator(directory::delete_directory{}));
    EXPECT_THAT(home.check(), IsEmpty());
}

TEST_F(belongings, AreSetWhileEnabledAndAreNoDrift) {
    EXPECT_TRUE(home.enable());
    const model::user ann = home.push(user_named("ann"));
    const auto before = home.find(ann.id)->user.version;

    EXPECT_TRUE(home.administrator(directory::set_user_mfa{ann.id, false}));
    EXPECT_EQ(home.find(ann.id)->user.version, before);
    EXPECT_TRUE(home.disable());
    EXPECT_TRUE(home.administrator(directory::set_user_mfa{ann.id, true}));
    EXPECT_EQ(home.view().count_drift(home.where)->counts, model::drift_counts());
    EXPECT_EQ(home.administrator(directory::set_user_mfa{home.fresh_user(), true}).error().code,
              errc::user_not_found);
    EXPECT_THAT(home.check(), IsEmpty());
}

TEST_F(belongings, CountThePasswordsThatAreBeingPushed) {
    EXPECT_TRUE(home.enable());
    const model::user ann = house::user_in(
        home.idp(directory::create_user{home.fresh_user(), user_named("ann"), {}, "pushed", {}}));
    EXPECT_TRUE(home.idp(directory::replace_user{
        ann.id, user_named("ann"), directory::password_change("again"), {}}));
    EXPECT_TRUE(home.idp(
        directory::replace_user{ann.id, user_named("ann"), directory::password_change(""), {}}));

    EXPECT_THAT(home.view().last_passwords(ann, 9), ElementsAre("again", "pushed"));
    EXPECT_THAT(home.view().last_passwords(ann, 1), ElementsAre("again"));
    EXPECT_THAT(home.view().last_passwords(ann, 0), IsEmpty());
}

TEST_F(belongings, ArePreferencesOfADirectoryThatMergeWithWhatThereIs) {
    const auto change = [&](model::named_values values) {
        return home.administrator(
            directory::change_preferences{"SetPasswordPolicy", std::move(values)});
    };
    EXPECT_TRUE(change({{"MinPasswordLength", "12"}})->changed);
    EXPECT_TRUE(change({{"MinPasswordDifferentChars", "12"}})->changed);
    EXPECT_FALSE(change({{"MinPasswordLength", "12"}})->changed);
    const auto refused = change({{"MaxPasswordAge", "1"}, {"MinPasswordLength", "11"}});
    EXPECT_EQ(refused.error().parameter, "MinPasswordLength");
    EXPECT_EQ(home.view().find_preferences(home.directory()).max_password_age, 90);

    EXPECT_TRUE(change({{"MinPasswordLength", "8"}, {"MinPasswordDifferentChars", "0"}})->changed);
    EXPECT_EQ(home.view().find_preferences(home.directory()), model::preferences());
    EXPECT_THAT(home.check(), IsEmpty());
}

}  // namespace
}  // namespace scimd::tests
