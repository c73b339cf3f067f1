// What the list actions share: one filter condition, and pages that are found again by an opaque
// token (reference, sections 2.4 and 2.5).
#pragma once

#include "management/call.hpp"
#include "model/secret.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scimd::management {

// Limits.
constexpr std::int64_t list_page_default = 10;
constexpr std::int64_t list_page_max = 100;
constexpr std::size_t page_token_bytes_max = 512;

struct list_request {
    directory::management_query query;
    std::string bound_to;  // what a NextToken is good for: the action and everything that says
                           // which entries there are
};

// Reads MaxResults, NextToken and, as far as the action takes them, Filter on `name_attribute`
// (empty: none), ProvisionType, Status and Tags. errc::invalid_parameter.
struct list_shape {
    std::string_view action;
    std::string_view
        name_attribute;  // "UserName"; empty when the action takes no Filter and no ProvisionType
    bool by_status = false;
    bool by_tags = false;
};
model::result<list_request> list_request_from(const call&, list_shape);

// Reads the page with the call's own view, or, where it may take long to find or to count what is
// asked for, with one of directories::scan, which says what it refuses.
directory::awaitable<model::result<void>> read_page(const call&, const directory::management_query&,
                                                    std::function<void(directory::view&)> look);

// The answer: TotalCounts, MaxResults, IsTruncated, the list under `name`, and NextToken if there
// is more. Terraform asks again as long as it gets a token, and fails when an empty list is
// missing.
struct list_outcome {
    std::int64_t total = 0;
    std::int64_t next = 0;  // as in directory::management_page
    boost::json::array entries;
};
boost::json::object list_answer(const call&, const list_request&, std::string_view name,
                                list_outcome);

// What a token is good for: the action, and the parameters that say which entries there are.
std::string bound_text(std::string_view action, const parameters&,
                       std::initializer_list<std::string_view> names);

// Where the next page starts, sealed: nobody else can make a token, nor use one for another list.
std::string page_token(const model::sealing_key&, std::string_view bound_to, std::int64_t after);
// Nothing when the token is not ours or was given for something else.
std::optional<std::int64_t> position_from_token(const model::sealing_key&,
                                                std::string_view bound_to, std::string_view token);

// The same for places that one number does not name: the numbers, in their order.
std::string page_token(const model::sealing_key&, std::string_view bound_to,
                       std::span<const std::int64_t> place);
std::optional<std::vector<std::int64_t>> place_from_token(const model::sealing_key&,
                                                          std::string_view bound_to,
                                                          std::string_view token);

}  // namespace scimd::management
