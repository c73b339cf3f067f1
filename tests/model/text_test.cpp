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

TEST(Text, IsPrintedWithoutWhatATerminalObeys) {
    const auto printed = [](std::string_view text) {
        std::string shown;
        append_printable(shown, text);
        return shown;
    };
    EXPECT_EQ(printed("Ann é 😀"), "Ann é 😀");
    EXPECT_EQ(printed("a\n\x1b[31m\x7f\\"), "a\\x0a\\x1b[31m\\x7f\\x5c");
    EXPECT_EQ(printed("\xC2\x9B"
                      "31m\xC2\xA0"),
              "\\xc2\\x9b31m\xC2\xA0")
        << "U+009B is what ESC [ is, U+00A0 is a blank";
    EXPECT_EQ(printed("\xC2"), "\xC2");
}

TEST(Text, IsTrimmedOfBlanksTabsAndCarriageReturns) {
    EXPECT_EQ(trim(" \t a b \r"), "a b");
    EXPECT_EQ(trim(" \t\r"), "");
    EXPECT_EQ(trim("\na\n"), "\na\n") << "a line feed ends a line, and is not in one";
}

}  // namespace
}  // namespace scimd::model
