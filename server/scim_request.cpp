#include "server/scim_request.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "scim/messages.hpp"

namespace scimd::server {
namespace {

using model::errc;
using model::refusal;
using model::result;

// A decimal number; one too large for us is as large as can be.
result<std::int64_t> number_of(const management::parameters& query, std::string_view name,
                               std::int64_t otherwise) {
    const auto text = management::find(query, name);
    if (!text || text->empty()) return otherwise;
    std::int64_t number = 0;
    const char* const end = text->data() + text->size();
    const auto [stopped, failed] = std::from_chars(text->data(), end, number);
    if (failed == std::errc::result_out_of_range && stopped == end)
        return text->front() == '-' ? 0 : std::numeric_limits<std::int64_t>::max();
    if (failed != std::errc{} || stopped != end)
        return refusal(errc::invalid_value, std::string(name) + " must be a whole number, not \"" +
                                                std::string(*text) + "\".");
    return number;
}

// The entity tags of If-Match or If-None-Match, without W/ and quotes; what is not of that form
// stays as it is.
std::vector<std::string_view> tags_of(std::string_view header) {
    std::vector<std::string_view> tags;
    while (!header.empty()) {
        const std::size_t comma = std::min(header.find(','), header.size());
        std::string_view tag = header.substr(0, comma);
        header.remove_prefix(std::min(comma + 1, header.size()));
        while (tag.starts_with(' ') || tag.starts_with('\t')) tag.remove_prefix(1);
        while (tag.ends_with(' ') || tag.ends_with('\t')) tag.remove_suffix(1);
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag.size() >= 2 && tag.starts_with('"') && tag.ends_with('"'))
            tag = tag.substr(1, tag.size() - 2);
        if (!tag.empty()) tags.push_back(tag);
    }
    return tags;
}

bool is_host(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-._~:[]%").find(c) != std::string_view::npos;
    });
}

}  // namespace

result<page_range> page_range_of(const management::parameters& query) {
    auto start = number_of(query, "startIndex", 1);
    if (!start) return start.error();
    auto count = number_of(query, "count", page_default);
    if (!count) return count.error();
    return page_range{std::max<std::int64_t>(*start, 1),
                      std::clamp<std::int64_t>(*count, 0, page_max)};
}

result<scim::projection> projection_of(const scim_request& of, const scim::resource_type& type) {
    return scim::parse_projection(management::text_of(of.query, "attributes"),
                                  management::text_of(of.query, "excludedAttributes"), type,
                                  of.tolerance);
}

bool is_readable(std::string_view content_type) {
    std::string_view type = content_type.substr(0, content_type.find(';'));
    while (type.ends_with(' ') || type.ends_with('\t')) type.remove_suffix(1);
    return type.empty() || scim::equal_names(type, "application/json") ||
           scim::equal_names(type, "application/scim+json");
}

directory::expected_versions if_match_of(const request& from) {
    const std::string_view header = from.header("If-Match");
    if (header.empty()) return std::nullopt;
    std::vector<std::int64_t> versions;
    for (const std::string_view tag : tags_of(header)) {
        if (tag == "*") return std::nullopt;
        std::int64_t version = 0;
        const auto [stopped, failed] =
            std::from_chars(tag.data(), tag.data() + tag.size(), version);
        if (failed == std::errc{} && stopped == tag.data() + tag.size())
            versions.push_back(version);
    }
    return versions;
}

bool none_match(const request& from, std::int64_t version) {
    const std::string text = std::to_string(version);
    return std::ranges::any_of(tags_of(from.header("If-None-Match")),
                               [&](std::string_view tag) { return tag == "*" || tag == text; });
}

std::string base_of(const request& from, const std::string& public_url) {
    if (!public_url.empty()) return public_url + "/scim/v2";
    const std::string_view host = from.header("Host");
    return std::string(from.secure ? "https://" : "http://") +
           std::string(is_host(host) ? host : "localhost") + "/scim/v2";
}

}  // namespace scimd::server
