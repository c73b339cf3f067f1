#include "management/tags.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace scimd::management {
namespace {

using model::tag;
using model::tag_condition;
using testing::ElementsAre;
using testing::IsEmpty;

std::string characters(std::size_t count) {
    std::string text;
    for (std::size_t made = 0; made < count; ++made) text += "é";
    return text;
}

parameters numbered(std::size_t count) {
    parameters made;
    for (std::size_t at = 1; at <= count; ++at)
        made["Tags." + std::to_string(at) + ".Key"] = "k" + std::to_string(at);
    return made;
}

TEST(Tags, AreReadInEveryFormThatClientsSend) {
    EXPECT_THAT(*tags_from({}), IsEmpty());
    EXPECT_THAT(*tags_from({{"Tags", "[]"}}), IsEmpty());
    const struct {
        const char* name;
        parameters sent;
    } rows[] = {
        {"numbered",
         {{"Tags.1.Key", "a"}, {"Tags.1.Value", "1"}, {"Tags.2.Key", "b"}, {"Tags.2.Value", ""}}},
        {"with gaps, in another order",
         {{"Tags.12.Key", "b"}, {"Tags.3.Value", "1"}, {"Tags.3.Key", "a"}}},
        {"a JSON list", {{"Tags", R"([{"Value":"1","Key":"a"},{"Key":"b"}])"}}},
        {"with null", {{"Tags", R"([{"Value":"1","Key":"a"},{"Key":"b","Value":null}])"}}},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto read = tags_from(row.sent);
        ASSERT_TRUE(read) << read.error().detail;
        EXPECT_THAT(*read, ElementsAre(tag{"a", "1"}, tag{"b", ""}));
    }
}

// clang-format off
const struct { const char* name; parameters sent; bool good; } rows[] = {
    {"twenty",                   numbered(20), true},
    {"twenty-one",               numbered(21), false},
    {"a key of 128",             {{"Tags.1.Key", characters(128)}}, true},
    {"a key of 129",             {{"Tags.1.Key", characters(129)}}, false},
    {"an empty key",             {{"Tags.1.Key", ""}}, false},
    {"no key",                   {{"Tags.1.Value", "v"}}, false},
    {"a value of 128",           {{"Tags.1.Key", "k"}, {"Tags.1.Value", characters(128)}}, true},
    {"a value of 129",           {{"Tags.1.Key", "k"}, {"Tags.1.Value", characters(129)}}, false},
    {"aliyun in front",          {{"Tags.1.Key", "aliyun-x"}}, false},
    {"aliyun elsewhere",         {{"Tags.1.Key", "my-aliyun"}}, true},
    {"acs: in front",            {{"Tags.1.Key", "acs:x"}}, false},
    {"acs without its colon",    {{"Tags.1.Key", "acsx"}}, true},
    {"http:// in the key",       {{"Tags.1.Key", "xhttp://y"}}, false},
    {"https:// in the key",      {{"Tags.1.Key", "https://y"}}, false},
    {"http:// in the value",     {{"Tags.1.Key", "k"}, {"Tags.1.Value", "see http://y"}}, false},
    {"https:// in the value",    {{"Tags.1.Key", "k"}, {"Tags.1.Value", "https://"}}, false},
    {"U+0000 in the key",        {{"Tags.1.Key", std::string("k\0", 2)}}, false},
    {"U+0000 in the value",      {{"Tags.1.Key", "k"}, {"Tags.1.Value", std::string("\0", 1)}}, false},
    {"http: alone",              {{"Tags.1.Key", "http:"}, {"Tags.1.Value", "https:/"}}, true},
    {"a key twice",              {{"Tags.1.Key", "k"}, {"Tags.2.Key", "k"}}, false},
    {"a key in another case",    {{"Tags.1.Key", "k"}, {"Tags.2.Key", "K"}}, true},
    {"numbered from 0",          {{"Tags.0.Key", "k"}}, false},
    {"not numbered",             {{"Tags.x.Key", "k"}}, false},
    {"a number beyond counting", {{"Tags.99999999999999999999.Key", "k"}}, false},
    {"one number in two forms",  {{"Tags.1.Key", "k"}, {"Tags.01.Key", "l"}}, false},
    {"another member",           {{"Tags.1.Key", "k"}, {"Tags.1.Colour", "red"}}, false},
    {"no member",                {{"Tags.1", "k"}}, false},
    {"both forms",               {{"Tags.1.Key", "k"}, {"Tags", "[]"}}, false},
    {"no list",                  {{"Tags", R"({"Key":"k"})"}}, false},
    {"no JSON",                  {{"Tags", "k"}}, false},
    {"an empty text",            {{"Tags", ""}}, false},
    {"a list of texts",          {{"Tags", R"(["k"])"}}, false},
    {"a number for a value",     {{"Tags", R"([{"Key":"k","Value":1}])"}}, false},
};
// clang-format on

TEST(Tags, KeepTheirRules) {
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto read = tags_from(row.sent);
        ASSERT_EQ(read.has_value(), row.good);
        if (read) continue;
        EXPECT_EQ(read.error().code, model::errc::invalid_parameter);
        EXPECT_EQ(read.error().parameter, "Tags");
    }
}

TEST(Tags, ThatBreakARuleAreNamedWithIt) {
    const auto message = [](const parameters& sent) { return tags_from(sent).error().detail; };
    EXPECT_EQ(message({{"Tags.1.Key", "k"}, {"Tags.7.Key", "acs:x"}}),
              "The parameter Tags breaks a rule: tag 7 has a key that does not begin with aliyun "
              "or acs:.");
    EXPECT_EQ(message({{"Tags", R"([{"Key":"k"},{"Key":"l"},{"Key":"k"}])"}}),
              "The parameter Tags breaks a rule: tag 3 has a key of its own, not that of tag 1.");
    EXPECT_EQ(message(numbered(21)), "The parameter Tags has up to 20 tags.");
}

TEST(TagConditions, TellAKeyAloneFromAnEmptyValue) {
    EXPECT_THAT(*tag_conditions_from({{"Tags.1.Key", "b"},
                                      {"Tags.1.Value", ""},
                                      {"Tags.2.Key", "a"},
                                      {"Tags.3.Key", "aliyun"},
                                      {"Tags.3.Value", "1"}}),
                ElementsAre(tag_condition{"b", ""}, tag_condition{"a", std::nullopt},
                            tag_condition{"aliyun", "1"}));
    EXPECT_FALSE(tag_conditions_from({{"Tags.1.Value", "v"}}));
    EXPECT_FALSE(tag_conditions_from(numbered(21)));
}

TEST(TagConditions, AreBoundByATextOfTheirOwn) {
    EXPECT_NE(bound_text({{"a", std::nullopt}}), bound_text({{"a", ""}}));
    EXPECT_NE(bound_text({{"a", "b"}, {"c", "d"}}), bound_text({{"a", "b\n1:c=1:d"}}));
    EXPECT_EQ(bound_text(std::vector<tag_condition>()), "");
}

}  // namespace
}  // namespace scimd::management
