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
