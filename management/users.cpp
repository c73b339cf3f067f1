// Users as an administrator sees them (reference, sections 2 and 2.2).
#include "management/actions.hpp"
#include "management/field_rules.hpp"
#include "management/list_request.hpp"
#include "management/passwords.hpp"
#include "management/precedence.hpp"
#include "management/tags.hpp"
#include "management/user_fields.hpp"
#include "model/random_text.hpp"

#include <boost/json/array.hpp>

namespace scimd::management {

namespace json = boost::json;
using directory::awaitable;
using model::errc;
using model::result;

namespace {

// How often an update of an e-mail is tried against a user that somebody else keeps changing.
constexpr int update_tries_max = 8;

// One row per field: where it is kept, its rule, and its parameter in CreateUser and in UpdateUser.
struct sent_field {
    std::optional<std::string> user_fields::*kept;
    field rule;
    std::string_view at_creation;
    std::string_view at_update;
};
constexpr sent_field sent_fields[] = {
    {&user_fields::first_name, field::first_name, "FirstName", "NewFirstName"},
    {&user_fields::last_name, field::last_name, "LastName", "NewLastName"},
    {&user_fields::display_name, field::display_name, "DisplayName", "NewDisplayName"},
    {&user_fields::email, field::email, "Email", "NewEmail"},
};

result<user_fields> fields_sent(const parameters& arguments,
                                std::string_view sent_field::*parameter) {
    user_fields read;
    for (const sent_field& one : sent_fields) {
        const auto value = find(arguments, one.*parameter);
        if (!value) continue;
        auto checked = check(one.rule, one.*parameter, *value);
        if (!checked) return checked.error();
        read.*one.kept = *value;
    }
    return read;
}

result<std::optional<std::string>> description_sent(const parameters& arguments,
                                                    std::string_view parameter) {
    const auto value = find(arguments, parameter);
    if (!value) return std::optional<std::string>();
    auto checked = check(field::description, parameter, *value);
    if (!checked) return checked.error();
    return std::optional<std::string>(*value);
}

json::object wrapped(json::object user) {
    return {{"User", std::move(user)}};
}

// GetUserId's ExternalId is a JSON text: {"Id":"…","Issuer":"SCIM"} (reference, section 2.3).
result<std::string> external_id_from(std::string_view text) {
    const auto read = scim::parse_json(text);
    const json::object* const given = read ? read->if_object() : nullptr;
    const json::value* const id = given == nullptr ? nullptr : given->if_contains("Id");
    const json::value* const issuer = given == nullptr ? nullptr : given->if_contains("Issuer");
    const bool is_whole = id != nullptr && id->is_string() && !id->get_string().empty() &&
                          issuer != nullptr && *issuer == json::value(external_id_issuer);
    if (!is_whole)
        return invalid("ExternalId", R"(is a JSON text like {"Id":"…","Issuer":"SCIM"})");
    return std::string(id->get_string());
}

result<directory::create_user> user_to_create(const call& asked) {
    const std::string_view user_name = text_of(asked.arguments, "UserName");
    auto checked = check(field::user_name, "UserName", user_name);
    if (!checked) return checked.error();
    auto fields = fields_sent(asked.arguments, &sent_field::at_creation);
    if (!fields) return fields.error();
    auto description = description_sent(asked.arguments, "Description");
    if (!description) return description.error();
    auto active = status_of(asked.arguments, "Status");
    if (!active) return active.error();

    auto tags = tags_from(asked.arguments);
    if (!tags) return tags.error();

    auto document = user_document(user_name, *fields, active->value_or(true),
                                  asked.house.catalogue(asked.where.id).user());
    if (!document) return document.error();
    directory::create_user made;
    made.id = model::fresh_user_id(asked.now);
    made.document = std::move(*document);
    made.description = description->value_or("");
    made.tags = std::move(*tags);
    return made;
}

// A new e-mail list is made from the one there is, so it is only good for the version it was read
// from.
result<directory::patch_user> user_to_patch(const call& asked, const model::user_id& id,
                                            const user_fields& fields) {
    auto now = asked.view.find_user(asked.where, id, false);
    if (!now) return now.error();
    auto patch = user_patch(fields, now->user, asked.house.catalogue(asked.where.id).user());
    if (!patch) return patch.error();

    directory::patch_user made;
    made.id = id;
    made.patch = std::move(*patch);
    if (fields.email) made.conditions.match = std::vector<std::int64_t>{now->user.version};
    return made;
}

}  // namespace

awaitable<answer> create_user(call asked) {
    auto made = user_to_create(asked);
    if (!made) co_return made.error();
    const std::vector<model::tag> tags = made->tags;
    directory::change change = std::move(*made);
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    json::object user = to_json(std::get<model::user>(done->left));
    add_tags(user, tags);
    co_return wrapped(std::move(user));
}

answer get_user(const call& asked) {
    const auto id = user_id_of(asked);
    if (!id) return id.error();
    auto found = asked.view.find_tagged_user(asked.where, *id);
    if (!found) return found.error();
    return wrapped(to_json_with_external_id(*found));
}

answer get_user_id(const call& asked) {
    const auto external_id = external_id_from(text_of(asked.arguments, "ExternalId"));
    if (!external_id) return external_id.error();
    const auto found = asked.view.find_user_by_external_id(asked.where, *external_id);
    if (!found) return found.error();
    return json::object{{"UserId", found->text()}};
}

awaitable<answer> list_users(call asked) {
    auto request = list_request_from(asked, {"ListUsers", "UserName", true, true});
    if (!request) co_return request.error();
    directory::management_page<directory::tagged_user> page;
    std::function<void(directory::view&)> look = [&](directory::view& view) {
        page = view.list_users(asked.where, request->query);
    };
    const auto done = co_await read_page(asked, request->query, std::move(look));
    if (!done) co_return done.error();
    list_outcome outcome{page.total, page.next, {}};
    for (const directory::tagged_user& one : page.entities)
        outcome.entries.push_back(to_json_with_external_id(one));
    co_return list_answer(asked, *request, "Users", std::move(outcome));
}

awaitable<answer> update_user(call asked) {
    const auto id = user_id_of(asked);
    if (!id) co_return id.error();
    const auto fields = fields_sent(asked.arguments, &sent_field::at_update);
    if (!fields) co_return refusal_of_change(asked, *id, fields.error());
    const auto description = description_sent(asked.arguments, "NewDescription");
    if (!description) co_return refusal_of_change(asked, *id, description.error());

    for (int tries = 1;; ++tries) {
        auto made = user_to_patch(asked, *id, *fields);
        if (!made) co_return made.error();
        made->description = *description;
        directory::change change = std::move(*made);
        const bool last_try = tries == update_tries_max;
        auto done = co_await submit(asked, std::move(change), !last_try);
        if (done) co_return wrapped(to_json(std::get<model::user>(done->left)));
        if (done.error().code != errc::version_mismatch || last_try) co_return done.error();
    }
}

awaitable<answer> update_user_status(call asked) {
    const auto found = find_user(asked);
    if (!found) co_return found.error();
    const auto active = status_of(asked.arguments, "NewStatus");
    if (!active) co_return active.error();
    if (!*active) co_return json::object();  // optional: without it nothing changes

    directory::change change = directory::set_logon{found->id, **active};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

awaitable<answer> delete_user(call asked) {
    const auto id = user_id_of(asked);
    if (!id) co_return id.error();
    directory::change change = directory::delete_user{*id, {}};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

// The switch never locks a password (synchronization.md, "Who may write what"). The password policy
// is the administrators' own: what an identity provider pushes is not bound by it, though it counts
// among the last passwords. Policy and last passwords are looked at before the edit: what another
// administrator changes in that moment binds the next call.
awaitable<answer> reset_user_password(call asked) {
    const auto of = find_user(asked);
    if (!of) co_return of.error();
    const model::preferences policy = asked.view.find_preferences(asked.where);
    const scim::document document = scim::document_from_text(of->document);
    auto asked_for =
        password_asked_for(asked.arguments, {policy, scim::text_of(document, "userName")});
    if (!asked_for) co_return asked_for.error();

    model::password clear(asked_for->clear);
    if (!asked_for->is_generated) {
        auto before = asked.view.last_passwords(*of, policy.password_reuse_prevention);
        model::password tried = clear;
        const auto used = co_await asked.house.is_one_of(std::move(tried), std::move(before));
        if (!used) co_return used.error();
        if (*used) co_return reused_password(policy);
    }
    auto digest = co_await asked.house.digest(std::move(clear));
    if (!digest) co_return digest.error();
    directory::set_password made;
    made.id = of->id;
    made.password = std::move(*digest);
    directory::change change = std::move(made);
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();

    json::object written;
    if (asked_for->is_generated) written["NewPassword"] = asked_for->clear;
    co_return written;
}

}  // namespace scimd::management
