// Chance with a seed that can be asked for again, and how often a property is tried.
#pragma once

#include <errno.h>  // program_invocation_short_name
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace scimd::tests {

class chance {
 public:
    explicit chance(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(engine_);
    }
    bool one_in(std::size_t count) { return below(count) == 0; }
    template <class Choices>
    const auto& of(const Choices& choices) {
        return std::data(choices)[below(std::size(choices))];
    }
    std::mt19937_64& engine() { return engine_; }

 private:
    std::mt19937_64 engine_;
};

inline std::optional<std::uint64_t> number_from_environment(const char* name) {
    const char* const given = std::getenv(name);
    if (given == nullptr || *given == '\0') return std::nullopt;
    return std::strtoull(given, nullptr, 10);
}

// How many cases a property is tried with: SCIMD_CASES says otherwise (the nightly run does).
constexpr std::size_t cases_by_default = 5000;
inline std::size_t cases_wanted() {
    return number_from_environment("SCIMD_CASES").value_or(cases_by_default);
}

// For properties that need a resource of their own for each case.
inline std::size_t fewer_cases_wanted() {
    return cases_wanted() / 5;
}

// Tries a property with one seed after the other, `cases_each` cases at a time, until there were
// `cases` or one has failed. The seed of a failure is printed; SCIMD_SEED shows it again, alone.
template <class Property>
void try_seeds(std::size_t cases, std::size_t cases_each, Property property) {
    const auto asked = number_from_environment("SCIMD_SEED");
    const std::uint64_t first = asked ? *asked : std::random_device{}() % 1'000'000'000;
    const std::size_t count = asked ? 1 : (cases + cases_each - 1) / cases_each;
    const auto* const test = testing::UnitTest::GetInstance()->current_test_info();
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        SCOPED_TRACE("again: SCIMD_SEED=" + std::to_string(seed) + " " +
                     program_invocation_short_name + " --gtest_filter=" + test->test_suite_name() +
                     "." + test->name());
        chance dice(seed);
        property(dice);
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace scimd::tests
