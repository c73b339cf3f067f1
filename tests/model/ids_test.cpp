#include "model/ids.hpp"

#include <gtest/gtest.h>

#include <set>

#include "model/random_text.hpp"

namespace scimd::model {
namespace {

TEST(Ids, TakeTheFormOfTheirKindAndNoOther) {
    EXPECT_TRUE(user_id::from_text("u-00q8wbq42wiltcrk0123"));
    for (const char* text :
         {"", "u-", "u-short", "g-00q8wbq42wiltcrk0123", "u-00q8wbq42wiltcrk01234",
          "u-00Q8wbq42wiltcrk0123", "u-00q8wbq42wiltcrk012'"})
        EXPECT_FALSE(user_id::from_text(text)) << text;
}

TEST(Ids, AreFreshEachTimeAndSortByTime) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(fresh_user_id({1'000'000}).text());

    EXPECT_EQ(seen.size(), 1000U);
    EXPECT_LT(fresh_group_id({1'795'000'000'000}).text(),
              fresh_group_id({1'795'000'000'001}).text());
    EXPECT_TRUE(directory_id::from_text(fresh_directory_id().text()));
    EXPECT_TRUE(credential_id::from_text(fresh_credential_id({1}).text()));
}

TEST(RandomText, HasTheLengthAndAlphabetItPromises) {
    const std::string text = random_alphanumeric(40);
    EXPECT_EQ(text.size(), 40U);
    for (const char c : text) EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c))) << text;
    EXPECT_NE(text, random_alphanumeric(40));

    const std::string uuid = random_uuid();
    ASSERT_EQ(uuid.size(), 36U);
    EXPECT_EQ(uuid[14], '4');
    EXPECT_EQ(uuid[8], '-');
}

}  // namespace
}  // namespace scimd::model
