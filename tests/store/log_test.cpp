// The write-ahead log: how commits reach it, and that it does not grow for ever.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <thread>

#include "store/checkpointer.hpp"
#include "store/queries.hpp"
#include "store/sqlite/gathered_log.hpp"
#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

struct write_ahead_log : testing::Test {
    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    model::result<store::engine> engine = store::engine::open(*folder);
    std::unique_ptr<store::session> writer = engine->open_writer();
    store::queries write{*writer};

    static std::string run(store::queries& on, const std::string& text) {
        store::rows found = on.run(text, std::span<const store::value>());
        return found.next() ? std::string(found.text(0)) : std::string();
    }
    // So many rows of a page each, in one transaction that stays open.
    void insert(int pages) {
        run(write, "BEGIN IMMEDIATE");
        run(write, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                       std::to_string(pages) +
                       ") INSERT INTO pages (content) SELECT zeroblob(3000) FROM n");
    }
    void commit(int pages) {
        insert(pages);
        run(write, "COMMIT");
    }
    std::uintmax_t log_bytes() const {
        return std::filesystem::file_size(folder->database() + "-wal");
    }
    // System calls of this thread that wrote.
    static long writes() {
        std::ifstream counters("/proc/thread-self/io");
        std::string name;
        long value = 0;
        while (counters >> name >> value)
            if (name == "syscw:") return value;
        return -1;
    }

    write_ahead_log() { run(write, "CREATE TABLE pages (key INTEGER PRIMARY KEY, content BLOB)"); }
};

TEST_F(write_ahead_log, TakesACommitInOneWrite) {
    if (writes() < 0) GTEST_SKIP() << "this system does not count writes";
    long fewest = std::numeric_limits<long>::max();
    for (int i = 0; i < 5; ++i) {  // sanitizers write when they see something for the first time
        const long before = writes();
        commit(20);
        fewest = std::min(fewest, writes() - before);
    }
    EXPECT_EQ(fewest, 1) << "twenty pages and more";
}

TEST_F(write_ahead_log, TakesTransactionsOfAnySize) {
    for (int pages = 1; pages <= 100; ++pages) EXPECT_NO_THROW(commit(pages)) << pages;
    const auto reader = engine->open_reader();
    store::queries read(*reader);
    EXPECT_EQ(run(read, "SELECT count(*) FROM pages"), "5050");
    EXPECT_EQ(run(read, "PRAGMA integrity_check"), "ok");
}

// SQLite reads its own log when a transaction does not fit into its cache.
TEST_F(write_ahead_log, IsReadByATransactionThatIsNotCommitted) {
    constexpr int pages = 8 * store::sqlite::gathered_bytes_max / 4096;
    run(write, "PRAGMA cache_size = 10");
    insert(pages);
    EXPECT_EQ(run(write, "SELECT count(*) FROM pages WHERE length(content) = 3000"),
              std::to_string(pages));
    run(write, "ROLLBACK");
    commit(7);
    insert(3);
    run(write, "SAVEPOINT edit");
    run(write, "UPDATE pages SET content = zeroblob(10)");
    run(write, "ROLLBACK TO edit");
    run(write, "COMMIT");

    const auto reader = engine->open_reader();
    store::queries read(*reader);
    EXPECT_EQ(run(read, "SELECT count(*) FROM pages WHERE length(content) = 3000"), "10");
    EXPECT_EQ(run(read, "PRAGMA integrity_check"), "ok");
}

TEST_F(write_ahead_log, StaysBoundedWhileOthersRead) {
    constexpr std::int64_t between = 300;
    store::checkpointer checkpoints(engine->open_checkpointer(), between);
    std::atomic<bool> done = false;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 2; ++i)
        readers.emplace_back([this, &done] {
            const auto session = engine->open_reader();
            store::queries read(*session);
            while (!done) {
                run(read, "BEGIN");
                run(read, "SELECT count(*) FROM pages");
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                run(read, "COMMIT");
            }
        });
    std::int64_t longest = 0;
    for (int i = 0; i < 2000; ++i) {
        {
            const auto turn = checkpoints.take_turn();
            commit(10);
        }
        checkpoints.committed(writer->log_pages());
        longest = std::max(longest, writer->log_pages());
    }
    done = true;
    EXPECT_GE(longest, between);
    EXPECT_LT(longest, 30 * between) << "of more than twenty thousand pages";
}

// The first commit of a new log may be as long as the whole log before.
TEST_F(write_ahead_log, IsMovedWhereItBeganAnew) {
    store::checkpointer checkpoints(engine->open_checkpointer(), 20);
    std::int64_t longest = 0;
    for (int i = 0; i < 10; ++i) {
        {
            const auto turn = checkpoints.take_turn();
            commit(40);
        }
        checkpoints.committed(writer->log_pages());
        longest = std::max(longest, writer->log_pages());
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    EXPECT_LT(longest, 200) << "of four hundred pages";
}

// On a full disk what is committed can be read, and moved; then there is room to go on.
TEST_F(write_ahead_log, BeginsAnewWhereItCouldNotGrow) {
    commit(300);
    run(write, "DELETE FROM pages");
    run(write, "PRAGMA wal_checkpoint(RESTART)");
    for (int i = 0; i < 20; ++i) commit(5);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
    rlimit full = before;
    full.rlim_cur = log_bytes();
    setrlimit(RLIMIT_FSIZE, &full);

    bool has_failed = false;
    for (int i = 0; i < 200 && !has_failed; ++i) try {
            commit(5);
        } catch (const store::store_failure&) {
            has_failed = true;
            try {
                run(write, "ROLLBACK");
            } catch (const store::store_failure&) {
                has_failed = true;  // SQLite had rolled back by itself
            }
        }
    EXPECT_TRUE(has_failed);
    EXPECT_NO_THROW(run(write, "SELECT count(*) FROM pages"));
    run(write, "PRAGMA wal_checkpoint(RESTART)");
    EXPECT_NO_THROW(commit(5));

    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, ignored);
    EXPECT_EQ(run(write, "PRAGMA integrity_check"), "ok");
}

TEST_F(write_ahead_log, GivesBackWhatALargeEditNeeded) {
    constexpr auto bound = store::checkpointer::log_pages_max * 4096;
    commit(store::checkpointer::log_pages_max + 1000);
    EXPECT_GT(log_bytes(), bound);
    run(write, "PRAGMA wal_checkpoint(RESTART)");
    commit(1);
    EXPECT_LE(log_bytes(), bound);
}

}  // namespace
}  // namespace scimd::tests
