#include "server/connection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "client.hpp"

namespace scimd::server::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(Connection, AnswersAndStaysForTheNextRequest) {
    echo_server server;
    client who(server);

    const auto first = who.send(get("/a?b=c")).read();
    const auto second = who.send(post("/d", "body")).read();

    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.body, "GET /a?b=c|");
    EXPECT_THAT(first.head, StartsWith("HTTP/1.1 200 OK\r\nDate: "));
    EXPECT_EQ(first.header("Content-Type"), "text/plain");
    EXPECT_EQ(first.header("Connection"), "(absent)");
    EXPECT_EQ(first.header("X-Host"), "here");
    EXPECT_EQ(first.header("X-Remote"), "127.0.0.1");
    EXPECT_EQ(first.header("X-Secure"), "no");
    EXPECT_EQ(second.body, "POST /d|body");
}

TEST(Connection, AnswersPipelinedRequestsInOrder) {
    echo_server server;
    client who(server);

    who.send(get("/slow") + post("/second", "two") + get("/third"));

    EXPECT_EQ(who.read().body, "GET /slow|");
    EXPECT_EQ(who.read().body, "POST /second|two");
    EXPECT_EQ(who.read().body, "GET /third|");
}

TEST(Connection, ReadsARequestThatArrivesByteByByte) {
    echo_server server;
    client who(server);

    for (const char c : post("/drip", "drop") + get("/next")) who.send({&c, 1});

    EXPECT_EQ(who.read().body, "POST /drip|drop");
    EXPECT_EQ(who.read().body, "GET /next|");
}

TEST(Connection, ReadsAChunkedBodyAndKeepsItsTrailerOutOfTheHeaders) {
    echo_server server;
    client who(server);

    who.send("POST /c HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: Chunked\r\n\r\n");
    who.send("5;ext=1\r\nhello\r\n").send("7\r\n, world\r\n").send("0\r\nX-Late: trailer\r\n\r\n");
    const auto got = who.read();

    EXPECT_EQ(got.body, "POST /c|hello, world");
    EXPECT_EQ(got.header("X-Trailer"), "");
    EXPECT_EQ(who.send(get("/next")).read().body, "GET /next|");
}

TEST(Connection, TakesABodyOfExactlyTheLimit) {
    echo_server server;
    client who(server);
    const std::string body(limits{}.body_bytes_max, 'b');

    const auto got = who.send(post("/", body)).read();

    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body, "POST /|" + body);
}

TEST(Connection, ClosesAfterAnHttp10RequestUnlessAskedToStay) {
    echo_server server;
    client leaves(server);
    client stays(server);

    const auto last = leaves.send("GET /old HTTP/1.0\r\n\r\n").read();
    const auto first = stays.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").read();

    EXPECT_EQ(last.body, "GET /old|");
    EXPECT_EQ(last.header("Connection"), "close");
    EXPECT_EQ(leaves.end(), ending::closed);
    EXPECT_EQ(first.header("Connection"), "keep-alive");
    EXPECT_EQ(stays.send(get("/new")).read().body, "GET /new|");
}

TEST(Connection, ClosesWhenTheClientOrTheApplicationWantsTo) {
    echo_server server;
    client asks(server);
    client is_told(server);

    EXPECT_EQ(asks.send(get("/", "Connection: close\r\n")).read().header("Connection"), "close");
    EXPECT_EQ(asks.end(), ending::closed);
    EXPECT_EQ(is_told.send(get("/close")).read().header("Connection"), "close");
    EXPECT_EQ(is_told.end(), ending::closed);
}

TEST(Connection, AnswersAClientThatStoppedSending) {
    echo_server server;
    client who(server);

    who.send(get("/half"));
    who.finish_sending();

    EXPECT_EQ(who.read().body, "GET /half|");
    EXPECT_EQ(who.end(), ending::closed);
}

TEST(Connection, AnswersHeadWithTheLengthButWithoutTheBody) {
    echo_server server;
    client who(server);

    const auto head = who.send("HEAD /h HTTP/1.1\r\nHost: here\r\n\r\n").read(false);
    const auto next = who.send(get("/next")).read();

    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("Content-Length"), "8");
    EXPECT_EQ(next.body, "GET /next|");
}

TEST(Connection, Answers204WithNeitherLengthNorType) {
    echo_server server;
    client who(server);

    const auto got = who.send(get("/none")).read();

    EXPECT_EQ(got.status, 204);
    EXPECT_EQ(got.header("Content-Length"), "(absent)");
    EXPECT_EQ(got.header("Content-Type"), "(absent)");
    EXPECT_EQ(who.send(get("/next")).read().body, "GET /next|");
}

TEST(Connection, WritesALargeAnswerWhole) {
    echo_server server;
    client who(server);

    EXPECT_EQ(who.send(get("/large")).read().body.size(), 8'000'000U);
    EXPECT_EQ(who.send(get("/next")).read().body, "GET /next|");
}

TEST(Connection, AsksForTheBodyOnlyWhenTheClientWaitsForThat) {
    echo_server server;
    client waits(server);
    client does_not(server);

    waits.send(
        "POST /e HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    const auto go_on = waits.read();
    const auto got = waits.send("body").read();
    does_not.send(post("/e", "body", "Expect: 100-continue\r\n"));

    EXPECT_EQ(go_on.status, 100);
    EXPECT_EQ(got.body, "POST /e|body");
    EXPECT_EQ(does_not.read().status, 200);
}

TEST(Connection, IgnoresAnExpectationOfHttp10) {
    echo_server server;
    client who(server);

    who.send("POST /e HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");

    EXPECT_TRUE(who.silent(100ms));
    EXPECT_EQ(who.send("body").read().body, "POST /e|body");
}

TEST(Connection, RefusesATooLargeBodyWithoutAskingForIt) {
    echo_server server;
    client who(server);

    who.send(
        "POST /e HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: "
        "4194305\r\n\r\n");
    const auto got = who.read();

    EXPECT_EQ(got.status, 413);
    EXPECT_EQ(got.header("Connection"), "close");
    EXPECT_THAT(got.body, HasSubstr("/e"));
    EXPECT_EQ(who.end(), ending::closed);
}

TEST(Connection, LetsAClientFinishSendingATooLargeBodyBeforeItCloses) {
    echo_server server;
    client who(server);

    who.send(post("/e", std::string(6'000'000, 'b')));

    EXPECT_EQ(who.read().status, 413);
    who.finish_sending();
    EXPECT_EQ(who.end(), ending::closed);
}

TEST(Connection, RefusesChunksThatAddUpToTooMuch) {
    limits small;
    small.body_bytes_max = 10;
    echo_server server(small);
    client who(server);

    who.send("POST /c HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n");
    who.send("6\r\n123456\r\n6\r\n123456\r\n0\r\n\r\n");

    EXPECT_EQ(who.read().status, 413);
    EXPECT_EQ(who.end(), ending::closed);
}

TEST(Connection, RefusesATrailerWithoutEnd) {
    echo_server server;
    client who(server);

    who.send("POST /c HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ");
    who.send(std::string(limits{}.header_bytes_max, 'x'));

    EXPECT_EQ(who.read().status, 431);
}

TEST(Connection, RefusesATooLargeHead) {
    echo_server server;
    client fits(server);
    client exceeds(server);
    client endless(server);
    client in_pieces(server);
    const auto of_size = [](std::size_t size) {
        const auto bare = get("/", "X: \r\n").size();
        return get("/", "X: " + std::string(size - bare, 'x') + "\r\n");
    };

    EXPECT_EQ(fits.send(of_size(limits{}.header_bytes_max)).read().status, 200);
    EXPECT_EQ(exceeds.send(of_size(limits{}.header_bytes_max + 1)).read().status, 431);
    EXPECT_EQ(exceeds.end(), ending::closed);
    EXPECT_EQ(endless.send("GET /" + std::string(20'000, 'x')).read().status, 431);

    in_pieces.send("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 2'000; ++i) in_pieces.send("X: 1234567\r\n");
    EXPECT_EQ(in_pieces.read().status, 431);
}

TEST(Connection, AnswersABare500WhenTheApplicationThrowsAndGoesOn) {
    echo_server server;
    client who(server);

    const auto got = who.send(get("/throw")).read();

    EXPECT_EQ(got.status, 500);
    EXPECT_EQ(got.body, "500|/throw|The server failed to answer.");
    EXPECT_EQ(who.send(get("/next")).read().body, "GET /next|");
}

}  // namespace
}  // namespace scimd::server::test
