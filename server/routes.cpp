#include "server/routes.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "management/reply.hpp"
#include "model/random_text.hpp"
#include "scim/messages.hpp"
#include "server/bearer.hpp"
#include "server/discovery_endpoint.hpp"
#include "server/faults.hpp"
#include "server/management_endpoint.hpp"
#include "server/scim_endpoint.hpp"
#include "server/scim_path.hpp"

namespace scimd::server {
namespace {

using boost::beast::http::verb;
using model::errc;
using model::result;

// A push that was refused because of the switch is looked at again where that was flipped
// meanwhile: errc::busy beyond so many looks.
constexpr int switch_looks_max = 8;

struct route {
    std::string_view
        collection;  // the first segment below /scim/v2, in its RFC spelling; "": the root
    bool single;     // whether an id follows
    verb method;
    answering (*run)(const scim_request&);
    bool search = false;  // whether "/.search" follows the collection (RFC 7644 §3.4.3)
};

// Whether it waits or not.
template <auto Endpoint>
answering run(const scim_request& of) {
    return Endpoint(of);
}

// clang-format off
constexpr route routes[] = {
    {"",       false, verb::get,     &run<list_everything>},
    {"",       false, verb::post,    &run<search_everything>, true},
    {"Users",  false, verb::get,     &run<list_users>},
    {"Users",  false, verb::post,    &run<create_user>},
    {"Users",  false, verb::post,    &run<search_users>, true},
    {"Users",  true,  verb::get,     &run<get_user>},
    {"Users",  true,  verb::put,     &run<replace_user>},
    {"Users",  true,  verb::patch,   &run<patch_user>},
    {"Users",  true,  verb::delete_, &run<delete_user>},
    {"Groups", false, verb::get,     &run<list_groups>},
    {"Groups", false, verb::post,    &run<create_group>},
    {"Groups", false, verb::post,    &run<search_groups>, true},
    {"Groups", true,  verb::get,     &run<get_group>},
    {"Groups", true,  verb::put,     &run<replace_group>},
    {"Groups", true,  verb::patch,   &run<patch_group>},
    {"Groups", true,  verb::delete_, &run<delete_group>},
    {"Bulk",   false, verb::post,    &run<run_bulk>},
};
// clang-format on

bool leads_to(const route& one, const scim_path& path) {
    const std::size_t segments = one.collection.empty() ? 0 : one.single ? 2 : 1;
    return one.collection == path.collection && path.segments == segments &&
           one.search == path.search;
}

// HEAD is GET without the body, which the connection leaves out.
verb method_of(const request& from) {
    return from.method == verb::head ? verb::get : from.method;
}

response refuse_method(const scim_path& path) {
    std::string allow;
    for (const route& one : routes)
        if (leads_to(one, path))
            allow += (allow.empty() ? "" : ", ") + std::string(to_string(one.method));
    response answer = refuse(405, "", "This address takes " + allow + ".");
    answer.add("Allow", allow);
    return answer;
}

response not_found() {
    return refuse(404, "", "There is nothing at this address.");
}

// A request whose token is good, for as long as it is answered: the endpoints borrow from it.
struct visit {
    visit(house_of_thread& at, const request& sent, const route& to, scim_path by,
          std::shared_ptr<const directory::bearer> who)
        : around(at),
          from(sent),
          found(to),
          path(std::move(by)),
          bearer(std::move(who)),
          tolerance(bearer->directory.settings.tolerance) {}

    house_of_thread& around;
    const request& from;
    const route& found;
    scim_path path;
    std::shared_ptr<const directory::bearer> bearer;
    scim::tolerance tolerance;
    server::trail trail;
    management::parameters query;
    std::optional<scim_request> asked;
};

answering run_route(visit& of) {
    if (of.path.repeated_slash && !of.tolerance.allows(scim::rule::repeated_slash))
        return not_found();
    auto query = management::parameters_from_form(of.from.query());
    if (!query) return refuse(query.error());
    if (!of.from.body.empty() && !is_readable(of.from.header("Content-Type")))
        return refuse(415, "", "A body must be application/scim+json or application/json.");
    of.query = std::move(*query);
    of.asked.emplace(scim_request{of.around.house, of.around.view, of.from, of.query, *of.bearer,
                                  of.around.address.base_of(of.from), std::move(of.path.id),
                                  of.tolerance, of.trail});
    return of.found.run(*of.asked);
}

void note_tolerated(response& answer, const scim::tolerance& by) {
    if (by.needed().any()) answer.add("SCIM-Tolerated", scim::to_text(by.needed()));
}

// A client may name its request itself, so that its log and ours can be held together.
std::string request_id_of(const request& from) {
    constexpr std::size_t length_max = 128;
    const std::string_view named = from.header("X-Request-Id");
    const bool is_usable = !named.empty() && named.size() <= length_max &&
                           std::ranges::all_of(named, [](char c) { return c > ' ' && c <= '~'; });
    return is_usable ? std::string(named) : model::random_uuid();
}

// A push that was refused before it could become an edit is in the audit log before it is answered.
// Whether the refusal still stands: the switch may have been flipped since.
awaitable<bool> tell_refusal(const visit& of, std::string resource, const model::fault& why) {
    directory::refused_request told;
    told.operation =
        std::string(to_string(of.found.method)) + " /" + std::string(of.found.collection);
    if (model::user_id::from_text(resource) || model::group_id::from_text(resource))
        told.target = std::move(resource);
    told.code = to_text(why.code);
    told.reason = why.detail;
    directory::edit edit{of.bearer->directory.id, model::author::idp, model::now(), std::move(told),
                         of.trail.from};
    const auto outcome = co_await of.around.house.submit(std::move(edit));
    co_return !outcome || outcome->changed;
}

awaitable<response> await_answer(answering given) {
    if (auto* at_once = std::get_if<response>(&given)) co_return std::move(*at_once);
    response answer = co_await std::get<awaitable<response>>(std::move(given));
    co_return answer;
}

// Who writes is told in the audit log, accepted or refused.
awaitable<response> answer_writer(house_of_thread& around, const request& from, const route& found,
                                  scim_path path, std::string request_id) {
    server::trail left;
    for (int looks = 1; looks <= switch_looks_max; ++looks) {
        const auto bearer = authenticate(from, around.view);
        if (!bearer) co_return challenge(from, bearer.error());
        // Not told in the audit log: a flood would be a flood of events.
        if (looks == 1) {
            auto turn =
                around.throttle.take((*bearer)->directory, std::chrono::steady_clock::now());
            if (turn.refusal) co_return std::move(*turn.refusal);
            co_await directory::wait_for(turn.wait);
            left.from = {(*bearer)->credential.id.text(), around.address.client_of(from),
                         request_id};
        }
        visit one(around, from, found, path, *bearer);
        one.trail = left;
        // The switch is asked first, whatever else is wrong with a push.
        const auto may = directory::may_push(one.bearer->directory);
        answering given = may ? run_route(one) : answering(refuse(may.error()));
        response answer = co_await await_answer(std::move(given));
        left.told = one.trail.told;
        if (answer.refusal && !left.told) {
            const bool stands = co_await tell_refusal(one, path.id, *answer.refusal);
            if (!stands) continue;
        }
        note_tolerated(answer, one.tolerance);
        co_return answer;
    }
    co_return refuse(model::refusal(
        errc::busy, "SCIM synchronization is switched on and off; try again in a moment."));
}

awaitable<response> finish_reading(std::unique_ptr<visit> one, awaitable<response> later) {
    response answer = co_await std::move(later);
    note_tolerated(answer, one->tolerance);
    co_return answer;
}

answering read_at_once(std::unique_ptr<visit> one) {
    answering given = run_route(*one);
    if (auto* later = std::get_if<awaitable<response>>(&given))
        return finish_reading(std::move(one), std::move(*later));
    note_tolerated(std::get<response>(given), one->tolerance);
    return given;
}

awaitable<response> read_in_turn(std::unique_ptr<visit> one, model::token_buckets::duration wait) {
    co_await directory::wait_for(wait);
    answering given = read_at_once(std::move(one));
    response answer = co_await await_answer(std::move(given));
    co_return answer;
}

answering answer_reader(house_of_thread& around, const request& from, const route& found,
                        const scim_path& path) {
    auto bearer = authenticate(from, around.view);
    if (!bearer) return challenge(from, bearer.error());
    auto turn = around.throttle.take((*bearer)->directory, std::chrono::steady_clock::now());
    if (turn.refusal) return std::move(*turn.refusal);
    auto one = std::make_unique<visit>(around, from, found, path, std::move(*bearer));
    if (turn.wait > model::token_buckets::duration::zero())
        return read_in_turn(std::move(one), turn.wait);
    return read_at_once(std::move(one));
}

// Discovery needs no token (RFC 7644 §4); one that is good shows its directory's own schemas too.
const scim::catalogue& schemas_for(house_of_thread& around, const request& from) {
    const auto bearer = authenticate(from, around.view);
    return bearer ? around.house.catalogue((*bearer)->directory.id) : around.house.catalogue();
}

answering answer_scim(house_of_thread& around, const request& from, const std::string& request_id) {
    const auto path = cut_path(from.path());
    if (!path) return refuse(path.error());
    if (is_discovery(path->collection) && !path->search)
        return answer_discovery(schemas_for(around, from), from, path->collection,
                                path->segments > 1 ? path->id : "", path->segments,
                                around.address.base_of(from));
    if (path->collection == "Me" && path->segments == 1)
        return refuse(
            501, "",
            "/Me is not offered: a SCIM credential speaks for a directory, not for a user.");
    const bool known =
        std::ranges::any_of(routes, [&](const route& one) { return leads_to(one, *path); });
    if (!known) return not_found();
    const auto found = std::ranges::find_if(routes, [&](const route& one) {
        return leads_to(one, *path) && one.method == method_of(from);
    });
    if (found == std::end(routes)) return refuse_method(*path);
    const bool writes = found->method != verb::get && !found->search;
    if (writes) return answer_writer(around, from, *found, *path, request_id);
    return answer_reader(around, from, *found, *path);
}

awaitable<response> name_later(awaitable<response> later, std::string request_id) {
    response answer = co_await std::move(later);
    answer.add("X-Request-Id", request_id);
    co_return answer;
}

// The answer with the name of its request.
answering named(answering given, std::string request_id) {
    if (auto* later = std::get_if<awaitable<response>>(&given))
        return name_later(std::move(*later), std::move(request_id));
    std::get<response>(given).add("X-Request-Id", request_id);
    return given;
}

response plain(int status, std::string_view text) {
    response answer;
    answer.status = status;
    answer.content_type = "text/plain;charset=utf-8";
    answer.body = text;
    return answer;
}

// Whoever gets an answer at all has found the server alive and, since it listens only then, ready.
response answer_health(const request& from) {
    if (method_of(from) == verb::get) return plain(200, "ok\n");
    response answer = plain(405, "This address takes GET.\n");
    answer.add("Allow", "GET");
    return answer;
}

}  // namespace

answering answer(house_of_thread& around, const request& from) {
    const std::string_view path = from.path();
    if (is_scim(path)) {
        std::string request_id = request_id_of(from);
        answering given = answer_scim(around, from, request_id);
        return named(std::move(given), std::move(request_id));
    }
    if (path == "/")
        return answer_management(around.house, around.view, around.entrance, from,
                                 around.address.client_of(from));
    if (path == "/healthz" || path == "/readyz") return answer_health(from);
    return plain(404,
                 "There is nothing at this address. SCIM is at /scim/v2, the management actions "
                 "are at /.\n");
}

response refuse_early(int status, std::string_view target, std::string_view detail) {
    const std::string request_id = model::random_uuid();
    if (is_scim(target.substr(0, target.find('?')))) {
        response answer = refuse(status, "", detail);
        answer.add("X-Request-Id", request_id);
        return answer;
    }
    if (!target.starts_with("/?") && target != "/")
        return plain(status, std::string(detail) + "\n");
    response answer;
    answer.status = status;
    answer.content_type = management::content_type(management::format::json);
    const management::rejection why{status,
                                    status == 413   ? "RequestTooLarge"
                                    : status == 503 ? "ServiceUnavailable"
                                    : status >= 500 ? "InternalError"
                                                    : "InvalidRequest",
                                    std::string(detail),
                                    {}};
    answer.body = management::error_text(management::format::json, why, request_id, "");
    answer.add("x-acs-request-id", request_id);
    return answer;
}

}  // namespace scimd::server
