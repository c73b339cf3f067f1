#include "server/scim_request.hpp"

#include <algorithm>
#include <charconv>

#include "model/text.hpp"
#include "scim/messages.hpp"
#include "server/faults.hpp"

namespace scimd::server {
namespace {

using model::errc;
using model::refusal;
using model::result;

// The version that an entity tag stands for; tags are opaque, so what we did not write ourselves
// stands for none (RFC 9110 §8.8.3). Weak and strong ones compare alike (RFC 7644 §3.14).
std::optional<std::int64_t> version_in(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag.size() < 2 || !tag.starts_with('"') || !tag.ends_with('"')) return std::nullopt;
    tag = tag.substr(1, tag.size() - 2);
    std::int64_t version = 0;
    std::from_chars(tag.data(), tag.data() + tag.size(), version);
    if (std::to_string(version) != tag) return std::nullopt;
    return version;
}

// The versions of a list of tags. `all` is set by "*", which stands alone.
std::vector<std::int64_t> versions_in(std::string_view header, bool& all) {
    all = all || model::trim(header) == "*";
    std::vector<std::int64_t> versions;
    while (!header.empty()) {
        const std::size_t comma = std::min(header.find(','), header.size());
        if (const auto version = version_in(model::trim(header.substr(0, comma))))
            versions.push_back(*version);
        header.remove_prefix(std::min(comma + 1, header.size()));
    }
    return versions;
}

directory::preconditions conditions_in(std::string_view match, std::string_view none_match) {
    directory::preconditions made;
    made.stated = !match.empty();
    bool any = match.empty();
    auto versions = versions_in(match, any);
    if (!any) made.match = std::move(versions);
    made.none_match = versions_in(none_match, made.none_at_all);
    return made;
}

}  // namespace

result<scim::projection> projection_of(const scim_request& of, const scim::resource_type& type) {
    return scim::parse_projection(management::text_of(of.query, "attributes"),
                                  management::text_of(of.query, "excludedAttributes"), type,
                                  of.tolerance);
}

bool is_readable(std::string_view content_type) {
    const std::string_view type = model::trim(content_type.substr(0, content_type.find(';')));
    return type.empty() || scim::equal_names(type, "application/json") ||
           scim::equal_names(type, "application/scim+json");
}

directory::preconditions preconditions_of(const request& from) {
    return conditions_in(from.header("If-Match"), from.header("If-None-Match"));
}

directory::preconditions preconditions_of(std::string_view version) {
    return conditions_in(version, {});
}

std::optional<response> settle_read(const request& from, std::int64_t version, bool covered) {
    const directory::preconditions asked = preconditions_of(from);
    if (!asked.matches(version))
        return refuse(refusal(errc::version_mismatch, "The resource has another version: W/\"" +
                                                          std::to_string(version) + "\"."));
    if (!asked.none_at_all && !(covered && asked.excludes(version))) return std::nullopt;
    response answer;
    answer.status = 304;
    answer.add("ETag", scim::version_text(version));
    return answer;
}

}  // namespace scimd::server
