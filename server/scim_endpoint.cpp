#include "server/scim_endpoint.hpp"

#include "model/random_text.hpp"
#include "scim/messages.hpp"
#include "server/faults.hpp"
#include "server/scim_answers.hpp"
#include "server/scim_pushes.hpp"

namespace scimd::server {
namespace {

using directory::receipt;
using model::errc;
using model::refusal;
using model::result;

// The body of a POST, PUT or PATCH, and what of the outcome the client wants to see.
struct push {
    boost::json::value body;
    scim::projection wanted;
};

result<push> read_push(const scim_request& of, const scim::resource_type& type) {
    auto body = scim::parse_json(of.http.body);
    if (!body) return body.error();
    auto wanted = projection_of(of, type);
    if (!wanted) return wanted.error();
    return push{std::move(*body), std::move(*wanted)};
}

const model::user& user_of(const receipt& from) {
    return std::get<model::user>(from.left);
}
const model::group& group_of(const receipt& from) {
    return std::get<model::group>(from.left);
}

// Ids are opaque: one that cannot be ours is one that is not there (OKTA-20).
model::fault unknown(const scim_request& of, errc code, std::string_view kind) {
    return refusal(code, "There is no " + std::string(kind) + " with the id \"" + of.id + "\".");
}

}  // namespace

awaitable<response> create_user(const scim_request& of) {
    const auto sent = read_push(of, of.schemas().user());
    if (!sent) co_return refuse(sent.error());
    auto what = co_await read_create_user(of, sent->body, model::fresh_user_id(model::now()));
    if (!what) co_return refuse(what.error());
    const model::user_id fresh = what->id;
    const auto outcome = co_await submit(of, std::move(*what));
    if (!outcome) co_return refuse(outcome.error());
    co_return user_answer(of, 201, user_of(*outcome), sent->wanted, user_of(*outcome).id == fresh);
}

response get_user(const scim_request& of) {
    const scim::resource_type& type = of.schemas().user();
    const auto id = model::user_id::from_text(of.id);
    if (!id) return refuse(unknown(of, errc::user_not_found, "user"));
    const auto wanted = projection_of(of, type);
    if (!wanted) return refuse(wanted.error());
    const auto found = of.view.find_user(of.where(), *id, wanted->wants(type, "groups"));
    if (!found) return refuse(found.error());
    // A user's version says nothing of its groups, which are others' to change.
    auto settled = settle_read(of.http, found->user.version, found->groups.empty());
    if (settled) return std::move(*settled);
    std::string body;
    append_projected_user(body, *found, *wanted, of);
    return resource_answer(of, 200, type, {found->user.id.text(), found->user.version},
                           std::move(body));
}

awaitable<response> replace_user(const scim_request& of) {
    const auto id = model::user_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::user_not_found, "user"));
    const auto sent = read_push(of, of.schemas().user());
    if (!sent) co_return refuse(sent.error());
    auto what = co_await read_replace_user(of, sent->body, *id, preconditions_of(of.http));
    if (!what) co_return refuse(what.error());
    const auto outcome = co_await submit(of, std::move(*what));
    if (!outcome) co_return refuse(outcome.error());
    co_return user_answer(of, 200, user_of(*outcome), sent->wanted);
}

awaitable<response> patch_user(const scim_request& of) {
    const auto id = model::user_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::user_not_found, "user"));
    const auto sent = read_push(of, of.schemas().user());
    if (!sent) co_return refuse(sent.error());
    auto what = co_await read_patch_user(of, sent->body, *id, preconditions_of(of.http));
    if (!what) co_return refuse(what.error());
    const auto outcome = co_await submit(of, std::move(*what));
    if (!outcome) co_return refuse(outcome.error());
    if (of.where().settings.patch_answer == model::patch_answer::none && sent->wanted.is_default())
        co_return empty_answer(user_of(*outcome).version);
    co_return user_answer(of, 200, user_of(*outcome), sent->wanted);
}

awaitable<response> delete_user(const scim_request& of) {
    const auto id = model::user_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::user_not_found, "user"));
    directory::delete_user what{*id, preconditions_of(of.http)};
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    co_return empty_answer();
}

awaitable<response> create_group(const scim_request& of) {
    const auto sent = read_push(of, of.schemas().group());
    if (!sent) co_return refuse(sent.error());
    auto what = read_create_group(of, sent->body, model::fresh_group_id(model::now()));
    if (!what) co_return refuse(what.error());
    const auto outcome = co_await submit(of, std::move(*what));
    if (!outcome) co_return refuse(outcome.error());
    co_return group_answer(of, 201, group_of(*outcome), sent->wanted);
}

response get_group(const scim_request& of) {
    const scim::resource_type& type = of.schemas().group();
    const auto id = model::group_id::from_text(of.id);
    if (!id) return refuse(unknown(of, errc::group_not_found, "group"));
    const auto wanted = projection_of(of, type);
    if (!wanted) return refuse(wanted.error());
    response answer;
    auto write = [&](const model::group& found) {
        if (auto settled = settle_read(of.http, found.version, true)) {
            answer = std::move(*settled);
            return;
        }
        std::string body;
        append_projected_group(body, found, of.view, *wanted, of);
        answer = resource_answer(of, 200, type, {found.id.text(), found.version}, std::move(body));
    };
    const auto found = of.view.find_group(of.where(), *id, write);
    if (!found) return refuse(found.error());
    return answer;
}

awaitable<response> replace_group(const scim_request& of) {
    const auto id = model::group_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::group_not_found, "group"));
    const auto sent = read_push(of, of.schemas().group());
    if (!sent) co_return refuse(sent.error());
    auto what = read_replace_group(of, sent->body, *id, preconditions_of(of.http));
    if (!what) co_return refuse(what.error());
    const auto outcome = co_await submit(of, std::move(*what));
    if (!outcome) co_return refuse(outcome.error());
    co_return group_answer(of, 200, group_of(*outcome), sent->wanted);
}

awaitable<response> patch_group(const scim_request& of) {
    const auto id = model::group_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::group_not_found, "group"));
    const auto sent = read_push(of, of.schemas().group());
    if (!sent) co_return refuse(sent.error());
    auto what = read_patch_group(of, sent->body, *id, preconditions_of(of.http));
    if (!what) co_return refuse(what.error());
    const auto outcome = co_await submit(of, std::move(*what));
    if (!outcome) co_return refuse(outcome.error());
    const model::group& after = group_of(*outcome);
    const bool brief = of.where().settings.patch_answer == model::patch_answer::none ||
                       after.members > patch_answer_members_max;
    if (brief && sent->wanted.is_default()) co_return empty_answer(after.version);
    co_return group_answer(of, 200, after, sent->wanted);
}

awaitable<response> delete_group(const scim_request& of) {
    const auto id = model::group_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::group_not_found, "group"));
    directory::delete_group what{*id, preconditions_of(of.http)};
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    co_return empty_answer();
}

}  // namespace scimd::server
