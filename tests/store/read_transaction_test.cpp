#include "store/read_transaction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "store/reading.hpp"
#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

struct read_transactions : testing::Test {
    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    model::result<store::engine> engine = store::engine::open(*folder);
    std::unique_ptr<store::session> writer = engine->open_writer();
    std::unique_ptr<store::session> reader = engine->open_reader();
    std::unique_ptr<store::session> checkpointer = engine->open_checkpointer();
    store::commits commits;
    store::reading lasting{*reader, &commits};

    void TearDown() override { lasting.transaction().let_go(); }

    // Commits, and tells of it or not.
    void write(bool told = true) {
        store::tables tables(*writer, store_schemas());
        tables.begin();
        tables.begin_edit();
        const model::directory nowhere;
        tables.insert_directory(permit_to(policy::verb::administer, tables, nowhere),
                                model::fresh_directory_id(), model::random_alphanumeric(10), {},
                                {1});
        tables.record({});
        tables.keep_edit();
        tables.commit();
        if (told) commits.happened(tables.has_administered());
    }
    std::size_t seen() { return store::snapshot(lasting)->list_directories().size(); }

    // Whether all of the log could be written back and the log begin anew.
    bool checkpoints() {
        store::queries ask(*checkpointer);
        store::rows outcome = ask.run(store::statement_name::checkpoint, {});
        return outcome.next() && outcome.integer(0) == 0 &&
               outcome.integer(1) == outcome.integer(2);
    }
};

TEST_F(read_transactions, ShowWhatWasCommittedAsSoonAsItIsTold) {
    EXPECT_EQ(seen(), 0U);
    for (std::size_t i = 1; i <= 100; ++i) {
        write();
        ASSERT_EQ(seen(), i);
    }
}

// Now and then the machine takes longer between two reads than one is held.
TEST_F(read_transactions, AreHeldWhileNothingIsTold) {
    bool same = false;
    for (int i = 0; i < 100 && !same; ++i) {
        seen();
        EXPECT_TRUE(lasting.transaction().is_held());
        const std::uint64_t first = lasting.transaction().number();
        seen();
        same = lasting.transaction().number() == first;
    }
    EXPECT_TRUE(same);
}

TEST_F(read_transactions, AreHeldForAMomentOnly) {
    EXPECT_EQ(seen(), 0U);
    write(false);
    std::this_thread::sleep_for(store::held_max);
    EXPECT_EQ(seen(), 1U);
}

TEST_F(read_transactions, AreOfOneMomentInsideOfAnother) {
    const store::snapshot outer(lasting);
    EXPECT_EQ(outer->list_directories().size(), 0U);
    write();
    EXPECT_EQ(seen(), 0U);
    EXPECT_EQ(outer->list_directories().size(), 0U);
}

TEST_F(read_transactions, AreNotHeldWhereNobodyTellsOfCommits) {
    const auto session = engine->open_reader();
    store::reading other(*session);
    { const store::snapshot moment(other); }
    EXPECT_FALSE(other.transaction().is_held());
}

TEST_F(read_transactions, KeepNoCheckpointFromGoingOnOnceTheyAreLetGo) {
    write();
    EXPECT_EQ(seen(), 1U);
    write();
    EXPECT_FALSE(checkpoints()) << "somebody reads what was there before";
    lasting.transaction().let_go();
    EXPECT_FALSE(lasting.transaction().is_held());
    EXPECT_TRUE(checkpoints());
}

TEST_F(read_transactions, KeepNoCheckpointFromGoingOnWhileTheyFollowEachOther) {
    for (int i = 0; i < 20; ++i) {
        seen();
        write();
        seen();
        EXPECT_TRUE(checkpoints()) << "who reads on, reads the newest";
    }
}

}  // namespace
}  // namespace scimd::tests
