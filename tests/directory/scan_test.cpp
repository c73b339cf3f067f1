// The scan pool: what may take long has a place of its own, and bounds.
#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <future>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;

struct outcomes {
    int done = 0;
    int busy = 0;
};

directory::awaitable<void> scan_once(directory::directories& in, std::shared_future<void> until,
                                     outcomes& count) {
    const std::function<void(directory::view&)> work = [until](directory::view&) { until.wait(); };
    const auto scanned = co_await in.scan(work);
    if (scanned)
        ++count.done;
    else if (scanned.error().code == errc::busy)
        ++count.busy;
}

TEST(Scans, ThatWaitAreBounded) {
    house home;
    std::promise<void> gate;
    const std::shared_future<void> until(gate.get_future());
    outcomes count;
    boost::asio::io_context io(1);

    for (std::size_t i = 0; i < directory::scans_max + 5; ++i)
        boost::asio::co_spawn(io.get_executor(), scan_once(home.directories(), until, count),
                              boost::asio::detached);
    io.poll();
    EXPECT_EQ(count.busy, 5);
    gate.set_value();
    io.restart();
    io.run();

    EXPECT_EQ(count.done, static_cast<int>(directory::scans_max));
}

}  // namespace
}  // namespace scimd::tests
