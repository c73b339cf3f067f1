#include "scim/fold.hpp"

#include <gtest/gtest.h>
#include <utf8proc.h>

#include <chrono>
#include <cstdlib>
#include <random>

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

std::string encoded(utf8proc_int32_t point) {
    utf8proc_uint8_t bytes[4];
    const auto length = utf8proc_encode_char(point, bytes);
    return {bytes, bytes + length};
}

// The library's own case folding and composing, twice: what fold() does where no widths are mapped.
std::string folded_by_utf8proc(std::string text) {
    for (int pass = 0; pass < 2; ++pass) {
        utf8proc_uint8_t* mapped = nullptr;
        const auto length = utf8proc_map(
            reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
            static_cast<utf8proc_ssize_t>(text.size()), &mapped,
            static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD));
        text.assign(mapped, mapped + length);
        std::free(mapped);
    }
    return text;
}

bool has_a_width(utf8proc_int32_t point) {
    const auto type = utf8proc_get_property(point)->decomp_type;
    return type == UTF8PROC_DECOMP_TYPE_WIDE || type == UTF8PROC_DECOMP_TYPE_NARROW;
}

TEST(Fold, AgreesWithTheLibraryOnEveryLetter) {
    for (utf8proc_int32_t point = 0x80; point < 0x110000; ++point) {
        if ((point >= 0xD800 && point <= 0xDFFF) || has_a_width(point)) continue;
        const std::string text = encoded(point);
        ASSERT_EQ(fold(text), folded_by_utf8proc(text)) << "U+" << std::hex << point;
    }
}

TEST(Fold, AgreesWithTheLibraryOnTheOrderOfMarks) {
    std::mt19937 dice(7);
    std::uniform_int_distribution<utf8proc_int32_t> mark(0x300, 0x36F);
    const std::string letters[] = {"", "A", "e", "\u01D5", "\u1F82", "\u0344", "\uAC00", "\u0DD9"};
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (int i = 0; i < 12; ++i) {
            if (dice() % 4 == 0) text += letters[dice() % std::size(letters)];
            text += encoded(mark(dice));
        }
        ASSERT_EQ(fold(text), folded_by_utf8proc(text)) << text;
    }
}

// A mark above the letter sorts behind one below it: each of the first has to pass each of the
// others.
TEST(Fold, OrdersHundredsOfThousandsOfMarksInTime) {
    const std::size_t marks = std::size_t{1} << 17;
    std::string text = "a";
    std::string expected = "a";
    for (std::size_t i = 0; i < marks; ++i) text += "\u0301";
    for (std::size_t i = 0; i < marks; ++i) text += "\u0316";
    for (std::size_t i = 0; i < marks; ++i) expected += "\u0316";
    expected = "\u00E1" + expected.substr(1);
    for (std::size_t i = 1; i < marks; ++i) expected += "\u0301";

    const auto began = std::chrono::steady_clock::now();
    const std::string key = fold(text);

    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
    EXPECT_TRUE(key == expected);
}

}  // namespace
}  // namespace scimd::scim
