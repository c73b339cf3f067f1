#include "model/field_rules.hpp"

#include <algorithm>

#include "model/text.hpp"
#include "model/utf8.hpp"

namespace scimd::model {
namespace {

constexpr bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
constexpr bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool is_word(char c) {
    return is_lower(c) || is_upper(c) || is_digit(c);
}

// U+0000 ends text in too many of the places that a value goes on to: attributes do not take it.
bool without_null(std::string_view text) {
    return text.find('\0') == std::string_view::npos;
}

bool user_name_letters(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return is_word(c) || std::string_view("@_-.").find(c) != std::string_view::npos;
    });
}

bool group_name_letters(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return is_word(c) || std::string_view("_-.").find(c) != std::string_view::npos;
    });
}

// What lists show in a line of its own stays in that line.
bool one_line(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at)
        if (control_bytes_at(text, at) > 0) return false;
    return true;
}

// `d-` at the start is how an id begins; UpdateDirectory lets the directory's own id through before
// it asks here.
bool directory_name_form(std::string_view text) {
    const bool letters =
        std::ranges::all_of(text, [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
    return letters && !text.starts_with('-') && !text.ends_with('-') && !text.starts_with("d-") &&
           text.find("--") == std::string_view::npos;
}

// Whatever is neither a letter of ASCII nor a digit counts as special.
bool password_kinds(std::string_view text) {
    return std::ranges::any_of(text, is_upper) && std::ranges::any_of(text, is_lower) &&
           std::ranges::any_of(text, is_digit) && !std::ranges::all_of(text, is_word) &&
           without_null(text);
}

struct field_rule {
    std::size_t least;
    std::size_t most;
    bool (*form)(std::string_view);
    std::string_view form_text;
};

// clang-format off
constexpr field_rule rule_of(field which) {
    switch (which) {
    case field::user_name:      return {1, 64, user_name_letters, " of letters, digits and @ . - _"};
    case field::first_name:     return {0, 64, without_null, ", none of them U+0000"};
    case field::last_name:      return {0, 64, without_null, ", none of them U+0000"};
    case field::display_name:   return {0, 256, without_null, ", none of them U+0000"};
    case field::email:          return {0, 128, without_null, ", none of them U+0000"};
    case field::description:    return {0, 1024, without_null, ", none of them U+0000"};
    case field::group_name:     return {1, 128, group_name_letters, " of letters, digits and . - _"};
    case field::directory_name: return {2, 64, directory_name_form,
        " of lower-case letters, digits and -, with no - at either end, no --, and not beginning with d-"};
    case field::password:       return {8, 32, password_kinds,
        " with an upper-case letter, a lower-case letter, a digit and a special character"};
    // What a signed request can name, and what the audit log tells from the names of our own.
    case field::access_key_id:  return {1, 128, group_name_letters, " of letters, digits and . - _"};
    case field::access_key_name: return {0, 64, one_line, ", none of them a control character"};
    }
    return {0, 0, without_null, ""};
}
// clang-format on

}  // namespace

std::optional<std::string> broken_rule(field which, std::string_view value) {
    const field_rule rule = rule_of(which);
    const auto length = count_characters(value);
    if (length && *length >= rule.least && *length <= rule.most && rule.form(value))
        return std::nullopt;

    const std::string range = rule.least == 0
                                  ? "up to " + std::to_string(rule.most)
                                  : std::to_string(rule.least) + " to " + std::to_string(rule.most);
    return "has " + range + " characters" + std::string(rule.form_text);
}

}  // namespace scimd::model
