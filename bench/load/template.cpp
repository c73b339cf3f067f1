#include "bench/load/template.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace scimd::bench {
namespace {

void append_number(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

using filler = void (*)(std::string&, const facts&);

// clang-format off
constexpr std::pair<std::string_view, filler> gaps[] = {
    {"number", [](std::string& out, const facts& from) { append_number(out, from.number); }},
    {"turn",   [](std::string& out, const facts& from) { append_number(out, from.turn); }},
    {"start",  [](std::string& out, const facts& from) { append_number(out, from.start); }},
    {"active", [](std::string& out, const facts& from) { out += from.lap % 2 == 0 ? "false" : "true"; }},
    {"id",     [](std::string& out, const facts& from) { out += from.id; }},
    {"token",  [](std::string& out, const facts& from) { out += from.token; }},
    {"host",   [](std::string& out, const facts& from) { out += from.host; }},
    {"group",  [](std::string& out, const facts& from) { out += from.group; }},
    {"group_name", [](std::string& out, const facts& from) { out += from.group_name; }},
    {"member", [](std::string& out, const facts& from) { out += from.member; }},
    {"made",   [](std::string& out, const facts& from) { out += from.made; }},
};
// clang-format on

filler filler_of(std::string_view name) {
    const auto* const found =
        std::ranges::find(gaps, name, &std::pair<std::string_view, filler>::first);
    if (found == std::end(gaps))
        throw std::invalid_argument("nothing fills the gap {" + std::string(name) + "}");
    return found->second;
}

// Where the next gap opens: a brace with a letter behind it.
std::size_t next_gap(std::string_view text) {
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1))
        if (at + 1 < text.size() && std::islower(static_cast<unsigned char>(text[at + 1])) != 0)
            return at;
    return std::string_view::npos;
}

}  // namespace

text_template::text_template(std::string_view text) {
    while (!text.empty()) {
        const std::size_t open = next_gap(text);
        if (open == std::string_view::npos) {
            pieces_.push_back({std::string(text), nullptr});
            return;
        }
        const std::size_t close = text.find('}', open);
        pieces_.push_back({std::string(text.substr(0, open)),
                           filler_of(text.substr(open + 1, close - open - 1))});
        text.remove_prefix(std::min(text.size(), close + 1));
    }
}

void text_template::append_to(std::string& out, const facts& from) const {
    for (const piece& one : pieces_) {
        out += one.text;
        if (one.fill != nullptr) one.fill(out, from);
    }
}

}  // namespace scimd::bench
