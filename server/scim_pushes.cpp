#include "server/scim_pushes.hpp"

namespace scimd::server {
namespace {

namespace json = boost::json;
using model::result;

// A pushed password never travels further than its digest (Law 8). A null takes the password away.
awaitable<result<directory::password_change>> digest_password(const scim_request& of,
                                                              std::optional<json::value> pushed) {
    if (!pushed) co_return directory::password_change();
    if (!pushed->is_string()) co_return directory::password_change("");
    model::password clear(std::string(pushed->get_string()));
    auto digest = co_await of.house.digest(std::move(clear));
    if (!digest) co_return digest.error();
    co_return directory::password_change(std::move(*digest));
}

}  // namespace

awaitable<result<directory::create_user>> read_create_user(const scim_request& of,
                                                           const json::value& body,
                                                           model::user_id fresh) {
    auto document = scim::read_document(body, of.schemas().user(), of.tolerance);
    if (!document) co_return document.error();
    auto pushed = scim::take(*document, "password");
    auto password = co_await digest_password(of, std::move(pushed));
    if (!password) co_return password.error();
    co_return directory::create_user{
        std::move(fresh), std::move(*document), {}, std::move(*password)};
}

awaitable<result<directory::replace_user>> read_replace_user(const scim_request& of,
                                                             const json::value& body,
                                                             model::user_id id,
                                                             directory::preconditions conditions) {
    auto document = scim::read_document(body, of.schemas().user(), of.tolerance);
    if (!document) co_return document.error();
    auto pushed = scim::take(*document, "password");
    auto password = co_await digest_password(of, std::move(pushed));
    if (!password) co_return password.error();
    co_return directory::replace_user{std::move(id), std::move(*document), std::move(*password),
                                      std::move(conditions)};
}

awaitable<result<directory::patch_user>> read_patch_user(const scim_request& of,
                                                         const json::value& body, model::user_id id,
                                                         directory::preconditions conditions) {
    auto patch = scim::parse_patch(body, of.schemas().user(), of.tolerance);
    if (!patch) co_return patch.error();
    auto pushed = scim::take(*patch, "password");
    auto password = co_await digest_password(of, std::move(pushed));
    if (!password) co_return password.error();
    co_return directory::patch_user{std::move(id), std::move(*patch), std::nullopt,
                                    std::move(*password), std::move(conditions)};
}

result<directory::create_group> read_create_group(const scim_request& of, const json::value& body,
                                                  model::group_id fresh) {
    auto document = scim::read_document(body, of.schemas().group(), of.tolerance);
    if (!document) return document.error();
    return directory::create_group{std::move(fresh), std::move(*document), {}};
}

result<directory::replace_group> read_replace_group(const scim_request& of, const json::value& body,
                                                    model::group_id id,
                                                    directory::preconditions conditions) {
    auto document = scim::read_document(body, of.schemas().group(), of.tolerance);
    if (!document) return document.error();
    return directory::replace_group{std::move(id), std::move(*document), std::move(conditions)};
}

result<directory::patch_group> read_patch_group(const scim_request& of, const json::value& body,
                                                model::group_id id,
                                                directory::preconditions conditions) {
    auto patch = scim::parse_patch(body, of.schemas().group(), of.tolerance);
    if (!patch) return patch.error();
    auto members = scim::take_member_steps(*patch, of.schemas().group());
    if (!members) return members.error();
    return directory::patch_group{std::move(id), std::move(*patch), std::move(*members),
                                  std::nullopt, std::move(conditions)};
}

awaitable<result<directory::receipt>> submit(const scim_request& of, directory::change what) {
    of.trail.told = true;
    directory::edit edit{of.where().id, model::author::idp, model::now(), std::move(what),
                         of.trail.from};
    result<directory::receipt> outcome = co_await of.house.submit(std::move(edit));
    if (outcome) of.tolerance.note(outcome->tolerated);
    co_return outcome;
}

}  // namespace scimd::server
