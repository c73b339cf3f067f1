#include "server/http.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/response_head.hpp"

namespace scimd::server {
namespace {

TEST(Request, SplitsItsTarget) {
    request with, without;
    with.target = "/a/b?c=d?e";
    without.target = "/a";

    EXPECT_EQ(with.path(), "/a/b");
    EXPECT_EQ(with.query(), "c=d?e");
    EXPECT_EQ(without.path(), "/a");
    EXPECT_EQ(without.query(), "");
}

TEST(Request, FindsAHeaderWithoutRegardToCase) {
    request asked;
    asked.headers.set("Authorization", "Bearer x");

    EXPECT_EQ(asked.header("authorization"), "Bearer x");
    EXPECT_EQ(asked.header("If-Match"), "");
}

TEST(Response, KeepsAHeaderInItsLine) {
    response answer;

    answer.add("Location", "/a\r\nSet-Cookie: b\x7f");
    answer.add("ETag", "W/\"1\"");

    EXPECT_EQ(answer.headers, "Location: /aSet-Cookie: b\r\nETag: W/\"1\"\r\n");
}

TEST(ResponseHead, IsWrittenWhole) {
    response answer;
    answer.status = 201;
    answer.content_type = "application/scim+json";
    answer.body = "{}";
    answer.add("ETag", "W/\"1\"");
    std::string head = "what was there before";

    head_writer().write(head, answer, connection_line::close);

    EXPECT_THAT(head, testing::MatchesRegex("HTTP/1.1 201 Created\r\n"
                                            "Date: [A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} "
                                            "[0-9]{2}:[0-9]{2}:[0-9]{2} GMT\r\n"
                                            "Content-Type: application/scim\\+json\r\n"
                                            "Content-Length: 2\r\n"
                                            "ETag: W/\"1\"\r\n"
                                            "Connection: close\r\n\r\n"));
}

TEST(ResponseHead, HasNoLengthWithoutABody) {
    for (const int status : {204, 304}) {
        response answer;
        answer.status = status;
        std::string head;

        head_writer().write(head, answer, connection_line::none);

        EXPECT_EQ(head.find("Content-"), std::string::npos);
        EXPECT_EQ(head.find("Connection"), std::string::npos);
    }
}

}  // namespace
}  // namespace scimd::server
