#include "scim/fold.hpp"

#include "model/text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace scimd::scim {
namespace {

using code_points = std::vector<utf8proc_int32_t>;

const utf8proc_uint8_t* bytes_of(std::string_view text) {
    return reinterpret_cast<const utf8proc_uint8_t*>(text.data());  // NOLINT(*-reinterpret-cast)
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

// Nothing when the text is not UTF-8.
std::optional<code_points> points_of(std::string_view text) {
    code_points points;
    while (!text.empty()) {
        utf8proc_int32_t point = 0;
        const auto length =
            utf8proc_iterate(bytes_of(text), static_cast<utf8proc_ssize_t>(text.size()), &point);
        if (length <= 0) return std::nullopt;
        points.push_back(point);
        text.remove_prefix(static_cast<std::size_t>(length));
    }
    return points;
}

std::string text_of(const code_points& points) {
    std::string text;
    for (const utf8proc_int32_t point : points) {
        std::array<utf8proc_uint8_t, 4> encoded{};
        const auto written = utf8proc_encode_char(point, encoded.data());
        text.append(encoded.begin(), encoded.begin() + written);
    }
    return text;
}

constexpr auto fold_options =
    static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
constexpr std::size_t decomposition_max = 18;  // U+FDFA's, the longest that Unicode has

code_points case_folded_and_decomposed(const code_points& points) {
    code_points made;
    made.reserve(points.size());
    std::array<utf8proc_int32_t, decomposition_max> parts{};
    for (const utf8proc_int32_t point : points) {
        int boundary = 0;
        const auto count = utf8proc_decompose_char(point, parts.data(),
                                                   static_cast<utf8proc_ssize_t>(parts.size()),
                                                   fold_options, &boundary);
        made.insert(made.end(), parts.begin(), parts.begin() + count);
    }
    return made;
}

utf8proc_propval_t combining_class(utf8proc_int32_t point) {
    return utf8proc_get_property(point)->combining_class;
}

bool is_mark(utf8proc_int32_t point) {
    return combining_class(point) != 0;
}

// The canonical ordering of combining marks (Unicode §3.11, D109). utf8proc_map would exchange
// neighbours: minutes for a name of a million marks, where this takes n log n.
void order_marks(code_points& points) {
    const auto by_class = [](utf8proc_int32_t left, utf8proc_int32_t right) {
        return combining_class(left) < combining_class(right);
    };
    auto first = std::ranges::find_if(points, is_mark);
    while (first != points.end()) {
        const auto last = std::find_if_not(first, points.end(), is_mark);
        // Nearly all are in order, and stable_sort would ask for memory to find out.
        if (!std::is_sorted(first, last, by_class)) std::stable_sort(first, last, by_class);
        first = std::find_if(last, points.end(), is_mark);
    }
}

// What utf8proc_map does with these options.
void map_case_and_compose(code_points& points) {
    points = case_folded_and_decomposed(points);
    order_marks(points);
    const auto length = utf8proc_normalize_utf32(
        points.data(), static_cast<utf8proc_ssize_t>(points.size()), fold_options);
    points.resize(static_cast<std::size_t>(length));
}

// Nothing when the text is not UTF-8.
std::optional<std::string> fold_unicode(std::string_view text) {
    auto points = points_of(text);
    if (!points) return std::nullopt;
    std::ranges::transform(*points, points->begin(), ordinary_width);
    // Folding can bring decomposed letters together that fold once more: the second pass makes
    // fold(fold(x)) == fold(x), which the indexes rely on.
    map_case_and_compose(*points);
    map_case_and_compose(*points);
    return text_of(*points);
}

}  // namespace

std::string fold(std::string_view text) {
    const bool ascii =
        std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii)
        if (auto folded = fold_unicode(text)) return std::move(*folded);
    return model::to_lower(text);
}

}  // namespace scimd::scim
