#include "model/text.hpp"

#include <gtest/gtest.h>

namespace scimd::model {
namespace {

TEST(Text, IsLoweredInAsciiOnly) {
    EXPECT_EQ(to_lower("Ann-Z0@Ä"), "ann-z0@Ä");
}

TEST(Text, IsCutBetweenCharacters) {
    const struct {
        const char* text;
        std::size_t bytes_max;
        const char* left;
    } rows[] = {
        {"ann", 3, "ann"}, {"ann", 2, "an"}, {"ann", 0, ""},  {"aé", 3, "aé"},
        {"aé", 2, "a"},    {"a😀b", 5, "a😀"}, {"a😀b", 4, "a"}, {"", 0, ""},
    };
    for (const auto& row : rows) EXPECT_EQ(cut(row.text, row.bytes_max), row.left) << row.text;
}

TEST(Text, IsTrimmedOfBlanksTabsAndCarriageReturns) {
    EXPECT_EQ(trim(" \t a b \r"), "a b");
    EXPECT_EQ(trim(" \t\r"), "");
    EXPECT_EQ(trim("\na\n"), "\na\n") << "a line feed ends a line, and is not in one";
}

}  // namespace
}  // namespace scimd::model
