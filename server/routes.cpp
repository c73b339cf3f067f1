#include "server/routes.hpp"

#include <boost/url/pct_string_view.hpp>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "management/reply.hpp"
#include "model/random_text.hpp"
#include "model/utf8.hpp"
#include "scim/messages.hpp"
#include "server/bearer.hpp"
#include "server/discovery_endpoint.hpp"
#include "server/faults.hpp"
#include "server/management_endpoint.hpp"
#include "server/scim_endpoint.hpp"

namespace scimd::server {
namespace {

using boost::beast::http::verb;
using model::errc;
using model::result;

constexpr std::string_view scim_prefix = "/scim/v2";

// A push that was refused because of the switch is looked at again where that was flipped
// meanwhile: errc::busy beyond so many looks.
constexpr int switch_looks_max = 8;

struct route {
    std::string_view
        collection;  // the first segment below /scim/v2, in its RFC spelling; "": the root
    bool single;     // whether an id follows
    verb method;
    awaitable<response> (*run)(const scim_request&);
    bool search = false;  // whether "/.search" follows the collection (RFC 7644 §3.4.3)
};

// clang-format off
constexpr route routes[] = {
    {"",       false, verb::get,     &list_everything},
    {"",       false, verb::post,    &search_everything, true},
    {"Users",  false, verb::get,     &list_users},
    {"Users",  false, verb::post,    &create_user},
    {"Users",  false, verb::post,    &search_users, true},
    {"Users",  true,  verb::get,     &get_user},
    {"Users",  true,  verb::put,     &replace_user},
    {"Users",  true,  verb::patch,   &patch_user},
    {"Users",  true,  verb::delete_, &delete_user},
    {"Groups", false, verb::get,     &list_groups},
    {"Groups", false, verb::post,    &create_group},
    {"Groups", false, verb::post,    &search_groups, true},
    {"Groups", true,  verb::get,     &get_group},
    {"Groups", true,  verb::put,     &replace_group},
    {"Groups", true,  verb::patch,   &patch_group},
    {"Groups", true,  verb::delete_, &delete_group},
    {"Bulk",   false, verb::post,    &run_bulk},
};
// clang-format on

result<std::string> decode_segment(std::string_view segment) {
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

// A path below /scim/v2, cut and decoded.
struct scim_path {
    std::string collection;
    std::string id;
    std::size_t segments = 0;
    bool repeated_slash = false;
    bool search = false;  // it ended in "/.search", which is cut off
};

void cut_search(scim_path& cut) {
    if (cut.segments != 1 && cut.segments != 2) return;
    std::string& last = cut.segments == 1 ? cut.collection : cut.id;
    cut.search = last == ".search";
    if (!cut.search) return;
    last.clear();
    --cut.segments;
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

// Whoever asks by a token that is good.
struct guest {
    const directory::bearer& bearer;
    scim::tolerance& tolerance;
    server::trail& trail;
};

awaitable<response> run_route(const route& found, house_of_thread& around, const request& from,
                              const scim_path& path, guest who) {
    if (path.repeated_slash && !who.tolerance.allows(scim::rule::repeated_slash))
        co_return not_found();
    const auto query = management::parameters_from_form(from.query());
    if (!query) co_return refuse(query.error());
    if (!from.body.empty() && !is_readable(from.header("Content-Type")))
        co_return refuse(415, "", "A body must be application/scim+json or application/json.");
    const scim_request asked{around.house, around.view,   from,
                             *query,       who.bearer,    around.address.base_of(from),
                             path.id,      who.tolerance, who.trail};
    response answer = co_await found.run(asked);
    co_return answer;
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
awaitable<bool> tell_refusal(house_of_thread& around, const route& found, const scim_path& path,
                             guest who, const model::fault& why) {
    directory::refused_request told;
    told.operation = std::string(to_string(found.method)) + " /" + std::string(found.collection);
    if (model::user_id::from_text(path.id) || model::group_id::from_text(path.id))
        told.target = path.id;
    told.code = to_text(why.code);
    told.reason = why.detail;
    directory::edit edit{who.bearer.directory.id, model::author::idp, model::now(), std::move(told),
                         who.trail.from};
    const auto outcome = co_await around.house.submit(std::move(edit));
    co_return !outcome || outcome->changed;
}

// Once per request, as soon as it is known whose it is: a Bulk request is one.
awaitable<std::optional<response>> pass_throttle(house_of_thread& around,
                                                 const directory::bearer& who) {
    return around.throttle.pass(who.directory, std::chrono::steady_clock::now());
}

// Who writes is told in the audit log, accepted or refused.
awaitable<response> answer_writer(const route& found, house_of_thread& around, const request& from,
                                  const scim_path& path, const std::string& request_id) {
    trail left;
    for (int looks = 1; looks <= switch_looks_max; ++looks) {
        const auto bearer = authenticate(from, around.view);
        if (!bearer) co_return challenge(from, bearer.error());
        // Not told in the audit log: a flood would be a flood of events.
        if (looks == 1) {
            auto too_fast = co_await pass_throttle(around, *bearer);
            if (too_fast) co_return std::move(*too_fast);
        }
        scim::tolerance tolerance(bearer->directory.settings.tolerance);
        if (looks == 1)
            left.from = {bearer->credential.id.text(), around.address.client_of(from), request_id};
        const guest who{*bearer, tolerance, left};
        // The switch is asked first, whatever else is wrong with a push.
        const auto may = directory::may_push(bearer->directory);
        response answer;
        if (may)
            answer = co_await run_route(found, around, from, path, who);
        else
            answer = refuse(may.error());
        if (answer.refusal && !left.told) {
            const bool stands = co_await tell_refusal(around, found, path, who, *answer.refusal);
            if (!stands) continue;
        }
        note_tolerated(answer, tolerance);
        co_return answer;
    }
    co_return refuse(model::refusal(
        errc::busy, "SCIM synchronization is switched on and off; try again in a moment."));
}

awaitable<response> answer_reader(const route& found, house_of_thread& around, const request& from,
                                  const scim_path& path, const std::string&) {
    const auto bearer = authenticate(from, around.view);
    if (!bearer) co_return challenge(from, bearer.error());
    auto too_fast = co_await pass_throttle(around, *bearer);
    if (too_fast) co_return std::move(*too_fast);
    scim::tolerance tolerance(bearer->directory.settings.tolerance);
    trail none;
    const guest who{*bearer, tolerance, none};
    response answer = co_await run_route(found, around, from, path, who);
    note_tolerated(answer, tolerance);
    co_return answer;
}

// Discovery needs no token (RFC 7644 §4); one that is good shows its directory's own schemas too.
const scim::catalogue& schemas_for(house_of_thread& around, const request& from) {
    const auto bearer = authenticate(from, around.view);
    return bearer ? around.house.catalogue(bearer->directory.id) : around.house.catalogue();
}

awaitable<response> answer_scim(house_of_thread& around, const request& from,
                                const std::string& request_id) {
    const auto path = cut_path(from.path());
    if (!path) co_return refuse(path.error());
    if (is_discovery(path->collection) && !path->search)
        co_return answer_discovery(schemas_for(around, from), from, path->collection,
                                   path->segments > 1 ? path->id : "", path->segments,
                                   around.address.base_of(from));
    if (path->collection == "Me" && path->segments == 1)
        co_return refuse(
            501, "",
            "/Me is not offered: a SCIM credential speaks for a directory, not for a user.");
    const bool known =
        std::ranges::any_of(routes, [&](const route& one) { return leads_to(one, *path); });
    if (!known) co_return not_found();
    const auto found = std::ranges::find_if(routes, [&](const route& one) {
        return leads_to(one, *path) && one.method == method_of(from);
    });
    if (found == std::end(routes)) co_return refuse_method(*path);
    const bool writes = found->method != verb::get && !found->search;
    const auto answer_with = writes ? &answer_writer : &answer_reader;
    response answer = co_await answer_with(*found, around, from, *path, request_id);
    co_return answer;
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

bool is_scim(std::string_view path) {
    return path.starts_with(scim_prefix) &&
           (path.size() == scim_prefix.size() || path[scim_prefix.size()] == '/');
}

}  // namespace

awaitable<response> answer(house_of_thread& around, const request& from) {
    const std::string_view path = from.path();
    if (is_scim(path)) {
        const std::string request_id = request_id_of(from);
        response scim = co_await answer_scim(around, from, request_id);
        scim.add("X-Request-Id", request_id);
        co_return scim;
    }
    if (path == "/") {
        response management = co_await answer_management(around.house, around.view, around.entrance,
                                                         from, around.address.client_of(from));
        co_return management;
    }
    if (path == "/healthz" || path == "/readyz") co_return answer_health(from);
    co_return plain(404,
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
                                    : status >= 500 ? "InternalError"
                                                    : "InvalidRequest",
                                    std::string(detail),
                                    {}};
    answer.body = management::error_text(management::format::json, why, request_id, "");
    answer.add("x-acs-request-id", request_id);
    return answer;
}

}  // namespace scimd::server
