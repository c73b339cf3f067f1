#include <algorithm>

#include "directory/apply.hpp"
#include "directory/cloudsso_limits.hpp"
#include "scim/fold.hpp"
#include "store/columns.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::refusal;
using model::result;
using model::user;
using policy::entity_kind;
using policy::verb;

model::fault no_user(const model::user_id& id) {
    return refusal(errc::user_not_found, "There is no user " + id.text() + ".");
}

// The resource's `active` has a column of its own; absent, it stays what it was
// (synchronization.md, "Settled corners").
bool take_active(scim::document& from, bool otherwise) {
    const auto value = scim::take(from, "active");
    return value && value->is_bool() ? value->get_bool() : otherwise;
}

// A new document in the place of what the user has. What identity providers may push twice, unless
// the directory's cloudssoLimits say no, an administrator may not: the management API refuses an
// e-mail that somebody else has.
// `namesake` is who has the name now, `before` perhaps.
result<void> check_names(const applying& now, const user* before, const scim::document& after,
                         const std::optional<user>& namesake) {
    if (auto fit = check_shown_names(after); !fit) return fit;
    const store::drawn_columns columns = store::draw_user_columns(after);
    const std::int64_t self = before == nullptr ? 0 : before->key;
    if (namesake && namesake->key != self)
        return refusal(errc::user_name_taken,
                       "The userName \"" + std::string(scim::text_of(after, "userName")) +
                           "\" is taken by user " + namesake->id.text() + ".");
    if (now.by_idp()) return check_cloudsso_limits(now, before, after);
    std::vector<std::string> had;
    if (before != nullptr)
        had = store::draw_user_columns(scim::document_from_text(before->document)).email_keys;
    for (const std::string& key : columns.email_keys) {
        if (std::ranges::find(had, key) == had.end() && now.tables.has_email(now.where, key, self))
            return refusal(errc::email_taken, "The e-mail address " + key +
                                                  " is in use by another user of this directory.");
    }
    return {};
}

std::optional<user> namesake_of(const applying& now, const scim::document& document) {
    return now.tables.find_user_by_name(now.where, scim::fold(scim::text_of(document, "userName")));
}

void set_pushed_password(const applying& now, const policy::permit& permit, const user& of,
                         const password_change& password) {
    if (password) now.tables.set_password(permit, of, *password);
}

const scim::resource_type& type_of_users(const applying& now) {
    return now.tables.catalogue(now.where.id).user();
}

result<void> check_unique(const applying& now, const scim::document& document, const user* before) {
    std::optional<model::member_key> self;
    if (before != nullptr) self = {model::member_kind::user, before->key};
    return check_unique(now, document, type_of_users(now), self);
}

// A push of a manual user's name takes that user over: id, memberships and password stay, the
// attributes become what the identity provider sent; `description` is not its to touch.
result<receipt> take_over(const applying& now, const policy::permit& permit, const user& manual,
                          const create_user& pushed) {
    scim::document document = pushed.document;
    if (auto fit = check_shown_names(document); !fit) return fit.error();
    if (auto fit = check_cloudsso_limits(now, &manual, document); !fit) return fit.error();
    if (auto free = check_unique(now, document, &manual); !free) return free.error();
    user after = manual;
    after.active = take_active(document, manual.active);
    after.document = scim::to_text(document);
    const scim::document old = scim::document_from_text(manual.document);
    after = now.tables.update_user(permit, now.where, {manual, old}, std::move(after), document,
                                   now.by.when);
    set_pushed_password(now, permit, after, pushed.password);
    return receipt{after};
}

// Puts `document` and what came with it in the place of `before`, or finds that there is nothing to
// do.
result<receipt> put(const applying& now, const user& before, scim::document document,
                    const std::optional<std::string>& description, const password_change& password,
                    bool adopts) {
    user after = before;
    after.active = take_active(document, before.active);
    after.document = scim::to_text(document);
    after.description = description.value_or(before.description);
    const bool differs = after.document != before.document || after.active != before.active ||
                         after.description != before.description;
    auto permit = now.judge(verb::change, entity_kind::user, before.provision);
    if (!permit) return permit.error();
    const scim::document old = scim::document_from_text(before.document);
    const bool keeps_name = scim::text_of(document, "userName") == scim::text_of(old, "userName");
    const std::optional<user> namesake = keeps_name ? std::nullopt : namesake_of(now, document);
    if (auto free = check_names(now, &before, document, namesake); !free) return free.error();
    if (auto free = check_unique(now, document, &before); !free) return free.error();
    const bool adopted = adopts && before.provision == model::provision::manual;
    if (!differs && !password && !adopted) return receipt{before, false};
    after = now.tables.update_user(*permit, now.where, {before, old}, std::move(after), document,
                                   now.by.when);
    set_pushed_password(now, *permit, after, password);
    return receipt{after};
}

}  // namespace

result<receipt> apply_to_users(const applying& now, const create_user& what) {
    const auto namesake = namesake_of(now, what.document);
    if (now.by_idp() && namesake) {
        auto permit = now.judge(verb::change, entity_kind::user, namesake->provision);
        if (!permit) return permit.error();
        if (namesake->provision == model::provision::manual)
            return take_over(now, *permit, *namesake, what);
    }
    auto permit = now.judge(verb::create, entity_kind::user, std::nullopt);
    if (!permit) return permit.error();
    if (auto free = check_names(now, nullptr, what.document, namesake); !free) return free.error();
    if (auto free = check_unique(now, what.document, nullptr); !free) return free.error();
    scim::document document = what.document;
    user made;
    made.id = what.id;
    made.active = take_active(document, true);
    made.document = scim::to_text(document);
    made.description = what.description;
    made.created = now.by.when;
    return receipt{now.tables.insert_user(*permit, now.where, std::move(made), document,
                                          what.password.value_or(""), what.tags)};
}

result<receipt> apply_to_users(const applying& now, const replace_user& what) {
    const auto before = now.tables.find_user(now.where, what.id);
    // The switch is asked first: a push to what does not exist is a push too.
    if (auto may = now.judge(verb::change, entity_kind::user,
                             before ? std::optional(before->provision) : std::nullopt);
        !may)
        return before || now.by_idp() ? may.error() : no_user(what.id);
    if (!before) return no_user(what.id);
    if (auto good = check_version(now, what.conditions, before->version); !good)
        return good.error();
    scim::document document = what.document;
    if (auto kept =
            keep_values(before->document, document, type_of_users(now), scim::left_out::stays);
        !kept)
        return kept.error();
    return put(now, *before, std::move(document), std::nullopt, what.password, now.by_idp());
}

result<receipt> apply_to_users(const applying& now, const patch_user& what) {
    const auto before = now.tables.find_user(now.where, what.id);
    if (auto may = now.judge(verb::change, entity_kind::user,
                             before ? std::optional(before->provision) : std::nullopt);
        !may)
        return before || now.by_idp() ? may.error() : no_user(what.id);
    if (!before) return no_user(what.id);
    if (auto good = check_version(now, what.conditions, before->version); !good)
        return good.error();
    scim::document document = scim::document_from_text(before->document);
    document.attributes["active"] = before->active;
    const scim::resource_type& type = type_of_users(now);
    // Reading and writing a large document is work too, in a bulk that does it a thousand times.
    now.work.patch_work += before->document.size() / scim::patch_text_bytes;
    if (auto done =
            scim::apply_patch(document, what.patch, type, now.tolerance, now.work.patch_work);
        !done)
        return done.error();
    if (auto kept = keep_values(before->document, document, type, scim::left_out::is_removed);
        !kept)
        return kept.error();
    return put(now, *before, std::move(document), what.description, what.password, false);
}

result<receipt> apply_to_users(const applying& now, const delete_user& what) {
    const auto before = now.tables.find_user(now.where, what.id);
    auto permit = now.judge(verb::remove, entity_kind::user,
                            before ? std::optional(before->provision) : std::nullopt);
    if (!permit) return before || now.by_idp() ? permit.error() : no_user(what.id);
    if (!before) return no_user(what.id);
    if (auto good = check_version(now, what.conditions, before->version); !good)
        return good.error();
    // CloudSSO's precondition for a delete by hand; a SCIM DELETE removes memberships with it.
    if (!now.by_idp() && now.tables.is_in_a_group({model::member_kind::user, before->key}))
        return refusal(errc::user_in_group,
                       "The user is in a group. Remove it from all groups first.");
    now.tables.remove_user(*permit, now.where, *before, now.by.when);
    return receipt{*before};
}

result<receipt> apply_to_users(const applying& now, const set_logon& what) {
    const auto before = now.tables.find_user(now.where, what.id);
    if (!before) return no_user(what.id);
    auto permit = now.judge(verb::set_logon, entity_kind::user, before->provision);
    if (!permit) return permit.error();
    if (before->active == what.active) return receipt{*before, false};
    return receipt{now.tables.set_active(*permit, now.where, *before, what.active, now.by.when)};
}

result<receipt> apply_to_users(const applying& now, const set_password& what) {
    const auto before = now.tables.find_user(now.where, what.id);
    if (!before) return no_user(what.id);
    auto permit = now.judge(verb::set_password, entity_kind::user, before->provision);
    if (!permit) return permit.error();
    set_pushed_password(now, *permit, *before, what.password);
    return receipt{*before};
}

// Judged as the logon state is, and like that no drift: no rollback touches it.
result<receipt> apply_to_users(const applying& now, const set_user_mfa& what) {
    const auto before = now.tables.find_user(now.where, what.id);
    if (!before) return no_user(what.id);
    auto permit = now.judge(verb::set_logon, entity_kind::user, before->provision);
    if (!permit) return permit.error();
    if (now.tables.has_mfa(before->key) == what.enabled) return receipt{*before, false};
    now.tables.set_mfa(*permit, *before, what.enabled);
    return receipt{*before};
}

}  // namespace scimd::directory
