#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;

const auto token = model::digest_token("a token");

TEST(Credentials, OpenTheDirectoryTheyBelongToWhileTheyAreEnabledAndHaveNotExpired) {
    house home;
    const auto id = model::fresh_credential_id({1});
    const model::instant expires{2'000'000'000'000};
    home.administrator(directory::create_credential{id, token, expires}).value();

    const auto found = home.view().find_bearer(token, {1'900'000'000'000});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->directory.id, home.where);
    EXPECT_FALSE(home.view().find_bearer(token, expires)) << "expired";
    EXPECT_FALSE(home.view().find_bearer(model::digest_token("another"), {1}));

    home.administrator(directory::set_credential_status{id, false}).value();
    EXPECT_FALSE(home.view().find_bearer(token, {1})) << "disabled";
    home.administrator(directory::set_credential_status{id, true}).value();
    EXPECT_TRUE(home.view().find_bearer(token, {1}));
    home.administrator(directory::delete_credential{id}).value();
    EXPECT_FALSE(home.view().find_bearer(token, {1})) << "deleted";
    EXPECT_EQ(home.administrator(directory::delete_credential{id}).error().code,
              errc::credential_not_found);
}

TEST(Credentials, AreTwoAtMost) {
    house home;
    for (const char* text : {"one", "two"})
        home.administrator(directory::create_credential{
                               model::fresh_credential_id({1}), model::digest_token(text), {9}})
            .value();

    const auto third = home.administrator(directory::create_credential{
        model::fresh_credential_id({1}), model::digest_token("three"), {9}});

    EXPECT_EQ(third.error().code, errc::credential_limit);
    EXPECT_EQ(home.view().list_credentials(home.where)->size(), 2U);
}

TEST(Directories, KeepApartWhatTheyHold) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    const auto elsewhere = *model::directory_id::from_text("d-000000other1");
    const auto edit = [&](model::author who, directory::change what) {
        return home.directories().submit_and_wait(
            {elsewhere, who, {1'795'334'400'000}, std::move(what)});
    };
    edit(model::author::administrator, directory::create_directory{"other", {}}).value();
    const model::directory other = *home.view().find_directory(elsewhere);

    EXPECT_EQ(other.synchronization, model::synchronization::disabled)
        << "each has its own switch; new ones are Disabled";
    EXPECT_EQ(home.view().find_user(other, ann.id, true).error().code, errc::user_not_found);
    edit(model::author::administrator,
         directory::set_synchronization{model::synchronization::enabled})
        .value();
    EXPECT_EQ(edit(model::author::idp, directory::delete_user{ann.id, {}}).error().code,
              errc::user_not_found);
    EXPECT_EQ(edit(model::author::idp,
                   directory::create_group{
                       model::fresh_group_id({1}), group_named("g", {ann.id.text()}), {}})
                  .error()
                  .code,
              errc::invalid_value)
        << "somebody else's user is nobody";
    EXPECT_TRUE(edit(model::author::idp,
                     directory::create_user{model::fresh_user_id({2}), user_named("ann"), {}, {}}))
        << "names are each directory's own";
    EXPECT_EQ(home.directory().users, 1);
    EXPECT_EQ(edit(model::author::administrator, directory::delete_directory{}).error().code,
              errc::directory_not_empty);
}

TEST(Directories, HaveUniqueNamesAndCanBeDeletedWhenEmpty) {
    house home;
    const auto elsewhere = *model::directory_id::from_text("d-000000other1");
    const auto edit = [&](directory::change what) {
        return home.directories().submit_and_wait(
            {elsewhere, model::author::administrator, {1'795'334'400'000}, std::move(what)});
    };

    EXPECT_EQ(edit(directory::create_directory{"tests", {}}).error().code,
              errc::directory_name_taken);
    edit(directory::create_directory{"other", {}}).value();
    EXPECT_EQ(edit(directory::rename_directory{"tests"}).error().code, errc::directory_name_taken);
    EXPECT_TRUE(edit(directory::rename_directory{"another"}));
    EXPECT_TRUE(edit(directory::delete_directory{}));
    EXPECT_EQ(edit(directory::rename_directory{"x"}).error().code, errc::directory_not_found);
}

TEST(AccessKeys, RestSealed) {
    house home;
    const std::string sealed = home.directories().sealing_key().seal("the secret");
    home.administrator(directory::create_access_key{"key", sealed}).value();

    const auto found = home.view().find_access_key("key");
    ASSERT_TRUE(found);
    EXPECT_EQ(*home.directories().sealing_key().open(found->sealed_secret), "the secret");
    EXPECT_EQ(home.administrator(directory::create_access_key{"key", sealed}).error().code,
              errc::access_key_taken);
    EXPECT_TRUE(home.administrator(directory::delete_access_key{"key"}));
    EXPECT_EQ(home.administrator(directory::delete_access_key{"key"}).error().code,
              errc::access_key_not_found);
}

TEST(AccessKeys, AreAHundredAtMost) {
    house home;
    for (std::size_t i = 0; i < directory::access_keys_max; ++i)
        home.administrator(directory::create_access_key{"key-" + std::to_string(i), "x"}).value();

    EXPECT_EQ(home.administrator(directory::create_access_key{"one-more", "x"}).error().code,
              errc::access_key_limit);
    home.administrator(directory::delete_access_key{"key-0"}).value();
    EXPECT_TRUE(home.administrator(directory::create_access_key{"one-more", "x"}));
}

TEST(AccessKeys, AreForDirectoriesThatAreThere) {
    house home;
    const auto nowhere = *model::directory_id::from_text("d-0000000000no");
    const auto make = [&](std::vector<model::directory_id> directories) {
        return home.administrator(
            directory::create_access_key{"key", "x", "name", true, std::move(directories)});
    };

    EXPECT_EQ(make({home.where, nowhere}).error().code, errc::directory_not_found);
    make({home.where}).value();

    const auto found = home.view().find_access_key("key");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->name, "name");
    EXPECT_TRUE(found->enabled);
    EXPECT_TRUE(found->read_only);
    EXPECT_EQ(found->directories, std::vector{home.where});
    home.administrator(directory::delete_directory{}).value();
    EXPECT_EQ(home.view().find_access_key("key")->directories, std::vector{home.where});
}

TEST(AccessKeys, ChangeInNameAndStatusOnly) {
    house home;
    home.administrator(directory::create_access_key{"key", "x", "old"}).value();

    EXPECT_FALSE(home.administrator(directory::update_access_key{"key", "old", true})->changed);
    EXPECT_TRUE(home.administrator(directory::update_access_key{"key", {}, false})->changed);
    EXPECT_FALSE(home.view().find_access_key("key")->enabled);
    home.administrator(directory::update_access_key{"key", "new", {}}).value();
    const auto found = home.view().find_access_key("key");
    EXPECT_EQ(found->name, "new");
    EXPECT_FALSE(found->enabled);
    EXPECT_EQ(found->sealed_secret, "x");
    EXPECT_EQ(home.administrator(directory::update_access_key{"other", {}, {}}).error().code,
              errc::access_key_not_found);
}

TEST(IdentityProviders, NeverAdminister) {
    house home = house().enabled();
    EXPECT_EQ(
        home.idp(directory::set_synchronization{model::synchronization::disabled}).error().code,
        errc::not_permitted);
    EXPECT_EQ(home.idp(directory::delete_directory{}).error().code, errc::not_permitted);
    EXPECT_EQ(home.idp(directory::create_access_key{"key", "x"}).error().code, errc::not_permitted);
    EXPECT_EQ(home.idp(directory::update_access_key{"key", {}, false}).error().code,
              errc::not_permitted);
}

TEST(DataFolder, KeepsASecondProcessOut) {
    const std::string folder = testing::TempDir() + "scimd-held-" + model::random_alphanumeric(8);
    {
        house home(folder);
        const auto second = directory::directories::open({folder}, built_in_schemas());
        ASSERT_FALSE(second);
        EXPECT_THAT(second.error().detail, testing::HasSubstr("in use by another scimd"));
    }
    EXPECT_TRUE(directory::directories::open({folder}, built_in_schemas())) << "free again";
    std::filesystem::remove_all(folder);
}

TEST(DataFolder, KeepsWhatWasWritten) {
    const std::string folder = testing::TempDir() + "scimd-kept-" + model::random_alphanumeric(8);
    model::user_id id;
    {
        house home(folder);
        home.enable().value();
        id = home.push(user_named("ann")).id;
    }
    house again(folder);
    EXPECT_TRUE(again.find(id));
    EXPECT_EQ(again.directory().synchronization, model::synchronization::enabled);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace scimd::tests
