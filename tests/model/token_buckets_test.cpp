#include "model/token_buckets.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace scimd::model {
namespace {

using namespace std::chrono_literals;
using moment = token_buckets::moment;

constexpr moment start{1000s};

bool take(token_buckets& from, std::int64_t per_second, moment now, std::string_view name = "a") {
    if (!from.look(name, now).passes) return false;
    from.take(name, per_second, now);
    return true;
}

// How many of `a_second` calls, evenly spread over `how_long`, pass.
std::int64_t passed(std::int64_t a_second, std::int64_t per_second, std::chrono::seconds how_long) {
    token_buckets buckets;
    std::int64_t count = 0;
    for (std::int64_t call = 0; call < a_second * how_long.count(); ++call)
        count += std::int64_t{take(buckets, per_second, start + call * 1'000'000'000ns / a_second)};
    return count;
}

TEST(TokenBuckets, LetTheirRatePassAndHoldTheRest) {
    const struct {
        std::int64_t per_second;
        std::int64_t a_second;
        std::int64_t expected;  // in ten seconds
        std::int64_t more;      // those who wait at the end, and a burst at the beginning
    } rows[] = {{100, 100, 1'000, 0},
                {100, 99, 990, 0},
                {100, 200, 1'000, 16},
                {100, 1'000, 1'000, 116},
                {100'000, 150'000, 1'000'000, 15'001},
                {1, 10, 10, 2},
                {7, 70, 70, 9}};
    for (const auto& row : rows) {
        SCOPED_TRACE(std::to_string(row.a_second) + " on " + std::to_string(row.per_second));
        const std::int64_t count = passed(row.a_second, row.per_second, 10s);
        EXPECT_GE(count, row.expected - 1);
        EXPECT_LE(count, row.expected + row.more);
    }
}

TEST(TokenBuckets, ForgiveAClientThatKeepsItsRateAndIsLateSometimes) {
    std::mt19937 dice(5);
    std::uniform_int_distribution<std::int64_t> late(0, 149'000'000);
    for (int round = 0; round < 20; ++round) {
        token_buckets buckets;
        std::vector<moment> calls;
        for (int call = 0; call < 1'000; ++call)
            calls.push_back(start + call * 10ms + std::chrono::nanoseconds(late(dice)));
        std::ranges::sort(calls);

        EXPECT_TRUE(std::ranges::all_of(calls, [&](moment at) { return take(buckets, 100, at); }));
    }
}

TEST(TokenBuckets, HaveWhoIsALittleEarlyWaitForTheirTurn) {
    token_buckets buckets;
    for (int call = 0; call <= 15; ++call) {
        EXPECT_EQ(buckets.look("a", start).wait, call * 10ms);
        EXPECT_TRUE(take(buckets, 100, start));
    }
    EXPECT_EQ(buckets.look("a", start + 20ms).wait, 140ms);
}

// Whoever asks, waits for the answer and asks again.
TEST(TokenBuckets, NeverRefuseWhoAsksOneThingAfterTheOther) {
    token_buckets buckets;
    moment now = start;
    for (int call = 0; call < 1'000; ++call) {
        const auto told = buckets.look("a", now);
        ASSERT_TRUE(told.passes) << call;
        ASSERT_TRUE(take(buckets, 100, now));
        now += told.wait + 1ms;
    }
    EXPECT_GE(now - start, 9'900ms);
}

TEST(TokenBuckets, LetASecondsWorthPassAtOnceAfterAQuietSecond) {
    token_buckets buckets;
    const auto burst = [&](moment at) {
        int count = 0;
        while (take(buckets, 100, at)) ++count;
        return count;
    };
    EXPECT_EQ(burst(start), 116);
    EXPECT_EQ(burst(start + 500ms), 16) << "the burst was used up";
    EXPECT_EQ(burst(start + 1'600ms), 16) << "full for less than a second";
    EXPECT_EQ(burst(start + 2'760ms), 116);
}

TEST(TokenBuckets, KeepABurstForItsTimeOnly) {
    token_buckets buckets;
    ASSERT_TRUE(take(buckets, 100, start));
    int count = 0;
    while (take(buckets, 100, start + 151ms)) ++count;
    EXPECT_EQ(count, 16);
}

TEST(TokenBuckets, SayWhenToComeBack) {
    token_buckets buckets;
    while (take(buckets, 100, start)) {
    }
    const auto told = buckets.look("a", start);

    EXPECT_FALSE(told.passes);
    EXPECT_EQ(told.wait, 10ms);
    EXPECT_FALSE(take(buckets, 100, start + told.wait - 1ns));
    EXPECT_TRUE(take(buckets, 100, start + told.wait));
    EXPECT_FALSE(take(buckets, 100, start + told.wait));
}

TEST(TokenBuckets, DoNotKnowOneAnother) {
    token_buckets buckets;
    while (take(buckets, 100, start, "a")) {
    }
    EXPECT_TRUE(take(buckets, 100, start, "b"));
}

TEST(TokenBuckets, AreForgottenWhenTheyAreFull) {
    token_buckets buckets;
    for (int second = 0; second < 60; ++second)
        for (int name = 0; name < 1'000; ++name)
            take(buckets, 1, start + second * 1s + name * 1ms,
                 std::to_string(second * 1'000 + name));

    EXPECT_LE(buckets.remembered(), 4'000U) << "of 60,000 that were drawn from";
    take(buckets, 1, start + 100s, "last");
    EXPECT_EQ(buckets.remembered(), 1U);
}

TEST(TokenBuckets, WaitsAreTextInWholeUnits) {
    EXPECT_EQ(whole<std::chrono::milliseconds>(1ns), 1);
    EXPECT_EQ(whole<std::chrono::milliseconds>(10ms), 10);
    EXPECT_EQ(whole<std::chrono::milliseconds>(10ms + 1ns), 11);
    EXPECT_EQ(whole<std::chrono::seconds>(10ms), 1);
    EXPECT_EQ(whole<std::chrono::seconds>(0ms), 1);
}

}  // namespace
}  // namespace scimd::model
