#include "store/data_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

unsigned mode_of(const std::string& path) {
    struct stat found {};
    EXPECT_EQ(::stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 0777U;
}

TEST(DataFolder, IsMadeForItsOwnerOnly) {
    const temporary_path place;
    const auto folder = store::data_folder::open(place.path + "/deep/er");
    ASSERT_TRUE(folder);
    EXPECT_EQ(mode_of(place.path + "/deep/er"), 0700U);
    EXPECT_EQ(mode_of(place.path + "/deep/er/scimd.key"), 0600U);
    EXPECT_EQ(mode_of(place.path + "/deep/er/scimd.db"), 0600U);
    const auto engine = store::engine::open(*folder);
    const auto writer = engine->open_writer();
    EXPECT_EQ(mode_of(place.path + "/deep/er/scimd.db-wal"), 0600U);
}

TEST(DataFolder, KeepsItsKey) {
    const temporary_path place;
    std::string key;
    {
        key = store::data_folder::open(place.path)->key();
        EXPECT_EQ(key.size(), 32U);
    }
    EXPECT_EQ(store::data_folder::open(place.path)->key(), key);
    std::ofstream(place.path + "/scimd.key") << "torn";
    EXPECT_THAT(store::data_folder::open(place.path).error().detail, testing::HasSubstr("damaged"));
}

TEST(DataFolder, DoesNotReplaceAKeyThatWasLost) {
    const temporary_path place;
    (void)store::data_folder::open(place.path);
    std::filesystem::remove(place.path + "/scimd.key");

    EXPECT_THAT(store::data_folder::open(place.path).error().detail,
                testing::HasSubstr("scimd.key is missing"));
    EXPECT_FALSE(std::filesystem::exists(place.path + "/scimd.key"));
}

TEST(DataFolder, IsHeldByOne) {
    const temporary_path place;
    auto first = store::data_folder::open(place.path);
    EXPECT_THAT(store::data_folder::open(place.path).error().detail,
                testing::HasSubstr("in use by another scimd"));
}

TEST(DataFolder, OfMemoryGoesWithItsOwner) {
    std::string database;
    {
        const auto folder = store::data_folder::open(":memory:");
        database = folder->database();
        EXPECT_FALSE(folder->is_kept());
        EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(database).parent_path()));
    }
    EXPECT_FALSE(std::filesystem::exists(std::filesystem::path(database).parent_path()));
}

// Each looks for abandoned ones before it makes its own.
TEST(DataFolder, OfMemoryIsNotTakenForAbandonedWhileItIsMade) {
    constexpr int many = 8;
    constexpr int folders_each = 200;
    std::atomic<int> failures = 0;
    const auto open_many = [&failures] {
        for (int i = 0; i < folders_each; ++i)
            if (!store::data_folder::open(":memory:")) ++failures;
    };
    {
        std::vector<std::jthread> at_once;
        for (int i = 0; i < many; ++i) at_once.emplace_back(open_many);
    }

    EXPECT_EQ(failures, 0);
}

TEST(DataFolder, IsNotMadeByThoseWhoOnlyWantToLook) {
    const temporary_path place;

    const auto looked = store::data_folder::open(place.path, true);

    EXPECT_THAT(looked.error().detail, testing::HasSubstr("no scimd data in " + place.path));
    EXPECT_FALSE(std::filesystem::exists(place.path));
}

TEST(DataFolder, SaysWhyItCannotBeMade) {
    const auto folder = store::data_folder::open("/proc/nowhere");
    EXPECT_THAT(folder.error().detail, testing::HasSubstr("/proc/nowhere"));
}

}  // namespace
}  // namespace scimd::tests
