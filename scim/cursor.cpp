#include "scim/cursor.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <bit>
#include <optional>

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

// The first word of what is sealed. The key seals other things too; none of them begins so.
constexpr std::string_view purpose = "scimd list cursor 1";

// base64url without padding (RFC 4648 §5).
std::string to_base64url(std::string_view bytes) {
    std::string text = model::to_base64(bytes);
    std::erase(text, '=');
    std::ranges::replace(text, '+', '-');
    std::ranges::replace(text, '/', '_');
    return text;
}

std::optional<std::string> from_base64url(std::string_view given) {
    if (given.find_first_of("+/=") != std::string_view::npos) return std::nullopt;
    std::string text(given);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    auto bytes = model::from_base64(text);
    // Bits that the last character has to spare: one cursor has one text.
    if (bytes && to_base64url(*bytes) != given) return std::nullopt;
    return bytes;
}

// A double travels as its bits: no digit of it may be lost.
json::value written(const sort_value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* real = std::get_if<double>(&value))
        return json::array{std::bit_cast<std::int64_t>(*real)};
    if (const auto* text = std::get_if<std::string>(&value)) return json::string(*text);
    return nullptr;
}

sort_value read_value(const json::value& from) {
    if (from.is_int64()) return from.get_int64();
    if (from.is_array()) return std::bit_cast<double>(from.at(0).as_int64());
    if (from.is_string()) return std::string(from.get_string());
    return {};
}

enum field : std::size_t {
    of_purpose,
    of_directory,
    of_query,
    of_count,
    of_expires,
    of_type,
    of_key,
    of_value,
    fields
};

// What was sealed under the purpose was written by to_text; anything else is somebody else's.
std::optional<json::array> content_of(std::string_view text, const model::sealing_key& key) {
    if (text.size() > cursor_characters_max) return std::nullopt;
    const auto sealed = from_base64url(text);
    if (!sealed) return std::nullopt;
    const auto clear = key.open(*sealed);
    if (!clear) return std::nullopt;
    json::error_code error;
    json::value content = json::parse(*clear, error);
    if (error || !content.is_array() || content.get_array().size() != fields ||
        content.get_array()[of_purpose] != json::value(purpose))
        return std::nullopt;
    return std::move(content.get_array());
}

model::fault not_ours() {
    return refusal(errc::invalid_cursor,
                   "This is no cursor of this query. Begin with an empty one, and repeat the query "
                   "unchanged with the nextCursor of each page.");
}

}  // namespace

std::string to_text(const cursor& from, const model::sealing_key& key) {
    const json::array content{
        purpose,         from.walk.directory.text(), model::to_hex(from.walk.query),
        from.walk.count, from.expires.milliseconds,  from.after.type,
        from.after.key,  written(from.after.value)};
    return to_base64url(key.seal(json::serialize(content)));
}

result<position> position_from_text(std::string_view text, const walk& expected,
                                    const model::sealing_key& key, model::instant now) {
    const auto content = content_of(text, key);
    if (!content) return not_ours();
    const json::array& has = *content;
    if (has[of_directory].as_string() != expected.directory.text() ||
        has[of_query].as_string() != model::to_hex(expected.query))
        return not_ours();
    if (has[of_count].as_int64() != expected.count)
        return refusal(errc::invalid_count, "count is the same on every page of a walk: " +
                                                std::to_string(has[of_count].as_int64()) +
                                                " here.");
    if (now.milliseconds >= has[of_expires].as_int64())
        return refusal(errc::expired_cursor, "This cursor is older than " +
                                                 std::to_string(cursor_timeout_seconds) +
                                                 " seconds. Begin again with an empty one.");
    return position{read_value(has[of_value]), has[of_type].to_number<std::size_t>(),
                    has[of_key].as_int64()};
}

}  // namespace scimd::scim
