#include "model/utf8.hpp"

#include <algorithm>
#include <set>

namespace scimd::model {
namespace {

struct byte_range {
    unsigned first;
    unsigned last;

    bool holds(char c) const {
        const unsigned byte = static_cast<unsigned char>(c);
        return byte >= first && byte <= last;
    }
};

constexpr byte_range continuation = {0x80, 0xBF};

// The grammar of RFC 3629 §4: what a character begins with, how its second byte is limited, how
// long it is.
struct sequence {
    byte_range lead;
    byte_range second;
    std::size_t length;
};
// clang-format off
constexpr sequence sequences[] = {
    {{0x00, 0x7F}, {0, 0},       1},
    {{0xC2, 0xDF}, continuation, 2},
    {{0xE0, 0xE0}, {0xA0, 0xBF}, 3},
    {{0xE1, 0xEC}, continuation, 3},
    {{0xED, 0xED}, {0x80, 0x9F}, 3},
    {{0xEE, 0xEF}, continuation, 3},
    {{0xF0, 0xF0}, {0x90, 0xBF}, 4},
    {{0xF1, 0xF3}, continuation, 4},
    {{0xF4, 0xF4}, {0x80, 0x8F}, 4},
};
// clang-format on

// The length of the character the text begins with; 0 when there is none.
std::size_t first_length(std::string_view text) {
    for (const sequence& one : sequences) {
        if (!one.lead.holds(text.front())) continue;
        if (text.size() < one.length) return 0;
        if (one.length > 1 && !one.second.holds(text[1])) return 0;
        for (std::size_t at = 2; at < one.length; ++at)
            if (!continuation.holds(text[at])) return 0;
        return one.length;
    }
    return 0;
}

}  // namespace

std::optional<std::size_t> count_characters(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) {
        const std::size_t length = first_length(text);
        if (length == 0) return std::nullopt;
        text.remove_prefix(length);
    }
    return count;
}

std::size_t count_different_characters(std::string_view text) {
    std::set<std::string_view> seen;
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(first_length(text), 1);
        seen.insert(text.substr(0, length));
        text.remove_prefix(length);
    }
    return seen.size();
}

}  // namespace scimd::model
