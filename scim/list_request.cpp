#include "scim/list_request.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>

#include "scim/message_body.hpp"
#include "scim/messages.hpp"
#include "scim/schema.hpp"
#include "scim/value.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

std::string_view text_of(const query_parameters& query, std::string_view name) {
    const auto found = query.find(name);
    return found == query.end() ? std::string_view() : std::string_view(found->second);
}

// A decimal number; one too large for us is as large as can be.
std::optional<std::int64_t> number_from(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, number);
    if (failed == std::errc::result_out_of_range && stopped == end)
        return text.front() == '-' ? 0 : std::numeric_limits<std::int64_t>::max();
    if (failed != std::errc{} || stopped != end) return std::nullopt;
    return number;
}

// errc `otherwise` when there is a text and it is no number.
result<std::int64_t> number_of(const query_parameters& query, std::string_view name,
                               std::int64_t unsaid, errc otherwise) {
    const std::string_view text = text_of(query, name);
    if (text.empty()) return unsaid;
    if (const auto number = number_from(text)) return *number;
    return refusal(otherwise, std::string(name) + " must be a whole number, not \"" +
                                  std::string(text) + "\".");
}

result<std::int64_t> count_of(const query_parameters& query, bool by_cursor) {
    auto count = number_of(query, "count", page_default,
                           by_cursor ? errc::invalid_count : errc::invalid_value);
    if (!count) return count;
    if (by_cursor && *count > page_max)
        return refusal(errc::invalid_count,
                       "count is at most " + std::to_string(page_max) + " on a walk by cursor.");
    return std::clamp<std::int64_t>(*count, 0, page_max);
}

using member_reader = result<std::string> (*)(const json::value&, std::string_view name,
                                              tolerance&);

model::fault unfit(std::string_view name, std::string_view what) {
    return refusal(errc::invalid_value,
                   "\"" + std::string(name) + "\" takes " + std::string(what) + ".");
}

result<std::string> read_text(const json::value& given, std::string_view name, tolerance&) {
    if (!given.is_string()) return unfit(name, "text");
    return std::string(given.get_string());
}

result<std::string> read_number(const json::value& given, std::string_view name,
                                tolerance& allowed) {
    if (given.is_string() && allowed.allows(rule::number_text))
        return std::string(given.get_string());
    if (given.is_int64()) return std::to_string(given.get_int64());
    // 10.0 is whole too, and what is beyond 64 bits is only compared with limits.
    constexpr double largest = 1e15;
    if (given.is_number())
        if (const auto number = given.to_number<double>(); std::trunc(number) == number)
            return std::to_string(static_cast<std::int64_t>(std::clamp(number, -largest, largest)));
    return unfit(name, "a whole number");
}

result<std::string> read_names(const json::value& given, std::string_view name,
                               tolerance& allowed) {
    if (given.is_string() && allowed.allows(rule::single_value_bare))
        return std::string(given.get_string());
    if (!given.is_array()) return unfit(name, "a list of attribute names");
    std::string names;
    for (const json::value& one : given.get_array()) {
        if (!one.is_string()) return unfit(name, "a list of attribute names");
        if (!names.empty()) names += ',';
        names += std::string_view(one.get_string());
    }
    return names;
}

struct search_member {
    std::string_view name;
    member_reader read;
};

constexpr std::array<search_member, 8> search_members = {{
    {"attributes", &read_names},
    {"excludedAttributes", &read_names},
    {"filter", &read_text},
    {"sortBy", &read_text},
    {"sortOrder", &read_text},
    {"startIndex", &read_number},
    {"count", &read_number},
    {"cursor", &read_text},
}};

}  // namespace

result<list_request> list_request_from_query(const query_parameters& query) {
    list_request made;
    made.attributes = text_of(query, "attributes");
    made.excluded_attributes = text_of(query, "excludedAttributes");
    made.filter = text_of(query, "filter");
    made.sort_by = text_of(query, "sortBy");
    made.sort_order = text_of(query, "sortOrder");
    if (const auto cursor = query.find("cursor"); cursor != query.end())
        made.cursor = cursor->second;
    const bool by_cursor = made.cursor.has_value();
    if (by_cursor && !text_of(query, "startIndex").empty())
        return refusal(errc::invalid_value, "startIndex and cursor cannot be asked for together.");
    const auto start = number_of(query, "startIndex", 1, errc::invalid_value);
    if (!start) return start.error();
    made.start_index = std::max<std::int64_t>(*start, 1);
    const auto count = count_of(query, by_cursor);
    if (!count) return count.error();
    made.count = *count;
    return made;
}

result<list_request> list_request_from_body(const json::value& body, tolerance& allowed) {
    if (!body.is_object()) return refusal(errc::invalid_syntax, "The body is not a JSON object.");
    const json::object& sent = body.get_object();
    if (auto good = check_names(sent); !good) return good.error();
    if (auto stated = check_message_schema(sent, search_request_urn, allowed); !stated)
        return stated.error();
    query_parameters query;
    for (const auto& [name, value] : sent) {
        if (equal_names(name, "schemas") || value.is_null()) continue;
        const std::string_view key = name;
        const auto known = std::ranges::find_if(
            search_members, [key](const auto& one) { return equal_names(one.name, key); });
        if (known == search_members.end()) {
            if (allowed.allows(rule::unknown_attribute)) continue;
            return refusal(errc::invalid_syntax,
                           "\"" + std::string(key) + "\" is not a member of a search.");
        }
        auto text = known->read(value, known->name, allowed);
        if (!text) return text.error();
        query.emplace(known->name, std::move(*text));
    }
    return list_request_from_query(query);
}

}  // namespace scimd::scim
