// POST /Bulk: a request becomes one edit, whose steps the directory applies in one transaction.
#include <algorithm>

#include "model/random_text.hpp"
#include "scim/bulk.hpp"
#include "scim/messages.hpp"
#include "server/faults.hpp"
#include "server/scim_endpoint.hpp"
#include "server/scim_pushes.hpp"

namespace scimd::server {
namespace {

using directory::bulk_change;
using model::errc;
using model::refusal;
using model::result;
using scim::bulk_method;
using scim::bulk_operation;

// What the path of an operation points at: /Users or /Groups, and a resource of theirs or none.
struct target {
    const scim::resource_type* type = nullptr;
    std::string id;
};

result<target> target_of(const bulk_operation& one, const scim::catalogue& schemas) {
    for (const scim::resource_type* type : {&schemas.user(), &schemas.group()}) {
        if (!one.path.starts_with(type->endpoint)) continue;
        std::string_view rest = std::string_view(one.path).substr(type->endpoint.size());
        if (!rest.empty() && rest.front() != '/') continue;
        while (rest.starts_with('/')) rest.remove_prefix(1);
        while (rest.ends_with('/')) rest.remove_suffix(1);
        const bool creates = one.method == bulk_method::post;
        if (creates != rest.empty() || rest.find('/') != std::string_view::npos)
            return refusal(errc::invalid_syntax,
                           "The \"path\" of a POST is /Users or /Groups, that of another operation "
                           "goes on with one id; this one is \"" +
                               one.path + "\".");
        return target{type, std::string(rest)};
    }
    return refusal(errc::user_not_found, "There is nothing at \"" + one.path +
                                             "\": a \"path\" begins with /Users or "
                                             "/Groups.");
}

model::fault no_such(const target& at) {
    return refusal(at.type->name == "User" ? errc::user_not_found : errc::group_not_found,
                   "There is no " + at.type->name + " with the id \"" + at.id + "\".");
}

template <class Change>
result<bulk_change> as_change(result<Change> read) {
    if (!read) return read.error();
    return bulk_change(std::move(*read));
}

awaitable<result<bulk_change>> understand_user(const scim_request& of, const bulk_operation& one,
                                               const target& at, const std::string& planned) {
    const auto id = model::user_id::from_text(one.method == bulk_method::post ? planned : at.id);
    if (!id) co_return no_such(at);
    auto conditions = preconditions_of(one.version);
    switch (*one.method) {
        case bulk_method::post: {
            auto read = co_await read_create_user(of, one.data, *id);
            co_return as_change(std::move(read));
        }
        case bulk_method::put: {
            auto read = co_await read_replace_user(of, one.data, *id, std::move(conditions));
            co_return as_change(std::move(read));
        }
        case bulk_method::patch: {
            auto read = co_await read_patch_user(of, one.data, *id, std::move(conditions));
            co_return as_change(std::move(read));
        }
        case bulk_method::remove:
            break;
    }
    co_return bulk_change(directory::delete_user{*id, std::move(conditions)});
}

result<bulk_change> understand_group(const scim_request& of, const bulk_operation& one,
                                     const target& at, const std::string& planned) {
    const auto id = model::group_id::from_text(one.method == bulk_method::post ? planned : at.id);
    if (!id) return no_such(at);
    auto conditions = preconditions_of(one.version);
    switch (*one.method) {
        case bulk_method::post:
            return as_change(read_create_group(of, one.data, *id));
        case bulk_method::put:
            return as_change(read_replace_group(of, one.data, *id, std::move(conditions)));
        case bulk_method::patch:
            return as_change(read_patch_group(of, one.data, *id, std::move(conditions)));
        case bulk_method::remove:
            break;
    }
    return bulk_change(directory::delete_group{*id, std::move(conditions)});
}

awaitable<result<bulk_change>> understand(const scim_request& of, const bulk_operation& one,
                                          const std::string& planned) {
    if (one.fault) co_return *one.fault;
    const auto at = target_of(one, of.schemas());
    if (!at) co_return at.error();
    if (at->type == &of.schemas().group()) co_return understand_group(of, one, *at, planned);
    auto user = co_await understand_user(of, one, *at, planned);
    co_return user;
}

// What the audit log is told of an operation that cannot be understood: nothing of it is repeated
// that is not ours.
struct told_operation {
    std::string operation = "POST /Bulk";
    std::string target;
};
told_operation told_of(const scim_request& of, const bulk_operation& one) {
    const auto at = target_of(one, of.schemas());
    if (!one.method || !at) return {};
    const bool is_ours = model::user_id::from_text(at->id) || model::group_id::from_text(at->id);
    return {one.method_text + " " + at->type->endpoint, is_ours ? at->id : std::string()};
}

// The ids that the new resources of a request will have; empty for operations that make none.
std::vector<std::string> plan_ids(const scim_request& of, const scim::bulk_request& request) {
    std::vector<std::string> ids;
    for (const bulk_operation& one : request.operations) {
        std::string planned;
        if (one.method == bulk_method::post && !one.fault)
            if (const auto at = target_of(one, of.schemas()))
                planned = at->type == &of.schemas().user()
                              ? model::fresh_user_id(model::now()).text()
                              : model::fresh_group_id(model::now()).text();
        ids.push_back(std::move(planned));
    }
    return ids;
}

// The addresses and statuses that a step's outcome is answered with.
int status_of(bulk_method method) {
    return method == bulk_method::post ? 201 : method == bulk_method::remove ? 204 : 200;
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
    out += out.back() == '{' ? "\"" : ",\"";
    out += name;
    out += "\":";
    scim::append_json_string(out, value);
}

void append_outcome(std::string& out, const bulk_operation& one,
                    const result<directory::version_of_entity>& outcome, const scim_request& of) {
    out += '{';
    append_member(out, "method", one.method_text);
    if (!one.bulk_id.empty()) append_member(out, "bulkId", one.bulk_id);
    if (outcome) {
        const auto at = target_of(one, of.schemas());
        append_member(out, "location", of.base + at->type->endpoint + "/" + outcome->id);
        if (one.method != bulk_method::remove)
            append_member(out, "version", scim::version_text(outcome->version));
        append_member(out, "status", std::to_string(status_of(*one.method)));
    } else {
        if (one.method != bulk_method::post && one.path.starts_with('/'))
            append_member(out, "location", of.base + one.path);
        const scim_status said = scim_status_of(outcome.error().code);
        append_member(out, "status", std::to_string(said.status));
        out += ",\"response\":";
        out += scim::error_text(said.status, said.scim_type, outcome.error().detail);
    }
    out += '}';
}

response bulk_answer(const scim_request& of, const scim::bulk_request& request,
                     const directory::bulk_outcomes& outcomes) {
    response answer;
    answer.content_type = scim_content_type;
    answer.body =
        R"({"schemas":[")" + std::string(scim::bulk_response_urn) + R"("],"Operations":[)";
    for (std::size_t at = 0; at < outcomes.size(); ++at) {
        if (!outcomes[at]) continue;  // failOnErrors ended the request before it
        if (answer.body.back() != '[') answer.body += ',';
        append_outcome(answer.body, request.operations[at], *outcomes[at], of);
    }
    answer.body += "]}";
    return answer;
}

}  // namespace

awaitable<response> run_bulk(const scim_request& of) {
    const auto body = scim::parse_json(of.http.body);
    if (!body) co_return refuse(body.error());
    auto request = scim::parse_bulk(*body, of.tolerance);
    if (!request) co_return refuse(request.error());
    const auto planned = plan_ids(of, *request);
    scim::resolve_references(*request, planned);
    directory::bulk what;
    what.fail_on_errors = request->fail_on_errors;
    what.batches = scim::batches_of(*request);
    for (std::size_t at = 0; at < planned.size(); ++at) {
        const bulk_operation& one = request->operations[at];
        auto change = co_await understand(of, one, planned[at]);
        told_operation told = told_of(of, one);
        what.steps.push_back(
            {std::move(change), one.needs, std::move(told.operation), std::move(told.target)});
    }
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    co_return bulk_answer(of, *request, std::get<directory::bulk_outcomes>(outcome->left));
}

}  // namespace scimd::server
