// Bulk requests (RFC 7644 §3.7), understood as far as the message itself goes: what the operations
// are, which of them refer to which, and in what order that leaves them. What their data means is
// read elsewhere.
#pragma once

#include <boost/json/value.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/result.hpp"
#include "scim/filter.hpp"
#include "scim/tolerance.hpp"

namespace scimd::scim {

// Limits, advertised in ServiceProviderConfig: errc::too_large. The payload is the body limit of
// the server.
constexpr std::size_t bulk_operations_max = 1000;

constexpr std::string_view bulk_request_urn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
constexpr std::string_view bulk_response_urn = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
constexpr std::string_view bulk_reference = "bulkId:";

enum class bulk_method { post, put, patch, remove };

struct bulk_operation {
    std::optional<bulk_method> method;
    std::string method_text;  // as sent: the answer repeats it
    std::string bulk_id;
    std::string path;
    std::string version;                // empty: any
    boost::json::value data;            // null when there is none
    std::vector<std::size_t> needs;     // the operations that make what this one refers to
    std::optional<model::fault> fault;  // why it cannot be done; the rest is what could be read
};

struct bulk_request {
    std::vector<bulk_operation> operations;
    std::optional<std::int64_t> fail_on_errors;  // 0 and nothing are the same: no number ends it
};

// Refuses whole what is no BulkRequest: errc::invalid_syntax (a bulkId that two operations give
// themselves included), invalid_value for failOnErrors, too_large. What is wrong with one operation
// is that operation's fault alone.
model::result<bulk_request> parse_bulk(const boost::json::value& body, tolerance&);

// Puts ids in the place of every "bulkId:x" of the operations' paths and data, passwords excepted,
// and notes in `needs` which operation makes it. `ids` holds what each operation's new resource
// will be called; empty for operations that make none. Where only a reference can stand (`value`,
// `$ref`, members, a manager, a path), one to what no operation makes is that operation's fault,
// errc::unresolved_reference; elsewhere it is text.
void resolve_references(bulk_request&, const std::vector<std::string>& ids);

// The operations in an order in which each comes after what it needs: what refers to something that
// is made later waits for it, everything else keeps its turn (RFC 7644 §3.7: the client's intent is
// preserved). Those that need one another in a circle are together.
std::vector<std::vector<std::size_t>> batches_of(const bulk_request&);

// Every text in a value, wherever it stands; names of members are not texts.
void each_text(boost::json::value&, const std::function<void(boost::json::string&)>&);

// A copy of a filter whose comparisons with text compare with what `change` makes of it.
filter with_texts(const filter&, const std::function<void(std::string&)>& change);

}  // namespace scimd::scim
