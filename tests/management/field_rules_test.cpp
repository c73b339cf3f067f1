#include "management/field_rules.hpp"

#include <gtest/gtest.h>

#include <string>

namespace scimd::management {
namespace {

std::string characters(std::size_t count, std::string_view one = "a") {
    std::string text;
    for (std::size_t made = 0; made < count; ++made) text += one;
    return text;
}

// clang-format off
const struct { const char* name; field which; std::string value; bool good; } rows[] = {
    {"user name: none",              field::user_name, "", false},
    {"user name: one",               field::user_name, "a", true},
    {"user name: 64",                field::user_name, characters(64), true},
    {"user name: 65",                field::user_name, characters(65), false},
    {"user name: the alphabet",      field::user_name, "aZ09@_-.", true},
    {"user name: a blank",           field::user_name, "a b", false},
    {"user name: a plus",            field::user_name, "a+b", false},
    {"user name: not ASCII",         field::user_name, "é", false},
    {"first name: none",             field::first_name, "", true},
    {"first name: 64",               field::first_name, characters(64, "é"), true},
    {"first name: 65",               field::first_name, characters(65), false},
    {"last name: 64",                field::last_name, characters(64, "名"), true},
    {"last name: 65",                field::last_name, characters(65, "名"), false},
    {"display name: 256",            field::display_name, characters(256, "é"), true},
    {"display name: 257",            field::display_name, characters(257), false},
    {"e-mail: none",                 field::email, "", true},
    {"e-mail: 128",                  field::email, characters(128), true},
    {"e-mail: 129",                  field::email, characters(129), false},
    {"description: 1024",            field::description, characters(1024, "é"), true},
    {"description: 1025",            field::description, characters(1025), false},
    {"group name: none",             field::group_name, "", false},
    {"group name: 128",              field::group_name, characters(128), true},
    {"group name: 129",              field::group_name, characters(129), false},
    {"group name: the alphabet",     field::group_name, "aZ09_-.", true},
    {"group name: an at sign",       field::group_name, "a@b", false},
    {"group name: a blank",          field::group_name, "a b", false},
    {"directory name: one",          field::directory_name, "a", false},
    {"directory name: two",          field::directory_name, "ab", true},
    {"directory name: 64",           field::directory_name, characters(64), true},
    {"directory name: 65",           field::directory_name, characters(65), false},
    {"directory name: the alphabet", field::directory_name, "0a-z9", true},
    {"directory name: upper case",   field::directory_name, "Ab", false},
    {"directory name: - in front",   field::directory_name, "-ab", false},
    {"directory name: - behind",     field::directory_name, "ab-", false},
    {"directory name: --",           field::directory_name, "a--b", false},
    {"directory name: d- in front",  field::directory_name, "d-ab", false},
    {"directory name: dd-",          field::directory_name, "dd-ab", true},
    {"password: 7",                  field::password, "aA1-xyz", false},
    {"password: 8",                  field::password, "aA1-xyzw", true},
    {"password: 32",                 field::password, "aA1-" + characters(28), true},
    {"password: 33",                 field::password, "aA1-" + characters(29), false},
    {"password: no upper case",      field::password, "aa1-xyzw", false},
    {"password: no lower case",      field::password, "AA1-XYZW", false},
    {"password: no digit",           field::password, "aAa-xyzw", false},
    {"password: nothing special",    field::password, "aA1axyzw", false},
    {"access key id: 1",             field::access_key_id, "a", true},
    {"access key id: empty",         field::access_key_id, "", false},
    {"access key id: 128",           field::access_key_id, characters(128), true},
    {"access key id: 129",           field::access_key_id, characters(129), false},
    {"access key id: the alphabet",  field::access_key_id, "aZ0._-", true},
    {"access key id: a blank",       field::access_key_id, "command line", false},
    {"access key name: 64",          field::access_key_name, characters(64), true},
    {"access key name: 65",          field::access_key_name, characters(65), false},
    {"access key name: a line feed", field::access_key_name, "a\nb", false},
    {"access key name: empty",       field::access_key_name, "", true},
    {"not UTF-8",                    field::display_name, "\xFF", false},
    {"U+0000 in a first name",       field::first_name, std::string("a\0b", 3), false},
    {"U+0000 in an e-mail",          field::email, std::string("a\0b", 3), false},
    {"U+0000 in a description",      field::description, std::string("\0", 1), false},
};
// clang-format on

TEST(FieldRules, HoldAtTheEdgeAndNotOnePast) {
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(check(row.which, "P", row.value).has_value(), row.good);
    }
}

TEST(FieldRules, NameTheParameterAndTheRule) {
    const auto checked = check(field::user_name, "UserName", "a b");

    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, model::errc::invalid_parameter);
    EXPECT_EQ(checked.error().parameter, "UserName");
    EXPECT_EQ(checked.error().detail,
              "The parameter UserName has 1 to 64 characters of letters, digits and @ . - _.");
}

}  // namespace
}  // namespace scimd::management
