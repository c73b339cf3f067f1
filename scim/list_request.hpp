// What a client asks of a list, understood from a query string (RFC 7644 §3.4.2) or from a
// SearchRequest (§3.4.3), with the parameters of cursors (RFC 9865). Names in it are not looked up
// yet: which resource types are listed is not known here.
#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "model/result.hpp"
#include "scim/tolerance.hpp"

namespace scimd::scim {

constexpr std::int64_t page_default = 100;  // pagination.defaultPageSize
constexpr std::int64_t page_max = 1000;     // pagination.maxPageSize, filter.maxResults

struct list_request {
    std::string attributes;  // names between commas, as is excluded_attributes
    std::string excluded_attributes;
    std::string filter;  // this and the next: empty when not given
    std::string sort_by;
    std::string sort_order;
    std::optional<std::string> cursor;  // empty: the first page of a walk by cursor
    std::int64_t start_index = 1;
    std::int64_t count = page_default;
};

// Decoded query parameters by their names.
using query_parameters = std::map<std::string, std::string, std::less<>>;

// startIndex below 1 is 1, a negative count is 0. Without a cursor a larger page than page_max is
// page_max, and what is no whole number errc::invalid_value; with one both are errc::invalid_count.
// errc::invalid_value also for startIndex beside a cursor: they are two ways to page.
model::result<list_request> list_request_from_query(const query_parameters&);

// The same from the body of a search. errc::invalid_syntax when it is no object, a name is there
// twice, or `schemas` or an unknown member needs a rule that is off (missing_message_schema,
// unknown_schema, unknown_attribute); errc::invalid_value for a member of another type.
model::result<list_request> list_request_from_body(const boost::json::value& body, tolerance&);

}  // namespace scimd::scim
