#include "server/scim_endpoint.hpp"

#include "model/random_text.hpp"
#include "scim/messages.hpp"
#include "server/faults.hpp"
#include "server/scim_answers.hpp"

namespace scimd::server {
namespace {

namespace json = boost::json;
using directory::receipt;
using model::errc;
using model::refusal;
using model::result;

// What a POST, PUT or PATCH brought, once the switch lets pushes in at all and the body is JSON.
result<json::value> read_push(const scim_request& of) {
    if (auto may = directory::may_push(of.where()); !may) return may.error();
    return scim::parse_json(of.http.body);
}

// A resource or a patch, and what of the outcome the client wants to see.
template <class Content>
struct push {
    Content content;
    scim::projection wanted;
};

result<push<scim::document>> read_resource(const scim_request& of,
                                           const scim::resource_type& type) {
    auto body = read_push(of);
    if (!body) return body.error();
    auto document = scim::read_document(*body, type, of.tolerance);
    if (!document) return document.error();
    auto wanted = projection_of(of, type);
    if (!wanted) return wanted.error();
    return push<scim::document>{std::move(*document), std::move(*wanted)};
}

result<push<scim::patch>> read_patch(const scim_request& of, const scim::resource_type& type) {
    auto body = read_push(of);
    if (!body) return body.error();
    auto patch = scim::parse_patch(*body, type, of.tolerance);
    if (!patch) return patch.error();
    auto wanted = projection_of(of, type);
    if (!wanted) return wanted.error();
    return push<scim::patch>{std::move(*patch), std::move(*wanted)};
}

// A pushed password never travels further than its digest (Law 8). A null takes the password away.
awaitable<directory::password_change> digest_password(const scim_request& of,
                                                      std::optional<json::value> pushed) {
    if (!pushed) co_return std::nullopt;
    if (!pushed->is_string()) co_return std::string();
    model::password clear(std::string(pushed->get_string()));
    std::string digest = co_await of.house.digest(std::move(clear));
    co_return digest;
}

awaitable<result<receipt>> submit(const scim_request& of, directory::change what) {
    directory::edit edit{of.where().id, model::author::idp, model::now(), std::move(what)};
    result<receipt> outcome = co_await of.house.submit(std::move(edit));
    if (outcome) of.tolerance.note(outcome->tolerated);
    co_return outcome;
}

const model::user& user_of(const receipt& from) {
    return std::get<model::user>(from.left);
}
const model::group& group_of(const receipt& from) {
    return std::get<model::group>(from.left);
}

// Ids are opaque: one that cannot be ours is one that is not there (OKTA-20). While pushes are
// refused a push is refused first.
model::fault unknown(const scim_request& of, errc code, std::string_view kind) {
    using boost::beast::http::verb;
    const bool reads = of.http.method == verb::get || of.http.method == verb::head;
    if (!reads)
        if (auto may = directory::may_push(of.where()); !may) return may.error();
    return refusal(code, "There is no " + std::string(kind) + " with the id \"" + of.id + "\".");
}

}  // namespace

awaitable<response> create_user(const scim_request& of) {
    const scim::resource_type& type = of.schemas().user();
    auto sent = read_resource(of, type);
    if (!sent) co_return refuse(sent.error());
    auto pushed = scim::take(sent->content, "password");
    auto password = co_await digest_password(of, std::move(pushed));
    directory::create_user what{
        model::fresh_user_id(model::now()), std::move(sent->content), {}, std::move(password)};
    const model::user_id fresh = what.id;
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    co_return user_answer(of, 201, user_of(*outcome), sent->wanted, user_of(*outcome).id == fresh);
}

awaitable<response> get_user(const scim_request& of) {
    const scim::resource_type& type = of.schemas().user();
    const auto id = model::user_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::user_not_found, "user"));
    const auto wanted = projection_of(of, type);
    if (!wanted) co_return refuse(wanted.error());
    const auto found = of.view.find_user(of.where(), *id, wanted->wants(type, "groups"));
    if (!found) co_return refuse(found.error());
    response answer;
    answer.add("ETag", scim::version_text(found->user.version));
    if (none_match(of.http, found->user.version)) {
        answer.status = 304;
        co_return answer;
    }
    answer.content_type = scim_content_type;
    append_projected_user(answer.body, *found, *wanted, of);
    co_return answer;
}

awaitable<response> replace_user(const scim_request& of) {
    const scim::resource_type& type = of.schemas().user();
    const auto id = model::user_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::user_not_found, "user"));
    auto sent = read_resource(of, type);
    if (!sent) co_return refuse(sent.error());
    auto pushed = scim::take(sent->content, "password");
    auto password = co_await digest_password(of, std::move(pushed));
    directory::replace_user what{*id, std::move(sent->content), std::move(password),
                                 if_match_of(of.http)};
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    co_return user_answer(of, 200, user_of(*outcome), sent->wanted);
}

awaitable<response> patch_user(const scim_request& of) {
    const scim::resource_type& type = of.schemas().user();
    const auto id = model::user_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::user_not_found, "user"));
    auto sent = read_patch(of, type);
    if (!sent) co_return refuse(sent.error());
    auto pushed = scim::take(sent->content, "password");
    auto password = co_await digest_password(of, std::move(pushed));
    directory::patch_user what{*id, std::move(sent->content), std::nullopt, std::move(password),
                               if_match_of(of.http)};
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    if (of.where().settings.patch_answer == model::patch_answer::none && sent->wanted.is_default())
        co_return empty_answer(204);
    co_return user_answer(of, 200, user_of(*outcome), sent->wanted);
}

awaitable<response> delete_user(const scim_request& of) {
    const auto id = model::user_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::user_not_found, "user"));
    directory::delete_user what{*id, if_match_of(of.http)};
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    co_return empty_answer(204);
}

awaitable<response> create_group(const scim_request& of) {
    const scim::resource_type& type = of.schemas().group();
    auto sent = read_resource(of, type);
    if (!sent) co_return refuse(sent.error());
    directory::create_group what{model::fresh_group_id(model::now()), std::move(sent->content), {}};
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    co_return group_answer(of, 201, group_of(*outcome), sent->wanted);
}

awaitable<response> get_group(const scim_request& of) {
    const scim::resource_type& type = of.schemas().group();
    const auto id = model::group_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::group_not_found, "group"));
    const auto wanted = projection_of(of, type);
    if (!wanted) co_return refuse(wanted.error());
    response answer;
    auto write = [&](const model::group& found) {
        answer.add("ETag", scim::version_text(found.version));
        answer.status = none_match(of.http, found.version) ? 304 : 200;
        if (answer.status == 304) return;
        answer.content_type = scim_content_type;
        append_projected_group(answer.body, found, of.view, *wanted, of);
    };
    const auto found = of.view.find_group(of.where(), *id, write);
    if (!found) co_return refuse(found.error());
    co_return answer;
}

awaitable<response> replace_group(const scim_request& of) {
    const scim::resource_type& type = of.schemas().group();
    const auto id = model::group_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::group_not_found, "group"));
    auto sent = read_resource(of, type);
    if (!sent) co_return refuse(sent.error());
    directory::replace_group what{*id, std::move(sent->content), if_match_of(of.http)};
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    co_return group_answer(of, 200, group_of(*outcome), sent->wanted);
}

awaitable<response> patch_group(const scim_request& of) {
    const scim::resource_type& type = of.schemas().group();
    const auto id = model::group_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::group_not_found, "group"));
    auto sent = read_patch(of, type);
    if (!sent) co_return refuse(sent.error());
    auto members = scim::take_member_steps(sent->content, type);
    if (!members) co_return refuse(members.error());
    directory::patch_group what{*id, std::move(sent->content), std::move(*members), std::nullopt,
                                if_match_of(of.http)};
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    const model::group& after = group_of(*outcome);
    const bool brief = of.where().settings.patch_answer == model::patch_answer::none ||
                       after.members > patch_answer_members_max;
    if (brief && sent->wanted.is_default()) co_return empty_answer(204);
    co_return group_answer(of, 200, after, sent->wanted);
}

awaitable<response> delete_group(const scim_request& of) {
    const auto id = model::group_id::from_text(of.id);
    if (!id) co_return refuse(unknown(of, errc::group_not_found, "group"));
    directory::delete_group what{*id, if_match_of(of.http)};
    const auto outcome = co_await submit(of, std::move(what));
    if (!outcome) co_return refuse(outcome.error());
    co_return empty_answer(204);
}

}  // namespace scimd::server
