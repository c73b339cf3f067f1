#include "scim/patch_target.hpp"

#include <string>

namespace scimd::scim {
namespace {

using model::errc;
using model::refusal;
using model::result;

// The "]" that ends the filter beginning here: not one inside its quotes.
std::size_t find_closing_bracket(std::string_view text) {
    bool quoted = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (quoted && text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            quoted = !quoted;
        else if (!quoted && text[at] == ']')
            return at;
    }
    return std::string_view::npos;
}

}  // namespace

result<patch_target> parse_patch_target(std::string_view text, const resource_type& type,
                                        tolerance& allowed) {
    const std::size_t open = text.find('[');
    auto path = resolve_path(text.substr(0, open), type, allowed);
    if (!path) return path.error();
    if (open == std::string_view::npos) return patch_target{*path, std::nullopt};
    const std::string_view inside = text.substr(open + 1);
    const std::size_t close = find_closing_bracket(inside);
    if (close == std::string_view::npos)
        return refusal(errc::invalid_path, "The value path has no closing bracket.");
    if (path->attribute == nullptr || path->sub != nullptr || !path->attribute->multi_valued)
        return refusal(errc::invalid_path, "\"" + std::string(text.substr(0, open)) +
                                               "\" has no values to choose from.");
    auto where = parse_value_filter(inside.substr(0, close), *path->attribute, type, allowed);
    if (!where) return where.error();
    std::string_view rest = inside.substr(close + 1);
    if (rest.starts_with('.')) {
        path->sub = path->attribute->sub(rest.substr(1));
        if (path->sub != nullptr) rest = {};
    }
    if (!rest.empty())
        return refusal(errc::invalid_path, "\"" + std::string(rest) +
                                               "\" is not a sub-attribute of \"" +
                                               path->attribute->name + "\".");
    return patch_target{*path, std::move(*where)};
}

}  // namespace scimd::scim
