// The limits that take time, in milliseconds here: who is too slow, who is one too many, and how it
// all ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <list>
#include <thread>

#include "client.hpp"

namespace scimd::server::test {
namespace {

using clock = std::chrono::steady_clock;

std::chrono::milliseconds since(clock::time_point began) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - began);
}

// What the log said meanwhile.
class log_pipe {
 public:
    log_pipe() { EXPECT_EQ(::pipe(ends_), 0); }
    ~log_pipe() { ::close(ends_[0]), ::close(ends_[1]); }
    int descriptor() const { return ends_[1]; }
    std::string text() const {
        char bytes[65536];
        const auto got = ::read(ends_[0], bytes, sizeof bytes);
        return {bytes, got > 0 ? static_cast<std::size_t>(got) : 0};
    }

 private:
    int ends_[2] = {-1, -1};
};

TEST(Limits, AHeadThatDribblesIsCutOff) {
    limits brief;
    brief.header_read = 150ms;
    echo_server server(brief);
    client who(server);
    const auto began = clock::now();

    who.send("GET / HTTP/1.1\r\n");
    while (who.silent(20ms) && since(began) < 3s) who.send("X: y\r\n");

    EXPECT_EQ(who.read().status, 408);
    EXPECT_EQ(who.end(), ending::closed);
    EXPECT_GE(since(began), 150ms);
    EXPECT_LT(since(began), 2s);
}

TEST(Limits, ABodyThatDribblesIsCutOff) {
    limits brief;
    brief.body_read = 150ms;
    echo_server server(brief);
    client who(server);
    const auto began = clock::now();

    who.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000000\r\n\r\n");
    while (who.silent(20ms) && since(began) < 3s) who.send("drop");

    EXPECT_EQ(who.read().status, 408);
    EXPECT_GE(since(began), 150ms);
    EXPECT_LT(since(began), 2s);
}

TEST(Limits, AnIdleConnectionIsClosedWithoutAWord) {
    limits brief;
    brief.idle = 150ms;
    echo_server server(brief);
    client never_asked(server);
    client asked(server);
    const auto began = clock::now();

    asked.send(get("/")).read();

    EXPECT_EQ(never_asked.end(), ending::closed);
    EXPECT_EQ(never_asked.read().status, 0);
    EXPECT_EQ(asked.end(), ending::closed);
    EXPECT_GE(since(began), 150ms);
}

TEST(Limits, AnIdleLimitDoesNotHurryTheApplication) {
    limits brief;
    brief.idle = brief.header_read = brief.body_read = brief.write = 50ms;
    echo_server server(brief);
    client who(server);

    EXPECT_EQ(who.send(get("/slow")).read().body, "GET /slow|");
}

TEST(Limits, AClientThatDoesNotReadItsAnswerIsLeft) {
    limits brief;
    brief.write = 150ms;
    log_pipe log;
    echo_server server(brief, 1, log.descriptor());
    client who(server);

    who.send(get("/large") + get("/large"));
    std::this_thread::sleep_for(500ms);

    EXPECT_LT(who.read().body.size() + who.read().body.size(), 16'000'000U);
    EXPECT_NE(who.end(), ending::open);
}

TEST(Limits, ARefusedClientThatNeverStopsSendingIsLeft) {
    limits brief;
    brief.linger = 150ms;
    echo_server server(brief);
    client who(server);
    const auto began = clock::now();

    who.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000000000\r\n\r\n");
    EXPECT_EQ(who.read().status, 413);
    while (who.can_send() && since(began) < 3s) {
        who.send("more");
        std::this_thread::sleep_for(5ms);
    }

    EXPECT_GE(since(began), 150ms);
    EXPECT_LT(since(began), 2s);
}

TEST(Limits, ConnectionsBeyondTheLimitAreTurnedAwayPolitely) {
    limits few;
    few.connections_max = 2;
    echo_server server(few, 2);
    auto first = std::make_unique<client>(server);
    client second(server);
    first->send(get("/")).read();
    second.send(get("/")).read();

    client third(server);
    const auto got = third.send(get("/")).read();

    EXPECT_EQ(got.status, 503);
    EXPECT_EQ(got.header("Retry-After"), "1");
    EXPECT_EQ(got.header("Connection"), "close");
    third.finish_sending();
    EXPECT_EQ(third.end(), ending::closed);
    first.reset();
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(client(server).send(get("/")).read().status, 200);
}

TEST(Limits, TooManyToTurnAwayAreDropped) {
    limits few;
    few.connections_max = 1;
    few.turned_away_max = 1;
    echo_server server(few);
    client first(server);
    first.send(get("/")).read();

    client second(server);
    EXPECT_EQ(second.read().status, 503);
    client third(server);

    EXPECT_EQ(third.read().status, 0);
    EXPECT_NE(third.end(), ending::open);
}

// What all bodies may take together: whoever sends more than there is room for is asked to come
// back, and whoever sends a little never is.
TEST(Limits, BodiesShareWhatThereIsRoomFor) {
    limits narrow;
    narrow.bodies_bytes_max = 100'000;
    narrow.body_bytes_free = 1'000;
    echo_server server(narrow, 2);
    const std::string half(60'000, 'x');
    client slow(server);
    slow.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 60001\r\n\r\n" + half);
    std::this_thread::sleep_for(100ms);

    client many(server);
    const auto refused = many.send(post("/", half)).read();
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.header("Retry-After"), "1");
    EXPECT_EQ(many.end(), ending::closed);
    client few(server);
    EXPECT_EQ(few.send(post("/", std::string(1'000, 'y'))).read().status, 200);

    EXPECT_EQ(slow.send("x").read().status, 200);
    client later(server);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(later.send(post("/", half)).read().status, 200) << i;
}

// A body counts until its request is answered, however it came, and no longer than its connection.
TEST(Limits, ABodyCountsWhileItIsAnswered) {
    limits narrow;
    narrow.bodies_bytes_max = 100'000;
    narrow.body_bytes_free = 0;
    echo_server server(narrow);
    const std::string half(60'000, 'x');
    client served(server);
    served.send(post("/slow", half));
    std::this_thread::sleep_for(50ms);
    client chunked(server);
    chunked.send("POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nEA60\r\n" +
                 half + "\r\n0\r\n\r\n");
    EXPECT_EQ(chunked.read().status, 503);
    EXPECT_EQ(served.read().status, 200);

    {
        client gone(server);
        gone.send("POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 60001\r\n\r\n" + half);
        std::this_thread::sleep_for(50ms);
    }
    std::this_thread::sleep_for(100ms);
    client after(server);
    EXPECT_EQ(after.send(post("/", half)).read().status, 200);
}

TEST(Stop, FinishesWhatRunsAndClosesWhatIdles) {
    echo_server server({}, 2);
    client idle(server);
    client busy(server);
    client pipelining(server);
    idle.send(get("/")).read();
    busy.send(get("/slow"));
    pipelining.send(get("/slow") + get("/next"));
    std::this_thread::sleep_for(50ms);

    const auto began = clock::now();
    server.stop();

    EXPECT_LT(since(began), 2s);
    const auto got = busy.read();
    EXPECT_EQ(got.body, "GET /slow|");
    EXPECT_EQ(got.header("Connection"), "close");
    EXPECT_EQ(busy.end(), ending::closed);
    EXPECT_EQ(idle.end(), ending::closed);
    EXPECT_EQ(pipelining.read().header("Connection"), "close");
    EXPECT_THROW(client again(server), std::runtime_error);
}

TEST(Stop, GivesUpOnWhatTakesTooLong) {
    limits brief;
    brief.stop = 50ms;
    log_pipe log;
    echo_server server(brief, 1, log.descriptor());
    client who(server);
    who.send(get("/slow"));
    std::this_thread::sleep_for(50ms);

    const auto began = clock::now();
    server.stop();

    EXPECT_LT(since(began), 180ms);
    EXPECT_THAT(log.text(), testing::HasSubstr("1 connections still busy"));
}

TEST(Stop, WithoutAnyConnectionIsImmediate) {
    echo_server server({}, 3);

    const auto began = clock::now();
    server.stop();

    EXPECT_LT(since(began), 1s);
}

TEST(Listen, WaitsWhenNoDescriptorsAreLeftInsteadOfSpinning) {
    log_pipe log;
    echo_server server({}, 1, log.descriptor());
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    const int next = ::dup(0);
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    ::close(socket);
    ::close(next);

    // One descriptor remains, and it becomes the client's.
    rlimit tight = before;
    tight.rlim_cur = static_cast<rlim_t>(next) + 1;
    setrlimit(RLIMIT_NOFILE, &tight);
    client who(server);
    who.send(get("/"));
    const auto before_cpu = std::clock();
    EXPECT_TRUE(who.silent(500ms));
    const auto used = std::clock() - before_cpu;
    setrlimit(RLIMIT_NOFILE, &before);

    EXPECT_EQ(who.read().status, 200);
    EXPECT_LT(used, CLOCKS_PER_SEC / 5);
    const auto said = log.text();
    EXPECT_THAT(said, testing::HasSubstr("cannot accept connections"));
    EXPECT_EQ(said.find("cannot accept", said.find("cannot accept") + 1), std::string::npos);
}

TEST(Listen, SpreadsConnectionsOverItsThreads) {
    echo_server server({}, 4);
    std::list<client> crowd;

    for (int i = 0; i < 40; ++i) crowd.emplace_back(server).send(get("/slow"));

    const auto began = clock::now();
    for (auto& who : crowd) EXPECT_EQ(who.read().status, 200);
    EXPECT_LT(since(began), 4s);
}

TEST(Listen, SaysWhyAnAddressCannotBeHad) {
    echo_server server;
    listening config;
    config.where = {"localhost", server.port()};

    const auto second = listener::open(
        config, [](std::size_t) { return echo(); }, refuse_in_words);

    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().detail, testing::HasSubstr("cannot listen on localhost:"));
    EXPECT_THAT(second.error().detail, testing::HasSubstr("in use"));
}

TEST(Listen, NamesItsRealAddress) {
    echo_server server;

    EXPECT_NE(server.port(), 0);
    EXPECT_EQ((*server).base_url(), "http://127.0.0.1:" + std::to_string(server.port()));
}

TEST(Log, HasALinePerRequestAndOnePerException) {
    log_pipe log;
    {
        echo_server server({}, 1, log.descriptor());
        client who(server);
        who.send(get("/scim/v2/Users?count=1")).read();
        who.send(get("/?Action=GetUser&Signature=secret")).read();
        who.send(get("/throw?token=secret")).read();
        who.send("nonsense\r\n\r\n").read();
    }

    const auto said = log.text();
    EXPECT_THAT(said, testing::ContainsRegex(
                          "Z GET /scim/v2/Users\\?count=1 200 [0-9]+ [0-9.]+ms 127.0.0.1 -\n"));
    EXPECT_THAT(said, testing::ContainsRegex("Z GET /\\?Action=GetUser 200 "));
    EXPECT_THAT(said, testing::ContainsRegex("error: GET /throw: the disk is on fire\n"));
    EXPECT_THAT(said, testing::ContainsRegex("Z GET /throw 500 "));
    EXPECT_THAT(said, testing::ContainsRegex("Z - - 400 "));
    EXPECT_EQ(said.find("secret"), std::string::npos);
}

}  // namespace
}  // namespace scimd::server::test
