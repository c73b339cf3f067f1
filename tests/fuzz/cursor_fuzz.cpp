// Cursors: text that nobody sealed, and what was sealed for another purpose, are none; what a
// cursor carries comes back as it was, and to its own walk only.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "scim/cursor.hpp"
#include "tests/fuzz/fuzzing.hpp"

using namespace scimd;

namespace {

const model::sealing_key key(std::string(model::sealing_key::length, 'k'));
constexpr model::instant now{1'795'334'400'000};

scim::walk a_walk() {
    return {*model::directory_id::from_text("d-000000000dev"), "query", 10};
}

bool is_refused(std::string_view text, const scim::walk& of, model::errc code) {
    const auto found = scim::position_from_text(text, of, key, now);
    return !found && found.error().code == code;
}

std::string base64url(std::string bytes) {
    std::string text = model::to_base64(bytes);
    std::erase(text, '=');
    for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
    return text;
}

scim::sort_value value_of(std::string_view bytes) {
    std::int64_t number = 0;
    if (bytes.size() == sizeof number) {
        std::memcpy(&number, bytes.data(), sizeof number);
        return number;
    }
    // Only text that is JSON's can be a value: it was read from a document.
    const auto text = scim::parse_json(bytes);
    if (!text) return {};
    if (text->is_double()) return text->get_double();
    if (text->is_string() && text->get_string().size() <= scim::sort_characters_max)
        return std::string(text->get_string());
    return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using model::errc;
    const std::string_view given(reinterpret_cast<const char*>(data), size);
    const scim::walk walk = a_walk();
    fuzz::promise(is_refused(given, walk, errc::invalid_cursor), "text is no cursor", given);
    fuzz::promise(is_refused(base64url(key.seal(given)), walk, errc::invalid_cursor),
                  "what was sealed for another purpose is no cursor", given);

    const scim::position position{value_of(given), size % 2, static_cast<std::int64_t>(size)};
    const model::instant end{now.milliseconds + 1};
    std::string text = to_text(scim::cursor{walk, position, end}, key);
    const auto found = scim::position_from_text(text, walk, key, now);
    fuzz::promise(found && *found == position, "a cursor holds its position", given);
    fuzz::promise(text.size() <= scim::cursor_characters_max, "a cursor is short enough", given);

    const auto late = scim::position_from_text(text, walk, key, end);
    fuzz::promise(!late && late.error().code == errc::expired_cursor, "it ends when it ends");
    scim::walk other = walk;
    other.query += 'x';
    fuzz::promise(is_refused(text, other, errc::invalid_cursor), "it is good for one query");
    char& altered = text[size % text.size()];
    altered = altered == 'A' ? 'B' : 'A';
    fuzz::promise(is_refused(text, walk, errc::invalid_cursor), "nobody changes it", text);
    return 0;
}
