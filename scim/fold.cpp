#include "scim/fold.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>

namespace scimd::scim {
namespace {

struct allocated {
    void operator()(utf8proc_uint8_t* text) const { std::free(text); }  // NOLINT(*-no-malloc)
};
using allocated_text = std::unique_ptr<utf8proc_uint8_t, allocated>;

const utf8proc_uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const utf8proc_uint8_t*>(text.data());  // NOLINT(*-reinterpret-cast)
}

void lower_ascii(std::string& text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
}

// Width forms whose ordinary form has a compatibility mapping of its own. utf8proc follows the
// chain to its end, but the width mapping of RFC 8264 §5.2.1 is one step: these are taken by hand.
struct width_run {
    utf8proc_int32_t first, last, ordinary;
};
constexpr std::array<width_run, 7> one_step_runs = {{
    {0xFFA0, 0xFFA0, 0x3164},  // half-width Hangul
    {0xFFA1, 0xFFBE, 0x3131},
    {0xFFC2, 0xFFC7, 0x314F},
    {0xFFCA, 0xFFCF, 0x3155},
    {0xFFD2, 0xFFD7, 0x315B},
    {0xFFDA, 0xFFDC, 0x3161},
    {0xFFE3, 0xFFE3, 0x00AF},  // full-width macron
}};

utf8proc_int32_t ordinary_width(utf8proc_int32_t point) {
    const auto width = utf8proc_get_property(point)->decomp_type;
    if (width != UTF8PROC_DECOMP_TYPE_WIDE && width != UTF8PROC_DECOMP_TYPE_NARROW) return point;
    for (const width_run& run : one_step_runs)
        if (point >= run.first && point <= run.last) return run.ordinary + (point - run.first);
    std::array<utf8proc_int32_t, 4> mapped{};
    int boundary = 0;
    const auto count = utf8proc_decompose_char(
        point, mapped.data(), static_cast<utf8proc_ssize_t>(mapped.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT), &boundary);
    return count == 1 ? mapped[0] : point;
}

// Nothing but false when the text is not UTF-8.
bool map_widths(std::string_view text, std::string& mapped) {
    while (!text.empty()) {
        utf8proc_int32_t point = 0;
        const auto length =
            utf8proc_iterate(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &point);
        if (length <= 0) return false;
        std::array<utf8proc_uint8_t, 4> encoded{};
        const auto written = utf8proc_encode_char(ordinary_width(point), encoded.data());
        mapped.append(encoded.begin(), encoded.begin() + written);
        text.remove_prefix(static_cast<std::size_t>(length));
    }
    return true;
}

bool map_case_and_compose(std::string& text) {
    utf8proc_uint8_t* result = nullptr;
    const auto options =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
    const auto length =
        utf8proc_map(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &result, options);
    const allocated_text owned(result);
    if (length < 0) return false;
    text.assign(result, result + length);
    return true;
}

}  // namespace

std::string fold(std::string_view text) {
    const bool ascii =
        std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    std::string folded;
    // Folding can bring decomposed letters together that fold once more: the second pass makes
    // fold(fold(x)) == fold(x), which the indexes rely on.
    if (!ascii && map_widths(text, folded) && map_case_and_compose(folded) &&
        map_case_and_compose(folded))
        return folded;
    folded = text;
    lower_ascii(folded);
    return folded;
}

}  // namespace scimd::scim
