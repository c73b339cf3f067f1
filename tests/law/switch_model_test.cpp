// The switch against a model of it (synchronization.md): random steps of both authors in several
// directories; after each of them the outcome and all that can be seen are the model's, and all
// laws hold. What fails is printed as the shortest script that still does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <set>

#include "tests/law/switch_house.hpp"
#include "tests/law/switch_script.hpp"

namespace scimd::tests {
namespace {

constexpr std::size_t scripts_by_default = 1000;
constexpr std::size_t steps_each = 60;
// A house is used again for so many scripts, each in directories of its own.
constexpr std::size_t scripts_per_house = 50;

// Houses for one script after the other; a fresh one after a failure.
class houses {
 public:
    // Whatever goes wrong until the script has ended and all it left was taken away.
    std::optional<disagreement> try_out(const script& tried, mistake of_the_model) {
        if (!home_) home_ = std::make_unique<switch_house>();
        auto failed = disagreement_about(tried, *home_, of_the_model);
        if (!failed && !home_->clear(time_of_step(tried.size() + 1)))
            failed = {tried.size(), "what it leaves cannot be taken away\n"};
        if (!failed && ++scripts_ % scripts_per_house == 0) {
            std::string breaches;
            for (const std::string& one : home_->check()) breaches += one + "\n";
            if (!breaches.empty()) failed = {tried.size(), breaches};
            home_.reset();
        }
        if (failed) home_.reset();
        return failed;
    }

 private:
    std::unique_ptr<switch_house> home_;
    std::size_t scripts_ = 0;
};

struct failing {
    script shortest;
    disagreement what;
};
// What fails only in a house that was used before stays as it was.
failing shorten(const script& long_one, disagreement why, mistake of_the_model, houses& in) {
    failing found{long_one, std::move(why)};
    found.shortest = shrunk(long_one, [&](const script& tried) {
        auto failed = in.try_out(tried, of_the_model);
        if (failed) found.what = std::move(*failed);
        return failed.has_value();
    });
    return found;
}

std::string told(const failing& found) {
    return "after step " + std::to_string(found.what.at) + " of\n" + to_text(found.shortest) +
           found.what.what;
}

// What the first of many scripts that fail comes to.
failing first_failure(mistake of_the_model) {
    constexpr std::uint64_t seeds = 200;
    houses in;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        chance dice(seed);
        const script tried = random_script(dice, steps_each);
        if (auto failed = in.try_out(tried, of_the_model))
            return shorten(tried, std::move(*failed), of_the_model, in);
    }
    ADD_FAILURE() << "no script fails";
    return {};
}

TEST(SwitchModel, SaysWhatTheHouseDoes) {
    const std::size_t scripts = number_from_environment("SCIMD_CASES").value_or(scripts_by_default);
    houses in;
    try_seeds(scripts, 1, [&](chance& dice) {
        const script tried = random_script(dice, steps_each);
        if (auto failed = in.try_out(tried, mistake::none))
            ADD_FAILURE() << told(shorten(tried, std::move(*failed), mistake::none, in));
    });
}

// Were the model wrong, or the house, a few steps would show it.
TEST(SwitchModel, IsFoundOutWhenItIsWrong) {
    constexpr std::size_t few = 8;
    for (const mistake made :
         {mistake::take_over_forgets_memberships, mistake::rollback_keeps_edits,
          mistake::rollback_loses_deleted_groups}) {
        const failing found = first_failure(made);
        EXPECT_LE(found.shortest.size(), few) << told(found);
        EXPECT_EQ(found.what.at, found.shortest.size()) << "the last step shows it";
    }
}

TEST(ShrunkScript, HasOnlyWhatItFailsBy) {
    chance dice(1);
    const auto fails = [](const script& tried) {
        const auto renames = [](const step& one) {
            return one.what == verb::patch && one.name.has_value();
        };
        const auto first = std::ranges::find(tried, verb::disable, &step::what);
        return std::any_of(first, tried.end(), renames);
    };
    script tried;
    while (!fails(tried)) tried = random_script(dice, steps_each);

    const script shortest = shrunk(tried, fails);

    ASSERT_EQ(shortest.size(), 2U) << to_text(shortest);
    EXPECT_EQ(shortest[0].what, verb::disable);
    EXPECT_TRUE(shortest[1].name && !shortest[1].extra && !shortest[1].email &&
                !shortest[1].description && !shortest[1].active && shortest[1].members.empty())
        << to_text(shortest);
}

TEST(ShrunkScript, TakesABulkApart) {
    const step unneeded{.what = verb::patch, .target = {entity_kind::user, 1}};
    const step needed{.what = verb::remove, .target = {entity_kind::group, 2}};
    const step bulk{
        .who = model::author::idp, .what = verb::bulk, .parts = {unneeded, needed, unneeded}};
    const auto fails = [&](const script& tried) {
        return std::ranges::any_of(tried, [&](const step& one) {
            return one == needed || std::ranges::count(one.parts, needed) > 0;
        });
    };

    EXPECT_THAT(shrunk({unneeded, bulk, unneeded}, fails), testing::ElementsAre(needed));
}

// What is never met is never tried.
TEST(RandomScripts, MeetEveryRefusal) {
    std::set<model::errc> met;
    constexpr std::uint64_t seeds = 200;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        chance dice(seed);
        switch_model said;
        std::size_t number = 0;
        for (const step& one : random_script(dice, steps_each)) {
            const outcome came = said.run(one, time_of_step(++number));
            if (came.refused) met.insert(*came.refused);
            for (const auto& part : came.parts)
                if (part && part->refused) met.insert(*part->refused);
        }
    }
    EXPECT_THAT(met, testing::IsSupersetOf(refusals_of_steps));
}

}  // namespace
}  // namespace scimd::tests
