#include "server/scim_request.hpp"

#include <gtest/gtest.h>

#include "model/secret.hpp"
#include "server/bearer.hpp"

namespace scimd::server {
namespace {

request with_header(std::string_view name, std::string_view value) {
    request made;
    made.headers.set(std::string(name), std::string(value));
    return made;
}

TEST(ContentType, IsReadWhenItIsJsonOrScimOrNotSaid) {
    for (const char* type :
         {"", "application/json", "application/scim+json", "Application/SCIM+JSON",
          "application/scim+json; charset=utf-8", "application/json ;x=y"})
        EXPECT_TRUE(is_readable(type)) << type;
    for (const char* type : {"text/plain", "application/xml", "application/jsonx"})
        EXPECT_FALSE(is_readable(type)) << type;
}

TEST(IfMatch, NamesVersionsOrAnything) {
    using versions = std::vector<std::int64_t>;
    const auto read = [](const std::string& value) {
        return preconditions_of(with_header("If-Match", value));
    };
    EXPECT_FALSE(preconditions_of(request{}).stated);
    EXPECT_EQ(preconditions_of(request{}).match, std::nullopt);
    EXPECT_TRUE(read("*").stated);
    EXPECT_EQ(read("*").match, std::nullopt);
    EXPECT_EQ(read("W/\"3\"").match, versions({3}));
    EXPECT_EQ(read("\"3\" , W/\"4\"").match, versions({3, 4}));
    EXPECT_EQ(read("\"somebody-elses\"").match, versions()) << "matches nothing";
    for (const char* tag : {"3", "W/3", "\"03\"", "\"*\"", "\"3", "\"+3\""})
        EXPECT_EQ(read(tag).match, versions()) << tag << " is none of ours";
    EXPECT_EQ(preconditions_of("W/\"3\"").match, versions({3})) << "of a bulk operation";
    EXPECT_FALSE(preconditions_of("").stated);
}

TEST(IfNoneMatch, NamesVersionsOrEverything) {
    using versions = std::vector<std::int64_t>;
    const auto read = [](const std::string& value) {
        return preconditions_of(with_header("If-None-Match", value));
    };
    EXPECT_EQ(read("W/\"3\", \"4\"").none_match, versions({3, 4}));
    EXPECT_FALSE(read("W/\"3\"").none_at_all);
    EXPECT_TRUE(read("*").none_at_all);
}

TEST(ConditionalRead, IsSettledBeforeAnythingIsRead) {
    const auto status = [](std::string_view name, std::string_view value) {
        const auto settled = settle_read(with_header(name, value), 3, true);
        return settled ? settled->status : 200;
    };
    EXPECT_EQ(status("If-None-Match", "W/\"3\""), 304);
    EXPECT_EQ(status("If-None-Match", "\"2\", \"3\""), 304);
    EXPECT_EQ(status("If-None-Match", "*"), 304);
    EXPECT_EQ(status("If-None-Match", "W/\"33\""), 200);
    EXPECT_EQ(status("If-Match", "W/\"2\""), 412);
    EXPECT_EQ(status("If-Match", "W/\"3\""), 200);
    EXPECT_EQ(status("If-Match", "*"), 200);
    EXPECT_FALSE(settle_read(request{}, 3, true));
    EXPECT_FALSE(settle_read(with_header("If-None-Match", "W/\"3\""), 3, false))
        << "the version does not cover everything";
    EXPECT_EQ(settle_read(with_header("If-None-Match", "*"), 3, false)->status, 304);
}

TEST(Token, ComesAsBearerOrAsThePasswordOfBasic) {
    EXPECT_EQ(token_from("Bearer abc"), "abc");
    EXPECT_EQ(token_from("bEARER   abc "), "abc");
    EXPECT_EQ(token_from("Basic " + model::to_base64("okta:to:ken")), "to:ken");
    for (const char* header :
         {"", "abc", "Bearer", "Bearer ", "Digest abc", "Basic !!!!", "Basic YWJj"})
        EXPECT_EQ(token_from(header), std::nullopt) << header;
}

}  // namespace
}  // namespace scimd::server
