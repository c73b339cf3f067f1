#include "management/drift.hpp"

#include <gtest/gtest.h>

#include "a_house.hpp"
#include "store/session.hpp"

namespace scimd::management {
namespace {

using tests::a_house;

TEST(DriftScan, ThatTakesTooLongAsksToComeBack) {
    a_house house;
    std::function<void(directory::view&)> late = [](directory::view&) {
        throw store::store_interrupted("late");
    };

    const auto scanned = tests::run_to_end(scan_drift(*house.house, std::move(late)));

    ASSERT_FALSE(scanned);
    EXPECT_EQ(scanned.error().code, model::errc::busy) << "no filter could be made narrower here";
    EXPECT_EQ(scanned.error().detail.find("filter"), std::string::npos);
}

TEST(DriftScan, SaysThatADirectoryWasDeletedMeanwhile) {
    a_house house;
    const parameters nothing;
    const model::access_key any;
    const model::origin nobody;
    bool told = false;
    const auto where =
        house.view.find_directory(*model::directory_id::from_text(house.directory_id));
    const call asked{*house.house, house.view, nothing, house.now, *where, any, nobody, told};
    house.succeed("DeleteDirectory");

    const auto found = tests::run_to_end(read_drift(asked));

    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, model::errc::directory_not_found);
}

}  // namespace
}  // namespace scimd::management
