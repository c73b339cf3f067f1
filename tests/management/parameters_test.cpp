#include "management/parameters.hpp"

#include <gtest/gtest.h>

namespace scimd::management {
namespace {

using model::errc;

TEST(Parameters, AreDecodedFromForms) {
    const struct {
        const char* name;
        std::string text;
        parameters expected;
    } rows[] = {
        {"nothing", "", {}},
        {"two", "a=1&b=2", {{"a", "1"}, {"b", "2"}}},
        {"without a value", "a&b=", {{"a", ""}, {"b", ""}}},
        {"stray separators", "&a=1&&", {{"a", "1"}}},
        {"equals signs in a value", "a=b=c", {{"a", "b=c"}}},
        {"plus and percent", "a=x+y%20z%2B", {{"a", "x y z+"}}},
        {"what pop-core leaves bare", "a=*'()!", {{"a", "*'()!"}}},
        {"UTF-8, either case", "%C3%a9=%e2%82%AC", {{"é", "€"}}},
        {"lists by number", "Tags.1.Key=k", {{"Tags.1.Key", "k"}}},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto read = parameters_from_form(row.text);
        ASSERT_TRUE(read);
        EXPECT_EQ(*read, row.expected);
    }
}

TEST(Parameters, RefuseWhatCannotBeDecoded) {
    const struct {
        const char* name;
        std::string text;
        errc code;
    } rows[] = {
        {"half an escape at the end", "a=%2", errc::invalid_syntax},
        {"a lone percent sign", "a=100%", errc::invalid_syntax},
        {"no hexadecimal digits", "a=%zz", errc::invalid_syntax},
        {"a broken name", "%=1", errc::invalid_syntax},
        {"not UTF-8", "a=%FF", errc::invalid_syntax},
        {"twice the same", "a=1&a=1", errc::invalid_parameter},
        {"twice the same, spelt differently", "a=1&%61=2", errc::invalid_parameter},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto read = parameters_from_form(row.text);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, row.code);
    }
}

TEST(Parameters, AreReadFromJsonObjects) {
    const auto read = parameters_from_json(
        R"({"a":"x y","n":12,"b":true,"o":{"Id":"1"},"l":[1,2],"nothing":null})");

    ASSERT_TRUE(read);
    EXPECT_EQ(
        *read,
        (parameters{
            {"a", "x y"}, {"n", "12"}, {"b", "true"}, {"o", R"({"Id":"1"})"}, {"l", "[1,2]"}}));
}

TEST(Parameters, AreNotReadFromOtherJson) {
    for (const char* text : {"[]", "1", "{", "{\"a\":}", ""}) {
        SCOPED_TRACE(text);
        const auto read = parameters_from_json(text);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, errc::invalid_syntax);
    }
}

TEST(Parameters, OfUrlAndBodyGoTogetherUnlessOneIsInBoth) {
    const auto both = joined({{"a", "1"}}, {{"b", "2"}});
    ASSERT_TRUE(both);
    EXPECT_EQ(*both, (parameters{{"a", "1"}, {"b", "2"}}));

    const auto twice = joined({{"a", "1"}}, {{"a", "1"}});
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code, errc::invalid_parameter);
    EXPECT_EQ(twice.error().parameter, "a");
}

std::string numbered(std::size_t count) {
    std::string text;
    for (std::size_t number = 0; number < count; ++number)
        text += "p" + std::to_string(number) + "=&";
    return text;
}

TEST(Parameters, AreLimitedInNumber) {
    EXPECT_TRUE(parameters_from_form(numbered(parameters_max)));

    const auto too_many = parameters_from_form(numbered(parameters_max + 1));
    ASSERT_FALSE(too_many);
    EXPECT_EQ(too_many.error().code, errc::too_large);

    const auto together =
        joined(*parameters_from_form(numbered(parameters_max)), {{"one", "more"}});
    ASSERT_FALSE(together);
    EXPECT_EQ(together.error().code, errc::too_large);
}

TEST(Parameters, HaveNamesOfLimitedLength) {
    EXPECT_TRUE(parameters_from_form(std::string(parameter_name_bytes_max, 'n') + "=1"));

    const auto too_long =
        parameters_from_form(std::string(parameter_name_bytes_max + 1, 'n') + "=1");
    ASSERT_FALSE(too_long);
    EXPECT_EQ(too_long.error().code, errc::too_large);
}

TEST(Parameters, TellAbsentFromEmpty) {
    const parameters all = {{"empty", ""}, {"full", "x"}};

    EXPECT_EQ(find(all, "empty"), "");
    EXPECT_EQ(find(all, "absent"), std::nullopt);
    EXPECT_EQ(text_of(all, "full"), "x");
    EXPECT_EQ(text_of(all, "absent"), "");
}

TEST(Parameters, ReadBooleansInAnyCase) {
    for (const char* yes : {"true", "True", "TRUE"})
        EXPECT_TRUE(*boolean_of({{"b", yes}}, "b", false));
    for (const char* no : {"false", "False"}) EXPECT_FALSE(*boolean_of({{"b", no}}, "b", true));
    EXPECT_TRUE(*boolean_of({}, "b", true));
    for (const char* other : {"", "1", "yes", "truee"}) {
        SCOPED_TRACE(other);
        const auto read = boolean_of({{"b", other}}, "b", false);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().parameter, "b");
    }
}

TEST(Parameters, ReadIntegersWithinTheirRange) {
    constexpr integer_range range{1, 100, 10};
    EXPECT_EQ(*integer_of({}, "n", range), 10);
    EXPECT_EQ(*integer_of({{"n", "1"}}, "n", range), 1);
    EXPECT_EQ(*integer_of({{"n", "100"}}, "n", range), 100);
    for (const char* other :
         {"0", "101", "", "ten", "5.0", " 5", "5 ", "+5", "-1", "99999999999999999999"}) {
        SCOPED_TRACE(other);
        const auto read = integer_of({{"n", other}}, "n", range);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, errc::invalid_parameter);
        EXPECT_EQ(read.error().parameter, "n");
    }
}

TEST(Parameters, ReadListsInTwoWays) {
    using texts = std::vector<std::string>;
    EXPECT_EQ(*list_of({{"L.1", "a"}, {"L.2", "b"}}, "L", 2), texts({"a", "b"}));
    EXPECT_EQ(*list_of({{"L", R"(["a","b"])"}}, "L", 2), texts({"a", "b"}));
    EXPECT_EQ(*list_of({{"Lx", "a"}, {"L", R"(["b"])"}}, "L", 1), texts({"b"}));
    EXPECT_EQ(*list_of({{"M.1", "a"}}, "L", 1), std::nullopt);
    parameters twelve;
    for (int i = 1; i <= 12; ++i) twelve["L." + std::to_string(i)] = std::to_string(i);
    EXPECT_EQ((*list_of(twelve, "L", 12))->back(), "12") << "in the order of numbers, not of text";

    const parameters wrong[] = {
        {{"L.1", "a"}, {"L.2", "b"}, {"L.3", "c"}},  // more than two
        {{"L", R"(["a","b","c"])"}},
        {{"L.2", "a"}},
        {{"L.0", "a"}},
        {{"L.x", "a"}},
        {{"L.1", "a"}, {"L.3", "b"}},
        {{"L.1", "a"}, {"L", R"(["a"])"}},
        {{"L", ""}},
        {{"L", "a"}},
        {{"L", "[]"}},
        {{"L", "[1]"}},
        {{"L", R"({"a":"b"})"}},
    };
    for (const parameters& one : wrong) {
        SCOPED_TRACE(one.begin()->first + "=" + one.begin()->second);
        const auto read = list_of(one, "L", 2);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, errc::invalid_parameter);
        EXPECT_EQ(read.error().parameter, "L");
    }
}

TEST(Parameters, ReadStatusesSpeltExactly) {
    EXPECT_EQ(*status_of({{"s", "Enabled"}}, "s"), true);
    EXPECT_EQ(*status_of({{"s", "Disabled"}}, "s"), false);
    EXPECT_EQ(*status_of({}, "s"), std::nullopt);
    for (const char* other : {"", "enabled", "On"}) EXPECT_FALSE(status_of({{"s", other}}, "s"));
}

}  // namespace
}  // namespace scimd::management
