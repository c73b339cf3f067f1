#include "server/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace scimd::server {
namespace {

TEST(Endpoint, IsReadAndWritten) {
    for (const auto* text :
         {"127.0.0.1:8080", "[::1]:0", "localhost:65535", "0.0.0.0:1", "[::]:443"}) {
        const auto read = endpoint_from_text(text);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(to_text(*read), text);
    }
    EXPECT_EQ(*endpoint_from_text("[::1]:80"), (endpoint{"::1", 80}));
}

TEST(Endpoint, IsRefusedWithAReason) {
    const std::pair<const char*, const char*> rows[] = {
        {"", "write host:port"},
        {"8080", "write host:port"},
        {"127.0.0.1:", "from 0 to 65535"},
        {"127.0.0.1:65536", "from 0 to 65535"},
        {"127.0.0.1:-1", "from 0 to 65535"},
        {"127.0.0.1:80x", "from 0 to 65535"},
        {":8080", "must be an IP address or localhost"},
        {"example.com:80", "must be an IP address or localhost"},
        {"127.1:80", "must be an IP address or localhost"},
        {"::1:80", "in brackets"},
        {"[127.0.0.1]:80", "belongs an IPv6 address"},
        {"[]:80", "belongs an IPv6 address"},
    };
    for (const auto& [text, reason] : rows) {
        const auto read = endpoint_from_text(text);
        ASSERT_FALSE(read) << text;
        EXPECT_THAT(read.error().detail, testing::HasSubstr(reason)) << text;
    }
}

TEST(Endpoint, KnowsLoopback) {
    for (const auto* host : {"127.0.0.1", "127.9.9.9", "::1", "localhost", "::ffff:127.0.0.1"})
        EXPECT_TRUE(is_loopback(host)) << host;
    for (const auto* host : {"0.0.0.0", "::", "10.0.0.1", "example.com", "", "::ffff:10.0.0.1"})
        EXPECT_FALSE(is_loopback(host)) << host;
}

}  // namespace
}  // namespace scimd::server
