// Flow control with invented times.
#include "management/throttle.hpp"

#include <gtest/gtest.h>

#include <string>

namespace scimd::management {
namespace {

using namespace std::chrono_literals;
using moment = model::token_buckets::moment;
using verdict = throttle::verdict;

constexpr moment start{1000s};

// Who calls what how often; how many passed, and what else was said.
struct caller {
    std::string key;
    std::string action;
    std::int64_t a_second;
    std::int64_t passed = 0;
    std::int64_t too_fast = 0;
    std::int64_t all_too_fast = 0;
};

// Ten seconds, millisecond by millisecond.
void let_call(throttle& rates, std::vector<caller>& callers) {
    for (std::int64_t millisecond = 0; millisecond < 10'000; ++millisecond)
        for (caller& one : callers) {
            const auto due = [&](std::int64_t at) { return at * one.a_second / 1000; };
            for (auto call = due(millisecond); call < due(millisecond + 1); ++call) {
                const auto told =
                    rates.ask(one.key, one.action, start + std::chrono::milliseconds(millisecond));
                one.passed += std::int64_t{told.says == verdict::passes};
                one.too_fast += std::int64_t{told.says == verdict::key_too_fast};
                one.all_too_fast += std::int64_t{told.says == verdict::action_too_fast};
                EXPECT_TRUE(told.wait > 0ns || told.says == verdict::passes);
            }
        }
}

TEST(Throttle, LetsAKeyCallAHundredTimesASecond) {
    throttle rates(call_rates{});
    std::vector<caller> callers = {{"steady", "A", 100}, {"hasty", "A", 200}};
    let_call(rates, callers);

    EXPECT_EQ(callers[0].passed, 1'000);
    EXPECT_NEAR(static_cast<double>(callers[1].passed), 1'000, 20);
    EXPECT_EQ(callers[1].passed + callers[1].too_fast, 2'000);
}

TEST(Throttle, IsOfOneKeyAndOneAction) {
    throttle rates({10, 0});
    std::vector<caller> callers = {
        {"greedy", "A", 1'000}, {"greedy", "B", 10}, {"modest", "A", 10}};
    let_call(rates, callers);

    EXPECT_LE(callers[0].passed, 112) << "ten a second, and ten at once";
    EXPECT_EQ(callers[1].passed, 100);
    EXPECT_EQ(callers[2].passed, 100);
}

// Were refused calls counted for all keys together, the greedy one would use that up.
TEST(Throttle, OfAKeyTakesNothingFromAllTogether) {
    throttle rates({100, 150});
    std::vector<caller> callers = {{"greedy", "A", 10'000}, {"modest", "A", 30}};
    let_call(rates, callers);

    EXPECT_EQ(callers[1].passed, 300);
    EXPECT_EQ(callers[0].all_too_fast, 0);
}

TEST(Throttle, OfAllTogetherHoldsTheSumOfTheKeys) {
    throttle rates(call_rates{});
    std::vector<caller> callers;
    for (int key = 0; key < 20; ++key) callers.push_back({"key-" + std::to_string(key), "A", 100});
    callers.push_back({"key-0", "B", 100});
    let_call(rates, callers);

    EXPECT_EQ(callers.back().passed, 1'000) << "another action";
    callers.pop_back();
    std::int64_t passed = 0;
    for (const caller& one : callers) {
        passed += one.passed;
        EXPECT_EQ(one.too_fast, 0) << "what was refused to all takes nothing from the key";
    }
    EXPECT_NEAR(static_cast<double>(passed), 10'000, 200);
}

TEST(Throttle, IsOffWhereItsRateIsZero) {
    throttle rates({0, 0});
    std::vector<caller> callers = {{"greedy", "A", 10'000}};
    let_call(rates, callers);

    EXPECT_EQ(callers[0].passed, 100'000);
}

}  // namespace
}  // namespace scimd::management
