#include "scim/cursor.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace scimd::scim {
namespace {

using model::errc;

const model::sealing_key our_key(std::string(model::sealing_key::length, 'k'));
constexpr model::instant noon{1'795'000'000'000};

walk a_walk() {
    return {*model::directory_id::from_text("d-00000000test"), model::sha256("what was asked"), 10};
}

cursor a_cursor(position after = {"ann", 0, 7}) {
    return {a_walk(), std::move(after), noon};
}

model::result<position> opened(const std::string& text, const walk& of = a_walk(),
                               std::int64_t milliseconds_before_its_end = 1) {
    return position_from_text(text, of, our_key, {noon.milliseconds - milliseconds_before_its_end});
}

TEST(Cursor, LeadsBackToThePlaceItWasMadeAt) {
    std::string largest;
    for (std::size_t i = 0; i < sort_characters_max; ++i) largest += "\xF0\x9F\x98\x80";
    const position places[] = {
        {{}, 0, 1},
        {std::int64_t{-5}, 1, std::numeric_limits<std::int64_t>::max()},
        {0.1 + 0.2, 0, 2},
        {-0.0, 0, 2},
        {5e-324, 0, 2},
        {"", 1, 3},
        {"quote \" and \n and \x01", 0, 3},
        {std::string(sort_characters_max, '\x01'), 0, 3},
        {largest, 0, 3},
    };
    for (const position& place : places) {
        const std::string text = to_text(a_cursor(place), our_key);
        const auto found = opened(text);
        ASSERT_TRUE(found.has_value()) << found.error().detail;
        EXPECT_EQ(*found, place);
        EXPECT_LE(text.size(), cursor_characters_max);
    }
}

TEST(Cursor, NeedsNoEscapingAndTellsNothing) {
    const std::string text = to_text(a_cursor(), our_key);
    EXPECT_EQ(
        text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        std::string::npos);
    EXPECT_NE(text, to_text(a_cursor(), our_key)) << "sealed anew each time";
}

void expect_not_ours(const model::result<position>& found, const std::string& which) {
    ASSERT_FALSE(found.has_value()) << which;
    EXPECT_EQ(found.error().code, errc::invalid_cursor) << which;
    EXPECT_EQ(found.error().detail, opened("nonsense").error().detail) << which;
}

TEST(Cursor, ThatWasAlteredAnywhereIsRefused) {
    const std::string good = to_text(a_cursor(), our_key);
    for (std::size_t i = 0; i < good.size(); ++i) {
        std::string altered = good;
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        expect_not_ours(opened(altered), "character " + std::to_string(i));
        expect_not_ours(opened(good.substr(0, i)), "cut to " + std::to_string(i));
    }
    expect_not_ours(opened(good + "A"), "one character more");
    expect_not_ours(opened(good + "="), "padding");
    expect_not_ours(opened(" " + good), "a blank");
    expect_not_ours(opened(good + "\n"), "a line's end");
}

TEST(Cursor, ThatIsNoneIsRefused) {
    for (const char* text : {"A", "AA", "AAA", "AAAA", "====", "ä", "1", "eyJhIjoxfQ"})
        expect_not_ours(opened(text), text);
    expect_not_ours(opened(std::string(cursor_characters_max + 1, 'A')), "too long");
    // Sealed with the same key, for other purposes.
    for (const char* clear : {"", "secret", "[]", "{}", R"(["scimd list cursor 1"])",
                              R"(["other","d-00000000test","",10,1,0,1,null])"}) {
        std::string text = model::to_base64(our_key.seal(clear));
        for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
        std::erase(text, '=');
        expect_not_ours(opened(text), clear);
    }
}

TEST(Cursor, OfAnotherKeyDirectoryOrQueryIsRefusedAlike) {
    const model::sealing_key another(std::string(model::sealing_key::length, 'x'));
    expect_not_ours(opened(to_text(a_cursor(), another)), "another key");
    const std::string text = to_text(a_cursor(), our_key);
    walk elsewhere = a_walk();
    elsewhere.directory = *model::directory_id::from_text("d-0000000other");
    expect_not_ours(opened(text, elsewhere), "another directory");
    walk otherwise = a_walk();
    otherwise.query = model::sha256("something else");
    expect_not_ours(opened(text, otherwise), "another query");
}

TEST(Cursor, KeepsTheSizeOfItsPages) {
    walk wider = a_walk();
    wider.count = 11;
    const auto found = opened(to_text(a_cursor(), our_key), wider);
    ASSERT_FALSE(found.has_value());
    EXPECT_EQ(found.error().code, errc::invalid_count);
}

TEST(Cursor, ExpiresAtItsEnd) {
    const std::string text = to_text(a_cursor(), our_key);
    EXPECT_TRUE(opened(text, a_walk(), 1).has_value());
    for (const std::int64_t late : {0, -1, -1'000'000}) {
        const auto found = opened(text, a_walk(), late);
        ASSERT_FALSE(found.has_value());
        EXPECT_EQ(found.error().code, errc::expired_cursor);
    }
}

}  // namespace
}  // namespace scimd::scim
