#include "directory/nonce_keeper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::used_nonce;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr model::instant noon{1'800'000'000'000};
constexpr std::int64_t minute = noon.milliseconds / 60'000;

struct nonce_keeper : testing::Test {
    std::string folder =
        std::filesystem::temp_directory_path() / ("scimd-test-" + model::random_alphanumeric(10));
    std::unique_ptr<house> home = std::make_unique<house>(folder);
    ~nonce_keeper() override { std::filesystem::remove_all(folder); }

    std::unique_ptr<directory::nonce_keeper> open(model::instant now = noon) const {
        return home->directories().open_nonce_keeper(now).value();
    }
};

directory::awaitable<void> keep(directory::nonce_keeper& by, used_nonce nonce,
                                boost::asio::io_context& loop, int& done) {
    co_await by.keep(std::move(nonce), noon);
    EXPECT_TRUE(loop.get_executor().running_in_this_thread());
    ++done;
}

// Keeps `count` at once from one loop.
int keep_many(directory::nonce_keeper& by, const std::string& key, std::uint64_t count) {
    boost::asio::io_context loop(1);
    int done = 0;
    for (std::uint64_t print = 0; print < count; ++print)
        boost::asio::co_spawn(loop.get_executor(), keep(by, {key, print, minute + 15}, loop, done),
                              boost::asio::detached);
    loop.run();
    return done;
}

TEST_F(nonce_keeper, FindsWhatWasKept) {
    EXPECT_THAT(open()->take_found(), IsEmpty());
    EXPECT_EQ(keep_many(*open(), "key", 2), 2);

    const auto again = open();
    EXPECT_THAT(again->take_found(), UnorderedElementsAre(used_nonce{"key", 0, minute + 15},
                                                          used_nonce{"key", 1, minute + 15}));
    EXPECT_THAT(again->take_found(), IsEmpty()) << "once";
    EXPECT_THAT(open({noon.milliseconds + 16 * 60'000})->take_found(), IsEmpty()) << "in time";
}

TEST_F(nonce_keeper, KeepsForManyThreadsAndResumesEachOnItsOwn) {
    const auto by = open();
    std::vector<std::thread> threads;
    std::atomic<int> done = 0;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back(
            [&, thread] { done += keep_many(*by, "key-" + std::to_string(thread), 250); });
    for (std::thread& one : threads) one.join();

    EXPECT_EQ(done, 1'000);
    EXPECT_EQ(open()->take_found().size(), 1'000U);
}

TEST_F(nonce_keeper, RefusesToOpenADamagedFile) {
    std::ofstream(folder + "/nonces.db") << "no database";

    const auto opened = home->directories().open_nonce_keeper(noon);

    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().detail, testing::HasSubstr(folder + "/nonces.db"));
}

}  // namespace
}  // namespace scimd::tests
