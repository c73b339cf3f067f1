#include "server/public_address.hpp"

#include <gtest/gtest.h>

namespace scimd::server {
namespace {

request from(const std::string& remote,
             const std::vector<std::pair<std::string, std::string>>& headers) {
    request made;
    made.remote_address = remote;
    made.headers.set("Host", "inside:8080");
    for (const auto& [name, value] : headers) made.headers.set(name, value);
    return made;
}

TEST(PublicAddress, IsWhatTheClientCalledUs) {
    const public_address address;
    request asked = from("192.0.2.7", {{"Host", "scim.example:8443"}});
    EXPECT_EQ(address.base_of(asked), "http://scim.example:8443/scim/v2");
    asked.secure = true;
    EXPECT_EQ(address.base_of(asked), "https://scim.example:8443/scim/v2");
    EXPECT_EQ(address.base_of(from("192.0.2.7", {{"Host", "a\"b"}})), "http://localhost/scim/v2")
        << "what is no host does not get into our answers";
}

TEST(PublicAddress, IsWhatWeWereToldWhoeverAsks) {
    const public_address address{"https://public.example/prefix", trusted_proxies::loopback()};
    EXPECT_EQ(address.base_of(from("127.0.0.1", {{"X-Forwarded-Host", "other.example"}})),
              "https://public.example/prefix/scim/v2");
}

TEST(PublicAddress, IsWhatATrustedProxySays) {
    const struct {
        std::vector<std::pair<std::string, std::string>> headers;
        const char* base;
    } rows[] = {
        {{{"Forwarded", "for=192.0.2.60;proto=https;host=scim.example"}}, "https://scim.example"},
        {{{"Forwarded", "For=\"[2001:db8::1]\"; Host=\"scim.example:444\" ;PROTO=HTTPS"}},
         "https://scim.example:444"},
        {{{"Forwarded", "host=spoofed.example;proto=http, host=scim.example;proto=https"}},
         "https://scim.example"},
        {{{"Forwarded", "for=192.0.2.60"}}, "http://inside:8080"},
        {{{"Forwarded", "host=\"a b\";proto=gopher"}}, "http://inside:8080"},
        {{{"X-Forwarded-Proto", "https"}}, "https://inside:8080"},
        {{{"X-Forwarded-Proto", "https"}, {"X-Forwarded-Host", "scim.example"}},
         "https://scim.example"},
        {{{"X-Forwarded-Proto", "https"},
          {"X-Forwarded-Host", "spoofed.example, scim.example"},
          {"X-Forwarded-Port", "444"}},
         "https://scim.example:444"},
        {{{"X-Forwarded-Proto", "https"},
          {"X-Forwarded-Host", "scim.example:8443"},
          {"X-Forwarded-Port", "444"}},
         "https://scim.example:8443"},
        {{{"X-Forwarded-Proto", "https"},
          {"X-Forwarded-Host", "[2001:db8::1]"},
          {"X-Forwarded-Port", "443"}},
         "https://[2001:db8::1]"},
        {{{"Forwarded", "proto=http;host=scim.example"}, {"X-Forwarded-Proto", "https"}},
         "http://scim.example"},
    };
    const public_address address;
    for (const auto& row : rows)
        EXPECT_EQ(address.base_of(from("127.0.0.1", row.headers)),
                  std::string(row.base) + "/scim/v2");
}

TEST(PublicAddress, IsNotForStrangersToSay) {
    const public_address address;
    const std::vector<std::pair<std::string, std::string>> headers = {
        {"Forwarded", "proto=https;host=evil.example"}};
    EXPECT_EQ(address.base_of(from("192.0.2.7", headers)), "http://inside:8080/scim/v2");
    EXPECT_EQ(address.base_of(from("", headers)), "http://inside:8080/scim/v2");
    const public_address nobody{"", *trusted_proxies::from_text("none")};
    EXPECT_EQ(nobody.base_of(from("127.0.0.1", headers)), "http://inside:8080/scim/v2");
}

TEST(TrustedProxies, AreAddressesAndNetworks) {
    const auto some = trusted_proxies::from_text("10.0.0.0/8, 192.0.2.7,2001:db8::/32,::1");
    ASSERT_TRUE(some);
    for (const char* address : {"10.1.2.3", "192.0.2.7", "2001:db8:5::1", "::1"})
        EXPECT_TRUE(some->include(address)) << address;
    for (const char* address : {"11.1.2.3", "192.0.2.8", "2001:db9::1", "::2", "nobody", ""})
        EXPECT_FALSE(some->include(address)) << address;
    EXPECT_TRUE(trusted_proxies::loopback().include("127.3.2.1"));
}

TEST(TrustedProxies, AreNotMadeOfAnythingElse) {
    for (const char* text :
         {"proxy.example", "10.0.0.0/33", "1.2.3", "2001:db8::/129", "10.0.0.1;"})
        EXPECT_EQ(trusted_proxies::from_text(text).error().code, model::errc::invalid_parameter)
            << text;
}

TEST(PublicAddress, KnowsTheClientBehindTrustedProxies) {
    const public_address address{"", trusted_proxies::from_text("127.0.0.1, 10.0.0.0/8").value()};
    const struct {
        const char* remote;
        std::vector<std::pair<std::string, std::string>> headers;
        const char* client;
    } rows[] = {
        {"192.0.2.7", {}, "192.0.2.7"},
        {"192.0.2.7", {{"X-Forwarded-For", "198.51.100.1"}}, "192.0.2.7"},
        {"127.0.0.1", {{"X-Forwarded-For", "198.51.100.1"}}, "198.51.100.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "1.2.3.4, 198.51.100.1"}}, "198.51.100.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "1.2.3.4, 198.51.100.1, 10.1.1.1"}}, "198.51.100.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "10.1.1.2, 10.1.1.1"}}, "10.1.1.2"},
        {"127.0.0.1", {{"X-Forwarded-For", "198.51.100.1:4711"}}, "198.51.100.1"},
        {"127.0.0.1", {{"Forwarded", "for=198.51.100.1;proto=https"}}, "198.51.100.1"},
        {"127.0.0.1", {{"Forwarded", "for=\"[2001:db8::17]:4711\""}}, "2001:db8::17"},
        {"127.0.0.1", {{"Forwarded", "for=_hidden"}}, "127.0.0.1"},
        {"127.0.0.1", {{"X-Forwarded-For", "["}}, "127.0.0.1"},
        {"127.0.0.1", {{"X-Forwarded-For", ""}}, "127.0.0.1"},
        {"127.0.0.1",
         {{"X-Forwarded-For", "198.51.100.1"}, {"Forwarded", "for=198.51.100.1"}},
         "198.51.100.1"},
        {"127.0.0.1",
         {{"X-Forwarded-For", "198.51.100.1"}, {"Forwarded", "for=1.2.3.4"}},
         "127.0.0.1"},
    };
    for (const auto& row : rows)
        EXPECT_EQ(address.client_of(from(row.remote, row.headers)), row.client);

    request two_lines = from("127.0.0.1", {{"X-Forwarded-For", "1.2.3.4"}});
    two_lines.headers.insert("X-Forwarded-For", "198.51.100.1");
    EXPECT_EQ(address.client_of(two_lines), "198.51.100.1") << "the proxy's own line is the last";
}

}  // namespace
}  // namespace scimd::server
