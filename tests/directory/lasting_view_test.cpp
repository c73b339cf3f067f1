// A view that keeps its state open from call to call, and who it remembers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "directory/bearer_memory.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::digest_token;

const auto token = digest_token("a token");
const model::instant now{1'900'000'000'000};
const model::instant expires{2'000'000'000'000};

struct lasting : testing::Test {
    house home = house().enabled();
    model::credential_id credential = model::fresh_credential_id({1});
    directory::view view = home.directories().open_lasting_view();

    void SetUp() override {
        ASSERT_TRUE(home.administrator(directory::create_credential{credential, token, expires}));
    }
};

TEST_F(lasting, SeesEveryEditWhoseAuthorWasTold) {
    for (int i = 0; i < 50; ++i) {
        const model::user made = home.push(user_named("user" + std::to_string(i)));
        EXPECT_TRUE(view.find_user(home.directory(), made.id, true));
        EXPECT_EQ(view.find_directory(home.where)->users, i + 1);
    }
}

TEST_F(lasting, RemembersWhoATokenSpeaksForUntilThatChanges) {
    const auto first = view.find_bearer(token, now);
    ASSERT_TRUE(first);
    EXPECT_EQ(view.find_bearer(token, now), first) << "remembered";
    home.push(user_named("ann"));
    EXPECT_EQ(view.find_bearer(token, now), first) << "a user is nothing to a credential";
    EXPECT_EQ(view.find_bearer(token, expires), nullptr) << "the clock is asked each time";

    ASSERT_TRUE(home.administrator(directory::set_credential_status{credential, false}));
    EXPECT_FALSE(view.find_bearer(token, now));
    ASSERT_TRUE(home.administrator(directory::set_credential_status{credential, true}));
    EXPECT_TRUE(view.find_bearer(token, now));
    ASSERT_TRUE(home.disable());
    EXPECT_EQ(view.find_bearer(token, now)->directory.synchronization,
              model::synchronization::disabled);
    ASSERT_TRUE(home.administrator(directory::delete_credential{credential}));
    EXPECT_FALSE(view.find_bearer(token, now));
    EXPECT_EQ(first->credential.id, credential) << "a request that is being answered keeps it";
}

TEST_F(lasting, RemembersNobodyWhoWasNotFound) {
    const auto later = digest_token("made later");
    EXPECT_FALSE(view.find_bearer(later, now));
    ASSERT_TRUE(home.administrator(
        directory::create_credential{model::fresh_credential_id({1}), later, expires}));
    EXPECT_TRUE(view.find_bearer(later, now));
}

TEST(BearerMemory, IsBounded) {
    const store::commits commits;
    directory::bearer_memory memory(&commits);
    const auto somebody = std::make_shared<const directory::bearer>();
    for (std::size_t i = 0; i < directory::remembered_bearers_max + 10; ++i)
        memory.remember(digest_token(std::to_string(i)), somebody);
    EXPECT_LE(memory.size(), directory::remembered_bearers_max);
    EXPECT_TRUE(memory.find(digest_token(std::to_string(directory::remembered_bearers_max + 9))));
}

}  // namespace
}  // namespace scimd::tests
