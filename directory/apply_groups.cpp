#include "directory/apply.hpp"
#include "directory/cloudsso_limits.hpp"
#include "directory/member_changes.hpp"
#include "scim/fold.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::group;
using model::group_names;
using model::member_key;
using model::member_kind;
using model::provision;
using model::refusal;
using model::result;
using policy::entity_kind;
using policy::verb;

model::fault no_group(const model::group_id& id) {
    return refusal(errc::group_not_found, "There is no group " + id.text() + ".");
}
model::fault no_user(const model::user_id& id) {
    return refusal(errc::user_not_found, "There is no user " + id.text() + ".");
}

std::optional<provision> provision_of(const std::optional<group>& found) {
    return found ? std::optional(found->provision) : std::nullopt;
}

std::vector<group> groups_named_by(const applying& now, const scim::document& document) {
    return now.tables.find_groups_by_name(now.where,
                                          scim::fold(scim::text_of(document, "displayName")));
}

// Where names are unique, a group other than `but` that has this one's name.
std::optional<group> namesake(const applying& now, const scim::document& document,
                              std::int64_t but) {
    for (group& one : groups_named_by(now, document))
        if (one.key != but) return std::move(one);
    return std::nullopt;
}

// Whom a push of that name takes over: where names are free, a synchronized group may have it too.
std::optional<group> manual_namesake(const applying& now, const scim::document& document) {
    for (group& one : groups_named_by(now, document))
        if (one.provision == provision::manual) return std::move(one);
    return std::nullopt;
}

model::fault name_taken(const scim::document& document, const group& by) {
    return refusal(errc::group_name_taken, "The displayName \"" +
                                               std::string(scim::text_of(document, "displayName")) +
                                               "\" is taken by group " + by.id.text() + ".");
}

result<void> check_name(const applying& now, const scim::document& document, std::int64_t self) {
    if (now.where.settings.group_names == group_names::free) return {};
    if (const auto other = namesake(now, document, self)) return name_taken(document, *other);
    return {};
}

const scim::resource_type& type_of_groups(const applying& now) {
    return now.tables.catalogue(now.where.id).group();
}

// The name and what the schemas call unique: free, or those of `before` (nullptr: of a group that
// is not there).
result<void> check_free(const applying& now, const scim::document& document, const group* before) {
    const std::int64_t self = before == nullptr ? 0 : before->key;
    if (auto fit = check_shown_names(document); !fit) return fit;
    if (auto fit = check_cloudsso_limits(now, before, document); !fit) return fit;
    if (auto free = check_name(now, document, self); !free) return free;
    return check_unique(now, document, type_of_groups(now), member_key{member_kind::group, self});
}

std::vector<scim::pushed_member> take_members(scim::document& from) {
    const auto members = scim::take(from, "members");
    return members ? scim::members_from(*members) : std::vector<scim::pushed_member>{};
}

std::int64_t write_members(const applying& now, const policy::permit& permit, const group& of,
                           const member_changes& members, const member_changes::difference& found) {
    std::int64_t more = 0;
    for (const auto& [key, id] : found.removed)
        more -= std::int64_t{now.tables.remove_member(permit, now.where, of, key, id)};
    for (const auto& [key, id] : found.added)
        more += std::int64_t{now.tables.add_member(permit, now.where, of,
                                                   members.settle(permit, key), now.by.when, id)};
    return more;
}

// Writes what an edit came to: attributes, members, and one new version for all of it; or finds
// nothing to do.
result<receipt> put(const applying& now, const group& before, const group& after,
                    const member_changes& members, bool adopts) {
    const auto difference = members.differences();
    const bool differs =
        after.document != before.document || after.description != before.description;
    const bool adopted = adopts && before.provision == provision::manual;
    if (!differs && difference.empty() && !adopted) return receipt{before, false};
    auto change = now.judge(difference.empty() || differs ? verb::change : verb::change_members,
                            entity_kind::group, before.provision);
    if (!change) return change.error();
    if (differs) now.tables.update_group(*change, now.where, before, after);
    std::int64_t more = 0;
    if (!difference.empty()) {
        auto permit = now.judge(verb::change_members, entity_kind::group, before.provision);
        if (!permit) return permit.error();
        more = write_members(now, *permit, before, members, difference);
    }
    return receipt{now.tables.touch_group(*change, now.where, before, after, more, now.by.when)};
}

// PUT, and the take-over by a POST: attributes and members become what was sent.
result<receipt> replace(const applying& now, const group& before, scim::document document) {
    const std::vector<scim::pushed_member> pushed = take_members(document);
    if (auto kept =
            keep_values(before.document, document, type_of_groups(now), scim::left_out::stays);
        !kept)
        return kept.error();
    if (auto free = check_free(now, document, &before); !free) return free.error();
    member_changes members(now, before);
    if (auto fine = members.replace_all(pushed); !fine) return fine.error();
    group after = before;
    after.document = scim::to_text(document);
    return put(now, before, after, members, now.by_idp());
}

// CloudSSO's precondition for a delete by hand (a SCIM DELETE removes memberships with it): nobody
// is in the group. Groups within groups come from the identity provider, and no management action
// takes them apart: the delete does, so that a rollback knows of it.
result<void> take_apart(const applying& now, const group& doomed) {
    if (now.tables.count_user_members(doomed.key) > 0)
        return refusal(errc::group_has_members, "The group has members. Remove them first.");
    auto inside = now.judge(verb::change_members, entity_kind::group, doomed.provision);
    if (!inside) return inside.error();
    for (const member_key inner : now.tables.member_keys(doomed.key))
        now.tables.remove_member(*inside, now.where, doomed, inner);
    const member_key self{member_kind::group, doomed.key};
    for (const group& outer : now.tables.groups_with_member(self)) {
        auto permit = now.judge(verb::change_members, entity_kind::group, outer.provision);
        if (!permit) return permit.error();
        now.tables.remove_member(*permit, now.where, outer, self);
        now.tables.touch_group(*permit, now.where, outer, outer, -1, now.by.when);
    }
    return {};
}

}  // namespace

result<receipt> apply_to_groups(const applying& now, const create_group& what) {
    if (const auto other = manual_namesake(now, what.document); now.by_idp() && other) {
        auto may = now.judge(verb::change, entity_kind::group, other->provision);
        if (!may) return may.error();
        return replace(now, *other, what.document);
    }
    auto permit = now.judge(verb::create, entity_kind::group, std::nullopt);
    if (!permit) return permit.error();
    if (auto free = check_free(now, what.document, nullptr); !free) return free.error();
    scim::document document = what.document;
    const std::vector<scim::pushed_member> pushed = take_members(document);
    group made;
    made.id = what.id;
    made.document = scim::to_text(document);
    made.description = what.description;
    made.created = now.by.when;
    member_changes members(now, made);
    if (auto fine = members.replace_all(pushed); !fine) return fine.error();
    made = now.tables.insert_group(*permit, now.where, std::move(made), document);
    const auto found = members.differences();
    if (found.empty()) return receipt{made};
    auto may_join = now.judge(verb::change_members, entity_kind::group, made.provision);
    if (!may_join) return may_join.error();
    const std::int64_t more = write_members(now, *may_join, made, members, found);
    return receipt{now.tables.count_first_members(*may_join, made, more)};
}

result<receipt> apply_to_groups(const applying& now, const replace_group& what) {
    const auto before = now.tables.find_group(now.where, what.id);
    // The switch is asked first: a push to what does not exist is a push too.
    if (auto may = now.judge(verb::change, entity_kind::group, provision_of(before)); !may)
        return before || now.by_idp() ? may.error() : no_group(what.id);
    if (!before) return no_group(what.id);
    if (auto good = check_version(now, what.conditions, before->version); !good)
        return good.error();
    return replace(now, *before, what.document);
}

result<receipt> apply_to_groups(const applying& now, const patch_group& what) {
    const auto before = now.tables.find_group(now.where, what.id);
    if (auto may = now.judge(verb::change, entity_kind::group, provision_of(before)); !may)
        return before || now.by_idp() ? may.error() : no_group(what.id);
    if (!before) return no_group(what.id);
    if (auto good = check_version(now, what.conditions, before->version); !good)
        return good.error();
    group after = *before;
    after.description = what.description.value_or(before->description);
    if (!what.patch.operations.empty()) {
        // As with users: a large document is work each time, and its state is told each time.
        now.work.patch_work += before->document.size() / scim::patch_text_bytes;
        scim::document document = scim::document_from_text(before->document);
        const scim::resource_type& type = type_of_groups(now);
        if (auto done =
                scim::apply_patch(document, what.patch, type, now.tolerance, now.work.patch_work);
            !done)
            return done.error();
        if (auto kept = keep_values(before->document, document, type, scim::left_out::is_removed);
            !kept)
            return kept.error();
        if (auto free = check_free(now, document, &*before); !free) return free.error();
        after.document = scim::to_text(document);
    }
    member_changes members(now, *before);
    if (auto fine = members.take(what.members); !fine) return fine.error();
    return put(now, *before, after, members, false);
}

result<receipt> apply_to_groups(const applying& now, const delete_group& what) {
    const auto before = now.tables.find_group(now.where, what.id);
    auto permit = now.judge(verb::remove, entity_kind::group, provision_of(before));
    if (!permit) return before || now.by_idp() ? permit.error() : no_group(what.id);
    if (!before) return no_group(what.id);
    if (auto good = check_version(now, what.conditions, before->version); !good)
        return good.error();
    if (!now.by_idp()) {
        if (auto empty = take_apart(now, *before); !empty) return empty.error();
    }
    now.tables.remove_group(*permit, now.where, *before, now.by.when);
    return receipt{*before};
}

result<receipt> apply_to_groups(const applying& now, const add_user_to_group& what) {
    const auto to = now.tables.find_group(now.where, what.group);
    if (!to) return no_group(what.group);
    auto permit = now.judge(verb::change_members, entity_kind::group, to->provision);
    if (!permit) return permit.error();
    const auto who = now.tables.find_user(now.where, what.user);
    if (!who) return no_user(what.user);
    if (!now.tables.add_member(*permit, now.where, *to, {member_kind::user, who->key}, now.by.when))
        return refusal(errc::already_a_member, "The user is in the group already.");
    return receipt{now.tables.touch_group(*permit, now.where, *to, *to, 1, now.by.when)};
}

result<receipt> apply_to_groups(const applying& now, const remove_user_from_group& what) {
    const auto from = now.tables.find_group(now.where, what.group);
    if (!from) return no_group(what.group);
    auto permit = now.judge(verb::change_members, entity_kind::group, from->provision);
    if (!permit) return permit.error();
    const auto who = now.tables.find_user(now.where, what.user);
    if (!who) return no_user(what.user);
    if (!now.tables.remove_member(*permit, now.where, *from, {member_kind::user, who->key}))
        return refusal(errc::not_a_member, "The user is not in the group.");
    return receipt{now.tables.touch_group(*permit, now.where, *from, *from, -1, now.by.when)};
}

}  // namespace scimd::directory
