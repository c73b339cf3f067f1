#include "store/nonce_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

using model::used_nonce;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const used_nonce first{"key", 1, 100};
const used_nonce second{"other", 0xFFFF'FFFF'FFFF'FFFFULL, 101};

struct nonce_log : testing::Test {
    temporary_path place;
    std::unique_ptr<store::data_folder> folder =
        std::make_unique<store::data_folder>(std::move(*store::data_folder::open(place.path)));
    std::string file = place.path + "/nonces.db";

    model::result<std::unique_ptr<store::nonce_log>> open() const {
        return store::nonce_log::open(*folder);
    }
};

TEST_F(nonce_log, RecallsWhatWasAddedBeforeItWasOpenedAgain) {
    open().value()->add(std::vector{first, second}, 100);

    EXPECT_THAT(open().value()->recall(100), UnorderedElementsAre(first, second));
}

TEST_F(nonce_log, LosesNothingThatWasAddedWhenItIsNeverClosed) {
    const auto left_open = open().value();
    left_open->add(std::vector{first}, 100);
    // What a kill leaves behind: the files as they are now.
    const temporary_path elsewhere;
    std::filesystem::copy(place.path, elsewhere.path);
    const auto copy = store::data_folder::open(elsewhere.path);

    EXPECT_THAT(store::nonce_log::open(*copy).value()->recall(100), UnorderedElementsAre(first));
}

TEST_F(nonce_log, ForgetsWhatIsPast) {
    const auto log = open().value();
    log->add(std::vector{first, second}, 100);
    log->add(std::vector{used_nonce{"key", 3, 115}}, 101);

    EXPECT_THAT(log->recall(0), UnorderedElementsAre(second, used_nonce{"key", 3, 115}));
    EXPECT_THAT(open().value()->recall(102), UnorderedElementsAre(used_nonce{"key", 3, 115}));
    EXPECT_THAT(log->recall(200), IsEmpty());
}

TEST_F(nonce_log, DoesNotGrowWithTime) {
    const auto log = open().value();
    constexpr std::int64_t window = 15;
    std::uint64_t print = 0;
    const auto fill_until = [&](std::int64_t from, std::int64_t to) {
        for (std::int64_t minute = from; minute < to; ++minute) {
            std::vector<used_nonce> together;
            for (int i = 0; i < 500; ++i) together.push_back({"key", ++print, minute + window});
            log->add(together, minute);
        }
        return std::filesystem::file_size(file) + std::filesystem::file_size(file + "-wal");
    };
    const auto after_an_hour = fill_until(0, 60);

    EXPECT_LE(fill_until(60, 240), after_an_hour * 2);
}

TEST_F(nonce_log, GoesOnAfterAFailure) {
    const auto log = open().value();
    const auto other_hand = store::open_log(file, true);
    const auto run = [&](std::string_view sql) {
        const store::statement one = other_hand->prepare(sql);
        other_hand->start(one, {});
        other_hand->next(one);
        other_hand->release(one);
    };
    run("ALTER TABLE nonces RENAME TO hidden");
    EXPECT_THROW(log->add(std::vector{first}, 100), store::store_failure);
    run("ALTER TABLE hidden RENAME TO nonces");
    log->add(std::vector{second}, 100);

    EXPECT_THAT(log->recall(100), UnorderedElementsAre(second));
}

TEST_F(nonce_log, IsForItsOwnerOnly) {
    const auto log = open().value();
    log->add(std::vector{first}, 100);
    for (const std::string& each : {file, file + "-wal", file + "-shm"}) {
        struct stat found {};
        ASSERT_EQ(::stat(each.c_str(), &found), 0) << each;
        EXPECT_EQ(found.st_mode & 0777U, 0600U) << each;
    }
}

TEST_F(nonce_log, SaysWhichFileIsDamagedAndMayBeRemoved) {
    std::ofstream(file) << "This is no database, and long enough to be taken for one by its size.";

    const auto opened = open();

    ASSERT_FALSE(opened);
    EXPECT_THAT(opened.error().detail, testing::HasSubstr(file));
    EXPECT_THAT(opened.error().detail, testing::HasSubstr("remove it"));
    std::filesystem::remove(file);
    EXPECT_TRUE(open());
}

TEST_F(nonce_log, FindsADamageInsideAtOnce) {
    {
        const auto log = open().value();
        std::vector<used_nonce> many;
        for (std::uint64_t print = 0; print < 2'000; ++print) many.push_back({"key", print, 100});
        log->add(many, 100);
    }
    std::fstream inside(file, std::ios::in | std::ios::out | std::ios::binary);
    inside.seekp(4096 + 4096);
    inside << std::string(8192, '\x5A');
    inside.close();

    EXPECT_THAT(open().error().detail, testing::HasSubstr("remove it"));
}

}  // namespace
}  // namespace scimd::tests
