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

}  // namespace scimd::model
