#include "scim/sort.hpp"

#include <gmock/gmock.h>

#include <span>

#include "scim/fold.hpp"
#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

attribute_path path_of(std::string_view text, const resource_type& type = user()) {
    auto allowed = lenient();
    return parse_sort_by(text, type, allowed).value().value();
}

// What a user is sorted by, shown: "none", "7", "'text'".
std::string shown(const sort_value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* text = std::get_if<std::string>(&value)) return "'" + *text + "'";
    return "none";
}
std::string sorted_by(std::string_view by, std::string_view resource) {
    return shown(sort_value_of(from_text(resource).as_object(), path_of(by)));
}

TEST(SortBy, NamesAnAttributeOrTheValueOfAComplexOne) {
    EXPECT_EQ(path_of("userName").leaf().name, "userName");
    EXPECT_EQ(path_of("NAME.givenname").leaf().name, "givenName");
    EXPECT_EQ(path_of("emails").sub->name, "value");
    EXPECT_EQ(path_of("emails.type").sub->name, "type");
    EXPECT_EQ(path_of(enterprise_urn + ":department").leaf().name, "department");
    EXPECT_EQ(path_of(enterprise_urn + ":manager").sub->name, "value");
    EXPECT_EQ(path_of("meta.lastModified").sub->name, "lastModified");
    EXPECT_EQ(
        path_of("urn:ietf:params:scim:schemas:core:2.0:Group:displayName", group()).leaf().name,
        "displayName");
}

TEST(SortBy, IsRefusedForWhatHasNoOrderOrIsNotTold) {
    for (const char* text :
         {"name", "addresses", "meta", "password", "groups", "groups.value", "meta.location",
          "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}) {
        auto allowed = lenient();
        const auto made = parse_sort_by(text, user(), allowed);
        ASSERT_FALSE(made.has_value()) << text;
        EXPECT_EQ(made.error().code, errc::invalid_sort) << text;
    }
    auto allowed = lenient();
    EXPECT_EQ(parse_sort_by("members", group(), allowed).error().code, errc::invalid_sort);
}

TEST(SortBy, IsNothingWhereTheTypeLacksTheAttribute) {
    auto allowed = strict();
    for (const char* text : {"members", "shoeSize", "name.shoe", "", "userName.x"})
        EXPECT_EQ(parse_sort_by(text, user(), allowed).value(), std::nullopt) << text;
    EXPECT_EQ(parse_sort_by("userName", group(), allowed).value(), std::nullopt);
}

TEST(SortOrder, IsOneOfTwoWords) {
    EXPECT_EQ(parse_sort_order("").value(), sort_order::ascending);
    EXPECT_EQ(parse_sort_order("Ascending").value(), sort_order::ascending);
    EXPECT_EQ(parse_sort_order("DESCENDING").value(), sort_order::descending);
    EXPECT_EQ(parse_sort_order("down").error().code, errc::invalid_value);
}

TEST(SortValue, IsTypedLikeItsAttribute) {
    EXPECT_EQ(sorted_by("userName", R"({"userName":"ÄNN"})"), "'änn'") << "not caseExact";
    EXPECT_EQ(sorted_by("externalId", R"({"externalId":"Ab"})"), "'Ab'") << "caseExact";
    EXPECT_EQ(sorted_by("active", R"({"active":true})"), "1");
    EXPECT_EQ(sorted_by("active", R"({"active":false})"), "0");
    EXPECT_EQ(sorted_by("meta.created", R"({"meta":{"created":"1970-01-01T01:00:01+01:00"}})"),
              "1000");
    EXPECT_EQ(sorted_by(enterprise_urn + ":department",
                        "{\"" + enterprise_urn + R"(":{"department":"R&D"}})"),
              "'r&d'");
    EXPECT_EQ(sorted_by("title", "{}"), "none");
    EXPECT_EQ(sorted_by("name.givenName", R"({"name":{"familyName":"x"}})"), "none");
}

TEST(SortValue, OfAListIsThePrimaryOnesElseTheFirsts) {
    EXPECT_EQ(sorted_by("emails", R"({"emails":[{"value":"b"},{"value":"a","primary":true}]})"),
              "'a'");
    EXPECT_EQ(sorted_by("emails", R"({"emails":[{"value":"b"},{"value":"a","primary":false}]})"),
              "'b'");
    EXPECT_EQ(sorted_by("emails.type",
                        R"({"emails":[{"value":"b","type":"work"},{"value":"a","primary":true}]})"),
              "none")
        << "the primary one has no type";
    EXPECT_EQ(sorted_by("emails", R"({"emails":[]})"), "none");
    EXPECT_EQ(sorted_by("schemas", R"({"schemas":["urn:b","urn:a"]})"), "'urn:b'");
}

TEST(SortText, IsCutAfterItsCharactersNotItsBytes) {
    const attribute& title = *user().find("title");
    const std::string longest = [] {
        std::string text;
        for (std::size_t i = 0; i < sort_characters_max; ++i) text += "ä";
        return text;
    }();
    EXPECT_EQ(sort_text(longest, title), longest);
    EXPECT_EQ(sort_text(longest + "b", title), longest);
    EXPECT_EQ(sort_text(std::string("a\0b", 3), title), "a");
}

TEST(Order, PutsNoValueLastAscendingAndFirstDescending) {
    const sort_value none;
    const sort_value low = std::int64_t{0};
    const sort_value high = std::int64_t{1};
    EXPECT_TRUE(is_lt(compare(low, high, sort_order::ascending)));
    EXPECT_TRUE(is_gt(compare(low, high, sort_order::descending)));
    EXPECT_TRUE(is_eq(compare(low, low, sort_order::descending)));
    EXPECT_TRUE(is_lt(compare(high, none, sort_order::ascending)));
    EXPECT_TRUE(is_gt(compare(none, low, sort_order::ascending)));
    EXPECT_TRUE(is_lt(compare(none, low, sort_order::descending)));
    EXPECT_TRUE(is_gt(compare(low, none, sort_order::descending)));
    EXPECT_TRUE(is_eq(compare(none, none, sort_order::ascending)));
    EXPECT_TRUE(is_lt(compare(sort_value("a"), sort_value("ä"), sort_order::ascending)));
    EXPECT_TRUE(is_lt(compare(sort_value(-1.5), sort_value(0.25), sort_order::ascending)));
}

}  // namespace
}  // namespace scimd::scim
