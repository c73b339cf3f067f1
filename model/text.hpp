// What protocols mean by a letter's case and by blanks: ASCII, whatever the locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace scimd::model {

constexpr char to_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline std::string to_lower(std::string_view text) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(), [](char c) { return to_lower(c); });
    return lowered;
}

// At most so many bytes of UTF-8 text, cut between characters.
constexpr std::string_view cut(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    constexpr unsigned char mask = 0xC0;
    constexpr unsigned char not_the_first = 0x80;
    while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & mask) == not_the_first)
        --bytes_max;
    return text.substr(0, bytes_max);
}

// Without the blanks, tabs and carriage returns around it.
constexpr std::string_view trim(std::string_view text) {
    constexpr std::string_view blank = " \t\r";
    const auto first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

// How many bytes of UTF-8 the control character (C0, C1, DEL) has that stands at `at`; 0 when none
// does.
constexpr std::size_t control_bytes_at(std::string_view text, std::size_t at) {
    const auto byte = [text](std::size_t place) { return static_cast<unsigned char>(text[place]); };
    if (byte(at) < 0x20 || byte(at) == 0x7F) return 1;
    const bool is_c1 = byte(at) == 0xC2 && at + 1 < text.size() && byte(at + 1) <= 0x9F;
    return is_c1 ? 2 : 0;
}

// What ends or colours a line (control characters), and the backslash, as \xNN; all else as it is.
inline void append_printable(std::string& to, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::size_t escapes = 0;  // how many of the next bytes
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (escapes == 0) escapes = text[at] == '\\' ? 1 : control_bytes_at(text, at);
        if (escapes == 0) {
            to.push_back(text[at]);
            continue;
        }
        --escapes;
        const auto code = static_cast<unsigned char>(text[at]);
        to.append("\\x");
        to.push_back(digits[code >> 4U]);
        to.push_back(digits[code & 0xFU]);
    }
}

}  // namespace scimd::model
