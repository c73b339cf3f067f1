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

TEST(PageRange, IsAHundredFromTheStartAndAThousandAtMost) {
    const auto range = [](const management::parameters& query) { return *page_range_of(query); };

    EXPECT_EQ(range({}).start_index, 1);
    EXPECT_EQ(range({}).count, page_default);
    EXPECT_EQ(page_default, 100);
    EXPECT_EQ(range({{"count", "1000"}}).count, 1000);
    EXPECT_EQ(range({{"count", "1001"}}).count, 1000);
    EXPECT_EQ(range({{"count", "99999999999999999999"}}).count, 1000);
    EXPECT_EQ(range({{"count", "-5"}}).count, 0);
    EXPECT_EQ(range({{"count", ""}}).count, page_default);
    EXPECT_EQ(range({{"startIndex", "0"}}).start_index, 1);
    EXPECT_EQ(range({{"startIndex", "-3"}}).start_index, 1);
    EXPECT_EQ(range({{"startIndex", "7"}}).start_index, 7);
}

TEST(PageRange, IsNotMadeOfWhatIsNoWholeNumber) {
    for (const char* text : {"many", "1.5", "1x", "0x10"}) {
        EXPECT_EQ(page_range_of({{"count", text}}).error().code, model::errc::invalid_value)
            << text;
        EXPECT_FALSE(page_range_of({{"startIndex", text}})) << text;
    }
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
    EXPECT_EQ(if_match_of(request{}), std::nullopt);
    EXPECT_EQ(if_match_of(with_header("If-Match", "*")), std::nullopt);
    EXPECT_EQ(if_match_of(with_header("If-Match", "W/\"3\"")), versions({3}));
    EXPECT_EQ(if_match_of(with_header("If-Match", "\"3\" , W/\"4\"")), versions({3, 4}));
    EXPECT_EQ(if_match_of(with_header("If-Match", "\"somebody-elses\"")), versions())
        << "matches nothing";
}

TEST(IfNoneMatch, ComparesWeakly) {
    EXPECT_TRUE(none_match(with_header("If-None-Match", "W/\"3\""), 3));
    EXPECT_TRUE(none_match(with_header("If-None-Match", "\"2\", \"3\""), 3));
    EXPECT_TRUE(none_match(with_header("If-None-Match", "*"), 3));
    EXPECT_FALSE(none_match(with_header("If-None-Match", "W/\"33\""), 3));
    EXPECT_FALSE(none_match(request{}, 3));
}

TEST(Base, IsWhatTheClientCalledUsUnlessWeHaveAPublicAddress) {
    request asked = with_header("Host", "scim.example:8443");
    EXPECT_EQ(base_of(asked, ""), "http://scim.example:8443/scim/v2");
    asked.secure = true;
    EXPECT_EQ(base_of(asked, ""), "https://scim.example:8443/scim/v2");
    EXPECT_EQ(base_of(asked, "https://public.example"), "https://public.example/scim/v2");
    EXPECT_EQ(base_of(with_header("Host", "a\"b"), ""), "http://localhost/scim/v2")
        << "what is no host does not get into our answers";
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
