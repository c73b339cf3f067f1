#include "store/commit_queue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

// An edit that makes a directory of this name, or fails on purpose.
struct trial {
    std::string name;
    enum { succeed, refuse, refuse_at_once, fail } how = succeed;
};

std::atomic<int> times_applied = 0;

model::result<int> apply_trial(store::tables& tables, const trial& what) {
    ++times_applied;
    const model::directory nowhere;
    if (what.how == trial::refuse_at_once) return model::refusal(model::errc::busy, "at once");
    tables.insert_directory(permit_to(policy::verb::administer, tables, nowhere),
                            model::fresh_directory_id(), what.name, {}, {1});
    if (what.how == trial::refuse) return model::refusal(model::errc::not_permitted, "refused");
    if (what.how == trial::fail) throw std::runtime_error("broken");
    tables.record({});
    return 1;
}

std::atomic<int> refusals_noted = 0;

void note_refusal(store::tables&, const trial&, const model::fault&) {
    ++refusals_noted;
}

struct queued : testing::Test {
    using queue = store::commit_queue<trial, int>;

    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    model::result<store::engine> engine = store::engine::open(*folder);
    std::vector<std::string> log;

    std::unique_ptr<queue> make(std::size_t queued_max = 4096) {
        return std::make_unique<queue>(
            engine->open_writer(), engine->open_checkpointer(), store_schemas(),
            queue::functions{&apply_trial, &note_refusal}, queue::limits{queued_max},
            [this](std::string_view line) { log.emplace_back(line); });
    }
    std::size_t stored() {
        const auto session = engine->open_reader();
        return store::reading(*session).list_directories().size();
    }
    static std::future<model::result<int>> put(queue& in, trial what) {
        auto told = std::make_shared<std::promise<model::result<int>>>();
        auto future = told->get_future();
        in.async_commit(std::move(what), [told](model::result<int> outcome) {
            told->set_value(std::move(outcome));
        });
        return future;
    }
};

TEST_F(queued, TellsTheAuthorOnceTheEditIsStored) {
    const auto edits = make();
    EXPECT_TRUE(put(*edits, {"one"}).get());
    EXPECT_EQ(stored(), 1U);
}

TEST_F(queued, LeavesNoTraceOfWhatIsRefusedOrFails) {
    const int noted_before = refusals_noted;
    const auto edits = make();
    auto good = put(*edits, {"good"});
    auto refused = put(*edits, {"refused", trial::refuse});
    auto failed = put(*edits, {"failed", trial::fail});
    auto after = put(*edits, {"after"});

    EXPECT_TRUE(good.get());
    EXPECT_EQ(refused.get().error().code, model::errc::not_permitted);
    EXPECT_EQ(failed.get().error().code, model::errc::internal);
    EXPECT_TRUE(after.get());
    EXPECT_EQ(stored(), 2U);
    EXPECT_EQ(refusals_noted - noted_before, 2) << "what was refused and what failed";
    EXPECT_THAT(log, testing::ElementsAre(testing::HasSubstr("broken"))) << "logged once";
}

// Only what was refused after it had written something makes its neighbours run again.
TEST_F(queued, AppliesAnEditOnceUnlessOneOfItsGroupHasToBeTakenBack) {
    const auto applied = [this](std::vector<trial> edits_of_a_group) {
        const auto edits = make();
        const int before = times_applied;
        for (const trial& one : edits_of_a_group) put(*edits, one).wait();
        return times_applied - before;
    };
    EXPECT_EQ(applied({{"a"}, {"x", trial::refuse_at_once}, {"b"}}), 3);
    EXPECT_EQ(applied({{"c"}, {"y", trial::refuse}, {"d"}}), 4) << "each alone in its group";
    EXPECT_EQ(stored(), 4U);
}

TEST_F(queued, KeepsTheGoodOnesOfAGroupInWhichOneIsTakenBack) {
    const int before = times_applied;
    std::vector<std::future<model::result<int>>> all;
    {
        const auto edits = make();
        for (int i = 0; i < 300; ++i)
            all.push_back(put(*edits, {std::to_string(i), i % 50 == 7   ? trial::refuse
                                                          : i % 50 == 9 ? trial::fail
                                                                        : trial::succeed}));
    }
    int kept = 0;
    for (auto& one : all) kept += one.get() ? 1 : 0;
    EXPECT_EQ(kept, 288);
    EXPECT_EQ(stored(), 288U);
    EXPECT_GT(times_applied - before, 300) << "a group ran twice";
    EXPECT_EQ(log.size(), 6U) << "each failure is logged once";
}

TEST_F(queued, CommitsWhatWaitsBeforeItGoes) {
    std::vector<std::future<model::result<int>>> all;
    {
        const auto edits = make();
        for (int i = 0; i < 500; ++i) all.push_back(put(*edits, {std::to_string(i)}));
    }
    for (auto& one : all) EXPECT_TRUE(one.get());
    EXPECT_EQ(stored(), 500U);
}

TEST_F(queued, SaysBusyWhenMoreWaitThanItTakesOn) {
    const auto edits = make(1);
    std::vector<std::future<model::result<int>>> all;
    for (int i = 0; i < 200; ++i) all.push_back(put(*edits, {std::to_string(i)}));
    std::size_t busy = 0;
    std::size_t done = 0;
    for (auto& one : all) {
        const auto outcome = one.get();
        busy += static_cast<std::size_t>(!outcome && outcome.error().code == model::errc::busy);
        done += static_cast<std::size_t>(outcome.has_value());
    }
    EXPECT_GT(busy, 0U);
    EXPECT_EQ(busy + done, all.size());
    EXPECT_EQ(stored(), done) << "what was turned away left no trace";
}

}  // namespace
}  // namespace scimd::tests
