#include "server/management_endpoint.hpp"

#include "management/gateway.hpp"
#include "model/random_text.hpp"

namespace scimd::server {
namespace {

// A request id of our own for each answer: CloudSSO's clients show it, and it is what the log is
// searched for.
management::incoming incoming_from(const request& from, std::string client) {
    management::incoming made;
    made.method = from.method == boost::beast::http::verb::unknown
                      ? std::string_view(from.method_text)
                      : std::string_view(boost::beast::http::to_string(from.method));
    made.query = from.query();
    made.header = [&from](std::string_view name) { return from.header(name); };
    made.body = from.body;
    made.now = model::now();
    made.moment = std::chrono::steady_clock::now();
    made.request_id = model::random_uuid();
    made.address = std::move(client);
    return made;
}

}  // namespace

awaitable<response> answer_management(directory::directories& house, directory::view& view,
                                      management::entrance& door, const request& from,
                                      std::string client) {
    const management::incoming asked = incoming_from(from, std::move(client));
    auto answered = co_await management::answer_call(house, view, door, asked);

    response made;
    made.status = answered.status;
    made.content_type = answered.content_type;
    made.body = std::move(answered.body);
    for (const auto& [name, value] : answered.headers) made.add(name, value);
    co_return made;
}

}  // namespace scimd::server
