#include "store/engine.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "store/queries.hpp"
#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

TEST(Engine, RefusesASchemaThatIsNewerThanItself) {
    const temporary_path place;
    const auto folder = store::data_folder::open(place.path);
    const auto opened = store::engine::open(*folder);
    ASSERT_TRUE(opened);
    {
        const auto session = opened->open_writer();
        store::queries(*session)
            .run("PRAGMA user_version = 99", std::span<const store::value>())
            .next();
    }

    const auto again = store::engine::open(*folder);

    ASSERT_FALSE(again);
    EXPECT_THAT(again.error().detail, testing::HasSubstr("newer scimd"));
}

TEST(Engine, WritesDurablyAndReadsOnly) {
    const temporary_path place;
    const auto folder = store::data_folder::open(place.path);
    const auto opened = store::engine::open(*folder);
    const auto writer = opened->open_writer();
    const auto reader = opened->open_reader();
    const auto ask = [](store::session& on, const std::string& text) {
        store::queries asked(on);
        store::rows found = asked.run(text, std::span<const store::value>());
        return found.next() ? std::string(found.text(0)) : std::string();
    };

    EXPECT_EQ(ask(*writer, "PRAGMA journal_mode"), "wal");
    EXPECT_EQ(ask(*writer, "PRAGMA synchronous"), "2") << "FULL";
    EXPECT_THROW(ask(*reader, "DELETE FROM users"), store::store_failure);
}

// What a crash leaves behind is read once, and written back when there is time for it: whoever
// waits for the first answer does not wait for that.
TEST(Engine, LeavesTheLogOfACrashForLater) {
    const temporary_path crashed;
    const temporary_path place;
    const auto folder = store::data_folder::open(place.path);
    const std::string log = place.path + "/scimd.db-wal";
    {
        const auto before = store::data_folder::open(crashed.path);
        const auto opened = store::engine::open(*before);
        const auto writer = opened->open_writer();
        store::queries asked(*writer);
        asked.run("UPDATE service SET enabled = 0", std::span<const store::value>()).next();
        for (const char* file : {"/scimd.db", "/scimd.db-wal"})
            std::filesystem::copy_file(crashed.path + file, place.path + file,
                                       std::filesystem::copy_options::overwrite_existing);
    }
    const auto size = std::filesystem::file_size(log);
    ASSERT_GT(size, 0U);
    {
        const auto opened = store::engine::open(*folder);
        ASSERT_TRUE(opened);
        for (int i = 0; i < 2; ++i) {
            const auto session = opened->open_writer();
            store::queries asked(*session);
            store::rows found = asked.run(store::statement_name::service_status, {});
            ASSERT_TRUE(found.next());
            EXPECT_EQ(found.integer(0), 0);
        }
        EXPECT_EQ(std::filesystem::file_size(log), size);
    }
    EXPECT_FALSE(std::filesystem::exists(log));
}

// What earlier versions counted is not counted any more, and the file is none the worse for it.
TEST(Engine, TakesTheCountingOfKeysOutOfTheSchema) {
    const temporary_path place;
    const auto folder = store::data_folder::open(place.path);
    const auto session = store::engine::open(*folder)->open_writer();
    store::queries asked(*session);
    const auto ask = [&asked](const std::string& text) {
        store::rows found = asked.run(text, std::span<const store::value>());
        return found.next() ? std::string(found.text(0)) : std::string();
    };

    EXPECT_EQ(ask("SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%'"), "0");
    EXPECT_EQ(ask("PRAGMA integrity_check"), "ok");
}

TEST(Session, StopsReadingWhenItsTimeIsUp) {
    const temporary_path place;
    const auto folder = store::data_folder::open(place.path);
    const auto session = store::engine::open(*folder)->open_reader();
    store::queries asked(*session);
    const std::string endless =
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    session->stop_at(std::chrono::steady_clock::now() + std::chrono::milliseconds(50));
    EXPECT_THROW(asked.run(endless, std::span<const store::value>()).next(),
                 store::store_interrupted);

    session->stop_at(std::chrono::steady_clock::time_point::max());
    EXPECT_TRUE(asked.run("SELECT 1", std::span<const store::value>()).next()) << "usable again";
}

TEST(Queries, AnswerEveryStatementTheyWerePreparedFor) {
    const temporary_path place;
    const auto folder = store::data_folder::open(place.path);
    const auto session = store::engine::open(*folder)->open_writer();
    store::queries all(*session);
    EXPECT_NO_THROW(all.prepare_all());
}

TEST(Queries, KeepABoundedNumberOfFiltersPrepared) {
    const temporary_path place;
    const auto folder = store::data_folder::open(place.path);
    const auto session = store::engine::open(*folder)->open_reader();
    store::queries asked(*session);
    for (std::size_t i = 0; i < store::queries::made_max * 3; ++i) {
        store::rows found =
            asked.run("SELECT " + std::to_string(i), std::span<const store::value>());
        ASSERT_TRUE(found.next());
        EXPECT_EQ(found.integer(0), static_cast<std::int64_t>(i));
    }
}

}  // namespace
}  // namespace scimd::tests
