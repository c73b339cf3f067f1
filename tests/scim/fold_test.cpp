#include "scim/fold.hpp"

#include <gtest/gtest.h>
#include <utf8proc.h>

namespace scimd::scim {
namespace {

TEST(Fold, MakesEqualWhatACaseInsensitiveReaderTakesForEqual) {
    struct row {
        const char *name, *left, *right;
    };
    const row rows[] = {
        {"ASCII", "Ann.Smith@Example.COM", "ann.smith@example.com"},
        {"Latin", "ÄRGER", "ärger"},
        {"sharp s", "STRASSE", "straße"},
        {"Greek with a final sigma", "ΟΔΥΣΣΕΥΣ", "οδυσσευς"},
        {"Cyrillic", "ИВАНОВ", "иванов"},
        {"composed and decomposed", "Jos\u00e9", "JOSE\u0301"},
        {"full-width letters", "Ａｎｎ＠１", "ann@1"},
        {"half-width katakana", "ｶﾞｲﾄ", "ガイト"},
        {"half-width Hangul", "\uFFA1", "\u3131"},
        {"full-width macron", "\uFFE3", "\u00AF"},
        {"ideographic space", "a\u3000b", "a b"},
        {"ligature", "ﬁsh", "FISH"},
    };
    for (const row& one : rows) EXPECT_EQ(fold(one.left), fold(one.right)) << one.name;
}

TEST(Fold, KeepsApartWhatDiffers) {
    EXPECT_NE(fold("ann"), fold("anna"));
    EXPECT_NE(fold("e"), fold("é"));
    EXPECT_NE(fold("a b"), fold("ab"));
    EXPECT_NE(fold("²"), fold("2"));  // NFC, not NFKC: only widths are mapped
    EXPECT_NE(fold("\u3131"), fold("\u1100"));
}

TEST(Fold, LeavesTextThatIsNotUtf8ButLowersItsLetters) {
    EXPECT_EQ(fold("A\xFF\xC4Z"), "a\xFF\xC4z");
    EXPECT_EQ(fold("ABC\xE2\x82"), "abc\xE2\x82");
}

TEST(Fold, HandlesNothingAndNul) {
    EXPECT_EQ(fold(""), "");
    EXPECT_EQ(fold(std::string_view("A\0B", 3)), std::string_view("a\0b", 3));
    EXPECT_EQ(fold(std::string_view("Ä\0B", 4)), std::string_view("ä\0b", 4));
}

TEST(Fold, IsDoneAfterOnce) {
    for (utf8proc_int32_t point = 1; point < 0x110000; ++point) {
        if (point >= 0xD800 && point <= 0xDFFF) continue;
        utf8proc_uint8_t encoded[4];
        const auto length = utf8proc_encode_char(point, encoded);
        const std::string text(encoded, encoded + length);
        const std::string once = fold(text);
        ASSERT_EQ(fold(once), once) << "U+" << std::hex << point;
    }
}

}  // namespace
}  // namespace scimd::scim
