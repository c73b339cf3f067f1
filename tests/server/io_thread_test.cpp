// When a server thread lets go of what its application holds for the next request.
#include "server/io_thread.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/server/client.hpp"

namespace scimd::server::test {
namespace {

struct counting {
    std::atomic<int> answered = 0;
    std::atomic<int> rested = 0;

    application make() {
        return {[this](const request&) {
                    ++answered;
                    response answer;
                    answer.body = "here";
                    return answering(std::move(answer));
                },
                [this] { ++rested; }};
    }
};

std::unique_ptr<listener> serve(counting& count) {
    listening config;
    config.where = {"127.0.0.1", 0};
    auto opened = listener::open(
        config, [&count](std::size_t) { return count.make(); }, refuse_in_words);
    if (!opened) throw std::runtime_error(opened.error().detail);
    (*opened)->run();
    return std::move(*opened);
}

bool becomes(const std::atomic<int>& number, int at_least) {
    for (int i = 0; i < 200 && number < at_least; ++i) std::this_thread::sleep_for(5ms);
    return number >= at_least;
}

TEST(IoThread, RestsOnceItIsAskedNothing) {
    counting count;
    const auto listener = serve(count);
    EXPECT_TRUE(becomes(count.rested, 1)) << "before the first request";
    const int before = count.rested;

    client asking(listener->address().port);
    for (int i = 0; i < 20; ++i) {
        asking.send(get("/"));
        EXPECT_EQ(asking.read().body, "here");
    }

    EXPECT_EQ(count.answered, 20);
    EXPECT_TRUE(becomes(count.rested, before + 1)) << "after the last one";
    // Once for what ended, once for what did not come, and once more for each look at the
    // deadlines.
    const int after = count.rested;
    std::this_thread::sleep_for(200ms);
    EXPECT_LE(count.rested - after, 5) << "who rests does so once, not again and again";
}

// Who only writes reads nothing: what was once held for it would be held for as long as it goes on.
TEST(IoThread, RestsWhileItIsAsked) {
    counting count;
    const auto listener = serve(count);
    EXPECT_TRUE(becomes(count.rested, 1));
    const int before = count.rested;
    client asking(listener->address().port);
    const auto end = std::chrono::steady_clock::now() + 300ms;
    while (std::chrono::steady_clock::now() < end) {
        asking.send(get("/"));
        EXPECT_EQ(asking.read().body, "here");
    }
    EXPECT_GT(count.rested - before, 5);
}

TEST(IoThread, RestsInTheEnd) {
    counting count;
    int before = 0;
    {
        const auto listener = serve(count);
        EXPECT_TRUE(becomes(count.rested, 1));
        before = count.rested;
        client asking(listener->address().port);
        asking.send(get("/"));
        EXPECT_EQ(asking.read().body, "here");
    }
    EXPECT_GT(count.rested, before);
}

}  // namespace
}  // namespace scimd::server::test
