#include "server/scim_path.hpp"

#include <boost/url/pct_string_view.hpp>

#include <algorithm>

#include "model/utf8.hpp"

namespace scimd::server {
namespace {

using model::errc;
using model::result;

constexpr std::string_view scim_prefix = "/scim/v2";

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

result<std::string> decode_segment(std::string_view segment) {
    if (std::ranges::all_of(segment, &is_unreserved)) return std::string(segment);
    const auto encoded = boost::urls::make_pct_string_view(segment);
    if (!encoded)
        return model::refusal(errc::invalid_syntax,
                              "The address holds a percent sign without two hexadecimal digits.");
    std::string decoded = encoded->decode();
    // Nothing has such a name, and an answer could not even repeat it.
    if (!model::count_characters(decoded))
        return model::refusal(errc::user_not_found,
                              "There is nothing at this address: it is not UTF-8.");
    return decoded;
}

void cut_search(scim_path& cut) {
    if (cut.segments != 1 && cut.segments != 2) return;
    std::string& last = cut.segments == 1 ? cut.collection : cut.id;
    cut.search = last == ".search";
    if (!cut.search) return;
    last.clear();
    --cut.segments;
}

}  // namespace

bool is_scim(std::string_view path) {
    return path.starts_with(scim_prefix) &&
           (path.size() == scim_prefix.size() || path[scim_prefix.size()] == '/');
}

// A trailing slash says nothing (ENTRA-46); a repeated one is a dialect (KC-01), which the
// directory decides about.
result<scim_path> cut_path(std::string_view path) {
    scim_path cut;
    path.remove_prefix(std::min(scim_prefix.size(), path.size()));
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        const std::size_t length = std::min(path.find('/'), path.size());
        const std::string_view segment = path.substr(0, length);
        path.remove_prefix(length);
        if (segment.empty()) {
            cut.repeated_slash = cut.repeated_slash || !path.empty();
            continue;
        }
        auto decoded = decode_segment(segment);
        if (!decoded) return decoded.error();
        (cut.segments == 0 ? cut.collection : cut.id) = std::move(*decoded);
        ++cut.segments;
    }
    cut_search(cut);
    return cut;
}

}  // namespace scimd::server
