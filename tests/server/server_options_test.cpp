// Which running server the commands ask.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/server/said_options.hpp"

namespace scimd::server {
namespace {

using testing::HasSubstr;

TEST(Options, SayWhichServerToAsk) {
    EXPECT_FALSE(accepted({"directory", "list"}).server);
    const environment id("SCIMD_ACCESS_KEY_ID", "key");
    EXPECT_FALSE(accepted({"directory", "list"}).server);
    EXPECT_THAT(refused({"directory", "list", "--server", "http://h"}),
                HasSubstr("--access-key-secret"));
    const environment secret("SCIMD_ACCESS_KEY_SECRET", "secret");

    const auto asked =
        accepted({"directory", "list", "--server", "https://[::1]:8443/scimd", "--tls-ca", "f"});
    ASSERT_TRUE(asked.server);
    EXPECT_TRUE(asked.server->tls);
    EXPECT_EQ(asked.server->authority, "[::1]:8443");
    EXPECT_EQ(asked.server->host, "::1");
    EXPECT_EQ(asked.server->port, "8443");
    EXPECT_EQ(asked.server->path, "/scimd/");
    EXPECT_EQ(asked.server->access_key_id, "key");
    EXPECT_EQ(asked.server->access_key_secret, "secret");
    EXPECT_EQ(asked.server->tls_ca, "f");

    const environment server("SCIMD_SERVER", "http://scim.example.com");
    const auto plain = accepted({"access-key", "list", "--access-key-id", "another"});
    ASSERT_TRUE(plain.server);
    EXPECT_FALSE(plain.server->tls);
    EXPECT_EQ(plain.server->port, "80");
    EXPECT_EQ(plain.server->path, "/");
    EXPECT_EQ(plain.server->access_key_id, "another") << "a flag beats the environment";
    EXPECT_FALSE(accepted({"check"}).server) << "check looks at a data folder";
    EXPECT_FALSE(accepted({"dev"}).server);
}

TEST(Options, HaveAFolderThatIsNamedBeatAServerOfTheEnvironment) {
    const environment id("SCIMD_ACCESS_KEY_ID", "key");
    const environment secret("SCIMD_ACCESS_KEY_SECRET", "secret");
    const environment server("SCIMD_SERVER", "http://scim.example.com");
    EXPECT_FALSE(accepted({"directory", "list", "--data=x"}).server);
    EXPECT_FALSE(accepted({"directory", "list", "--data", "x"}).server);
    EXPECT_THAT(refused({"directory", "list", "--data", "x", "--server", "http://h"}),
                HasSubstr("not both"));
    const environment data("SCIMD_DATA", "x");
    EXPECT_TRUE(accepted({"directory", "list"}).server) << "both in the environment";
}

TEST(Options, RefuseWhatIsNoAddressOfAServer) {
    const environment id("SCIMD_ACCESS_KEY_ID", "key");
    const environment secret("SCIMD_ACCESS_KEY_SECRET", "secret");
    for (const char* url :
         {"h", "h:80", "ftp://h", "http://", "http://u@h", "http://h?q", "http://h#f",
          "http://h:80x", "http://h:0", "http://h:99999", "http://h:80:90", "http://h h"})
        EXPECT_THAT(refused({"directory", "list", "--server", url}), HasSubstr("must look like"))
            << url;
}

}  // namespace
}  // namespace scimd::server
