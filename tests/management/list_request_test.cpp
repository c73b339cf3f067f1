#include "management/list_request.hpp"

#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using tests::a_house;

const model::sealing_key key(std::string(model::sealing_key::length, 'k'));

TEST(PageToken, FindsItsPlaceAgain) {
    const std::string token = page_token(key, "ListUsers", 42);

    EXPECT_EQ(position_from_token(key, "ListUsers", token), 42);
    EXPECT_LE(token.size(), 100U);
}

TEST(PageToken, IsGoodForItsOwnListOnly) {
    const std::string token = page_token(key, "ListUsers", 42);
    const model::sealing_key other(std::string(model::sealing_key::length, 'o'));

    EXPECT_EQ(position_from_token(key, "ListGroups", token), std::nullopt);
    EXPECT_EQ(position_from_token(other, "ListUsers", token), std::nullopt);
}

TEST(PageToken, CannotBeMadeUp) {
    std::string changed = page_token(key, "ListUsers", 42);
    changed.back() = changed.back() == '0' ? '1' : '0';
    const std::string too_long(page_token_bytes_max + 2, 'a');

    for (const std::string& token : {changed, too_long, std::string("x"), std::string("zz"),
                                     std::string("ab"), std::string("+1")})
        EXPECT_EQ(position_from_token(key, "ListUsers", token), std::nullopt) << token;
}

model::result<list_request> read(a_house& house, const parameters& arguments) {
    const model::access_key any;
    const model::origin nobody;
    bool told = false;
    const call asked{*house.house, house.view, arguments, house.now, {}, any, nobody, told};
    return list_request_from(asked, {"ListUsers", "UserName", true});
}

TEST(ListRequest, ReadsOneCondition) {
    a_house house;
    const struct {
        const char* filter;
        const char* equals;
        const char* starts_with;
    } rows[] = {{"", "", ""},
                {"UserName eq ann", "ann", ""},
                {"UserName sw an", "", "an"},
                {"username EQ Ann", "Ann", ""},
                {"  UserName  sw  an  ", "", "an"},
                {"UserName eq Ann Smith", "Ann Smith", ""}};
    for (const auto& row : rows) {
        SCOPED_TRACE(row.filter);
        const auto made = read(house, {{"Filter", row.filter}});
        ASSERT_TRUE(made);
        EXPECT_EQ(made->query.name_equals, row.equals);
        EXPECT_EQ(made->query.name_starts_with, row.starts_with);
    }
}

TEST(ListRequest, RefusesWhatItDoesNotUnderstand) {
    a_house house;
    const struct {
        const char* parameter;
        const char* value;
    } rows[] = {
        {"Filter", "UserName"},        {"Filter", "UserName eq"},  {"Filter", "UserName eq  "},
        {"Filter", "UserName co ann"}, {"Filter", "Email eq ann"}, {"Filter", "eq ann"},
        {"MaxResults", "0"},           {"MaxResults", "101"},      {"MaxResults", "ten"},
        {"ProvisionType", "manual"},   {"ProvisionType", ""},      {"Status", "Active"},
        {"NextToken", "made-up"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(std::string(row.parameter) + "=" + row.value);
        const auto made = read(house, {{row.parameter, row.value}});
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, model::errc::invalid_parameter);
        EXPECT_EQ(made.error().parameter, row.parameter);
    }
}

TEST(ListRequest, HasTenEntriesAPageUnlessAskedForMore) {
    a_house house;

    EXPECT_EQ(read(house, {})->query.count, 10);
    EXPECT_EQ(read(house, {{"MaxResults", "100"}})->query.count, 100);
    EXPECT_EQ(read(house, {{"NextToken", ""}})->query.after, 0);
}

TEST(ListRequest, ReadsProvisionTypeAndStatus) {
    a_house house;

    const auto made = read(house, {{"ProvisionType", "Synchronized"}, {"Status", "Disabled"}});

    ASSERT_TRUE(made);
    EXPECT_EQ(made->query.provision, model::provision::synchronized);
    EXPECT_EQ(made->query.active, false);
}

}  // namespace
}  // namespace scimd::management
