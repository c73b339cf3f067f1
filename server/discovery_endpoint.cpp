#include "server/discovery_endpoint.hpp"

#include <algorithm>

#include "management/parameters.hpp"
#include "scim/messages.hpp"
#include "server/faults.hpp"

namespace scimd::server {
namespace {

using boost::beast::http::verb;

struct row {
    std::string_view collection;
    scim::description (*all)(const scim::catalogue&, std::string_view base);
    scim::description (*one)(const scim::catalogue&, std::string_view id,
                             std::string_view base);  // nullptr: there is only one
};

constexpr row rows[] = {
    {"ServiceProviderConfig", &scim::describe_service, nullptr},
    {"serviceConfiguration", &scim::describe_service, nullptr},
    {"ResourceTypes", &scim::describe_resource_types, &scim::describe_resource_type},
    {"Schemas", &scim::describe_schemas, &scim::describe_schema},
};

const row* find(std::string_view collection) {
    const auto found = std::ranges::find(rows, collection, &row::collection);
    return found == std::end(rows) ? nullptr : found;
}

}  // namespace

bool is_discovery(std::string_view collection) {
    return find(collection) != nullptr;
}

response answer_discovery(const scim::catalogue& schemas, const request& from,
                          std::string_view collection, std::string_view id, std::size_t segments,
                          std::string_view base) {
    const row& found = *find(collection);
    if (from.method != verb::get && from.method != verb::head) {
        response answer = refuse(405, "", "The service's description can only be read.");
        answer.add("Allow", "GET");
        return answer;
    }
    const auto query = management::parameters_from_form(from.query());
    if (!query) return refuse(query.error());
    if (management::find(*query, "filter"))
        return refuse(403, "",
                      "The service's description cannot be filtered (RFC 7644 section 4).");
    scim::description described;
    if (segments == 1)
        described = found.all(schemas, base);
    else if (segments == 2 && found.one != nullptr)
        described = found.one(schemas, id, base);
    if (described.text.empty())
        return refuse(404, "", "There is no such part of the service's description.");
    response answer;
    answer.content_type = scim_content_type;
    answer.body = std::move(described.text);
    if (!described.location.empty()) answer.add("Content-Location", described.location);
    return answer;
}

}  // namespace scimd::server
