#include "management/nonces.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace scimd::management {
namespace {

using verdict = nonces::verdict;

constexpr model::instant noon{1'800'000'000'000};
constexpr std::int64_t minute = 60'000;

model::instant later(std::int64_t milliseconds) {
    return {noon.milliseconds + milliseconds};
}

// By a clock that was never set, as long after noon.
nonces::moment moment_of(model::instant now) {
    return nonces::moment(std::chrono::milliseconds(now.milliseconds));
}

verdict remember(nonces& used, std::string_view key, std::string_view nonce, model::instant stamp,
                 model::instant now) {
    return used.remember(nonce_of(key, nonce, stamp), now, moment_of(now));
}

TEST(Nonces, AreGoodForOneUse) {
    nonces used;

    EXPECT_EQ(remember(used, "key", "n1", noon, noon), verdict::fresh);
    EXPECT_EQ(remember(used, "key", "n1", noon, noon), verdict::used);
    EXPECT_EQ(remember(used, "key", "n2", noon, noon), verdict::fresh);
}

TEST(Nonces, AreOfOneAccessKey) {
    nonces used;

    EXPECT_EQ(remember(used, "key", "n1", noon, noon), verdict::fresh);
    EXPECT_EQ(remember(used, "other", "n1", noon, noon), verdict::fresh);
}

TEST(Nonces, AreRememberedAsLongAsTheirRequestWouldBeInTime) {
    const struct {
        const char* name;
        std::int64_t stamp_ahead;  // of the clock, when the request first came
    } rows[] = {{"on time", 0},
                {"a slow clock", -clock_skew_milliseconds_max},
                {"a fast clock", clock_skew_milliseconds_max}};

    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        nonces used;
        const model::instant stamp = later(row.stamp_ahead);
        const model::instant last_moment{stamp.milliseconds + clock_skew_milliseconds_max};
        ASSERT_EQ(remember(used, "key", "n", stamp, noon), verdict::fresh);

        EXPECT_EQ(remember(used, "key", "n", stamp, last_moment), verdict::used);
    }
}

TEST(Nonces, AreForgottenAfterwards) {
    nonces used;
    ASSERT_EQ(remember(used, "key", "n", noon, noon), verdict::fresh);
    ASSERT_EQ(remember(used, "gone", "n", noon, noon), verdict::fresh);

    const model::instant after = later(31 * minute);
    EXPECT_EQ(remember(used, "key", "n", after, after), verdict::fresh);

    EXPECT_EQ(used.remembered(), 1U);  // nothing is left of the other key
}

TEST(Nonces, AreNotForgottenForAClockThatIsSetForwardAndBack) {
    nonces used;
    const auto at = [](std::int64_t minutes) { return moment_of(later(minutes * minute)); };
    ASSERT_EQ(used.remember(nonce_of("key", "n", noon), noon, at(0)), verdict::fresh);

    const model::instant wrong = later(600 * minute);
    EXPECT_EQ(used.remember(nonce_of("key", "m", wrong), wrong, at(2)), verdict::fresh);
    EXPECT_EQ(used.remember(nonce_of("key", "n", noon), later(4 * minute), at(4)), verdict::used);
    const model::instant past = later(40 * minute);
    EXPECT_EQ(used.remember(nonce_of("key", "n", past), past, at(40)), verdict::fresh)
        << "what is past is forgotten by then, whatever the clock once said";
    EXPECT_EQ(used.remembered(), 2U) << "the one of the wrong time is in time until then";
}

TEST(Nonces, AreBoundedForAllKeysTogether) {
    nonces used(3, 2);
    ASSERT_EQ(remember(used, "one", "n", noon, noon), verdict::fresh);
    ASSERT_EQ(remember(used, "two", "n", noon, noon), verdict::fresh);

    EXPECT_EQ(remember(used, "three", "n", noon, noon), verdict::full);
    EXPECT_EQ(remember(used, "one", "n", noon, noon), verdict::used);
    const model::instant after = later(31 * minute);
    EXPECT_EQ(remember(used, "three", "n", after, after), verdict::fresh);
}

TEST(Nonces, AreBoundedPerAccessKeyAndNeverForgottenEarly) {
    nonces used(3);
    for (const char* nonce : {"n1", "n2", "n3"})
        ASSERT_EQ(remember(used, "key", nonce, noon, noon), verdict::fresh);

    EXPECT_EQ(remember(used, "key", "n4", noon, noon), verdict::full);
    EXPECT_EQ(remember(used, "key", "n1", noon, noon), verdict::used);
    EXPECT_EQ(remember(used, "other", "n4", noon, noon), verdict::fresh);
    EXPECT_EQ(used.remembered(), 4U);
}

TEST(Nonces, AreRestoredAsTheyWere) {
    nonces before(1);
    const model::used_nonce kept = nonce_of("key", "n1", noon);
    ASSERT_EQ(before.remember(kept, noon, moment_of(noon)), verdict::fresh);

    nonces after(1);
    after.restore({kept, nonce_of("key", "n2", noon)}, moment_of(noon));

    EXPECT_EQ(remember(after, "key", "n1", noon, noon), verdict::used);
    EXPECT_EQ(remember(after, "key", "n2", noon, noon), verdict::used) << "beyond the limit, too";
    EXPECT_EQ(remember(after, "key", "n3", noon, noon), verdict::full);
    const model::instant past = later(31 * minute);
    EXPECT_EQ(remember(after, "key", "n1", past, past), verdict::fresh);
}

TEST(Nonces, AreUsedOnceAmongThreads) {
    nonces used;
    std::atomic<int> fresh = 0;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&] {
            for (int number = 0; number < 200; ++number)
                if (remember(used, "key", std::to_string(number), noon, noon) == verdict::fresh)
                    ++fresh;
        });
    for (std::thread& thread : threads) thread.join();

    EXPECT_EQ(fresh, 200);
    EXPECT_EQ(used.remembered(), 200U);
}

}  // namespace
}  // namespace scimd::management
