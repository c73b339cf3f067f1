// A refusal that names what stands in the way, however much it is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "directory/preview.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(Conflicts, AreNamedUpToAThousandAndTheRestIsCounted) {
    house home = house().enabled();
    std::vector<model::user> pushed;
    for (int i = 0; i < 1002; ++i) pushed.push_back(home.push(user_named(std::to_string(i))));
    home.disable().value();
    for (const model::user& one : pushed)
        home.administrator(directory::delete_user{one.id, {}}).value();
    for (int i = 0; i < 1000; ++i) home.make(user_named(std::to_string(i)));

    const auto all_named = home.enable();
    ASSERT_FALSE(all_named);
    EXPECT_THAT(all_named.error().detail, HasSubstr(": 1000 names "));
    EXPECT_THAT(all_named.error().detail, EndsWith("in the way of " + pushed[999].id.text() + "."));

    for (int i = 1000; i < 1002; ++i) home.make(user_named(std::to_string(i)));
    const auto refused = home.enable();
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().detail, HasSubstr(": 1002 names "));
    EXPECT_THAT(refused.error().detail, HasSubstr(pushed[999].id.text()));
    EXPECT_THAT(refused.error().detail, Not(HasSubstr(pushed[1000].id.text())));
    EXPECT_THAT(refused.error().detail,
                EndsWith("; and 2 more: PreviewSCIMSynchronization lists them all."));
    EXPECT_EQ(home.view().preview_rollback(home.where, {})->conflicts, 1002);
}

}  // namespace
}  // namespace scimd::tests
