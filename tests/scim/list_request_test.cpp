#include "scim/list_request.hpp"

#include <gtest/gtest.h>

#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

constexpr std::string_view urn =
    R"("schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"])";

model::result<list_request> of_body(const std::string& members,
                                    tolerance allowed = tolerance(model::tolerance::strict)) {
    return list_request_from_body(
        from_text("{" + std::string(urn) + (members.empty() ? "" : ",") + members + "}"), allowed);
}

TEST(PageRange, IsAHundredFromTheStartAndAThousandAtMost) {
    const auto range = [](const query_parameters& query) {
        return *list_request_from_query(query);
    };

    EXPECT_EQ(range({}).start_index, 1);
    EXPECT_EQ(range({}).count, page_default);
    EXPECT_EQ(page_default, 100);
    EXPECT_EQ(range({{"count", "1000"}}).count, 1000);
    EXPECT_EQ(range({{"count", "1001"}}).count, 1000);
    EXPECT_EQ(range({{"count", "99999999999999999999"}}).count, 1000);
    EXPECT_EQ(range({{"count", "-5"}}).count, 0);
    EXPECT_EQ(range({{"count", "-99999999999999999999"}}).count, 0);
    EXPECT_EQ(range({{"count", ""}}).count, page_default);
    EXPECT_EQ(range({{"startIndex", "0"}}).start_index, 1);
    EXPECT_EQ(range({{"startIndex", "-3"}}).start_index, 1);
    EXPECT_EQ(range({{"startIndex", "7"}}).start_index, 7);
}

TEST(PageRange, IsNotMadeOfWhatIsNoWholeNumber) {
    for (const char* text : {"many", "1.5", "1x", "0x10"}) {
        EXPECT_EQ(list_request_from_query({{"count", text}}).error().code, errc::invalid_value)
            << text;
        EXPECT_FALSE(list_request_from_query({{"startIndex", text}})) << text;
    }
}

TEST(Walk, BeginsWithAnEmptyCursorAndHasRulesOfItsOwnForCount) {
    const auto count = [](const std::string& text) {
        return list_request_from_query({{"cursor", ""}, {"count", text}});
    };
    EXPECT_EQ(list_request_from_query({})->cursor, std::nullopt);
    EXPECT_EQ(list_request_from_query({{"cursor", ""}})->cursor, "");
    EXPECT_EQ(list_request_from_query({{"cursor", ""}})->count, page_default);
    EXPECT_EQ(count("1000")->count, 1000);
    EXPECT_EQ(count("-1")->count, 0);
    for (const char* text : {"1001", "99999999999999999999", "many", "1.5"})
        EXPECT_EQ(count(text).error().code, errc::invalid_count) << text;
}

TEST(Walk, IsNotPagedByPositionToo) {
    EXPECT_EQ(list_request_from_query({{"cursor", ""}, {"startIndex", "1"}}).error().code,
              errc::invalid_value);
    EXPECT_TRUE(list_request_from_query({{"cursor", ""}, {"startIndex", ""}}).has_value());
}

TEST(Search, SaysTheSameAsAQuery) {
    const auto read =
        of_body(R"("attributes":["userName","emails.value"],"filter":"title pr","sortBy":"title",)"
                R"("sortOrder":"descending","startIndex":11,"count":5)");
    ASSERT_TRUE(read.has_value()) << read.error().detail;
    EXPECT_EQ(read->attributes, "userName,emails.value");
    EXPECT_EQ(read->filter, "title pr");
    EXPECT_EQ(read->sort_by, "title");
    EXPECT_EQ(read->sort_order, "descending");
    EXPECT_EQ(read->start_index, 11);
    EXPECT_EQ(read->count, 5);
    EXPECT_EQ(read->cursor, std::nullopt);

    EXPECT_EQ(of_body(R"("EXCLUDEDattributes":["groups"])")->excluded_attributes, "groups");
    EXPECT_EQ(of_body(R"("cursor":"")")->cursor, "");
    EXPECT_EQ(of_body("")->count, page_default);
    EXPECT_EQ(of_body(R"("count":null,"filter":null)")->count, page_default);
    EXPECT_EQ(of_body(R"("count":-3)")->count, 0);
    EXPECT_EQ(of_body(R"("count":10.0)")->count, 10);
    EXPECT_EQ(of_body(R"("count":99999999999999999999)")->count, page_max);
    EXPECT_EQ(of_body(R"("startIndex":-99999999999999999999)")->start_index, 1);
}

TEST(Search, RefusesMembersOfAnotherType) {
    for (const char* members :
         {R"("filter":7)", R"("sortBy":["title"])", R"("sortOrder":true)", R"("cursor":1)",
          R"("count":"5")", R"("count":1.5)", R"("startIndex":{})", R"("attributes":"userName")",
          R"("attributes":[7])", R"("excludedAttributes":{})"}) {
        const auto read = of_body(members);
        ASSERT_FALSE(read.has_value()) << members;
        EXPECT_EQ(read.error().code, errc::invalid_value) << members;
    }
    EXPECT_EQ(of_body(R"("cursor":"","count":1001)").error().code, errc::invalid_count);
    EXPECT_EQ(of_body(R"("count":5,"COUNT":6)").error().code, errc::invalid_syntax);
}

struct dialect {
    const char* name;
    const char* body;
    const char* needed;
};

TEST(Search, TakesDialectsByRulesWhereTheyAreOn) {
    const dialect rows[] = {
        {"no schemas", R"({"count":5})", "missing-message-schema"},
        {"null for schemas", R"({"schemas":null,"count":5})", "missing-message-schema"},
        {"another message", R"({"schemas":["urn:x:y"],"count":5})", "unknown-schema"},
        {"a bare schema",
         R"({"schemas":"urn:ietf:params:scim:api:messages:2.0:SearchRequest","count":5})",
         "single-value-bare"},
        {"text for a number",
         R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"count":"5"})",
         "number-text"},
        {"an unknown member",
         R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"count":5,"x":1})",
         "unknown-attribute"},
    };
    for (const dialect& row : rows) {
        auto allowed = lenient();
        const auto read = list_request_from_body(from_text(row.body), allowed);
        ASSERT_TRUE(read.has_value()) << row.name << ": " << read.error().detail;
        EXPECT_EQ(read->count, 5) << row.name;
        EXPECT_EQ(to_text(allowed.needed()), row.needed) << row.name;
        auto refusing = strict();
        EXPECT_FALSE(list_request_from_body(from_text(row.body), refusing).has_value()) << row.name;
    }
    auto allowed = lenient();
    EXPECT_EQ(list_request_from_body(from_text("[]"), allowed).error().code, errc::invalid_syntax);
    EXPECT_EQ(of_body(R"("attributes":"userName,id")", lenient())->attributes, "userName,id");
}

}  // namespace
}  // namespace scimd::scim
