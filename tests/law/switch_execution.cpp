#include "tests/law/switch_execution.hpp"

#include <algorithm>
#include <ranges>
#include <tuple>

#include "scim/fold.hpp"

namespace scimd::tests {

using model::errc;

// "Who may write what": the switch is asked first, then whether the target is there, then the lock.
void execution::may_write() const {
    if (by_idp() && !in_.enabled) refuse(errc::synchronization_disabled);
}

execution::record& execution::living(const entity& one) const {
    const auto found = in_.living.find(one);
    if (found == in_.living.end())
        refuse(is_user(one) ? errc::user_not_found : errc::group_not_found);
    return found->second;
}

execution::record& execution::writable(const entity& one) const {
    may_write();
    record& found = living(one);
    if (!by_idp() && in_.enabled && found.synchronized)
        refuse(is_user(one) ? errc::locked_user : errc::locked_group);
    if (by_.if_match && *by_.if_match != found.version) refuse(errc::version_mismatch);
    return found;
}

// Everybody else of this kind who has the name, the oldest first.
std::vector<entity> execution::holders_of(const std::string& name, const entity& but) const {
    std::vector<entity> all;
    for (const auto& [one, kept] : in_.living)
        if (one.kind == but.kind && one != but && scim::fold(kept.name) == scim::fold(name))
            all.push_back(one);
    return all;
}

void execution::check_name(const entity& one, const std::string& wanted) const {
    if (!is_user(one) && in_.free_names) return;
    if (!holders_of(wanted, one).empty())
        refuse(is_user(one) ? errc::user_name_taken : errc::group_name_taken);
}

// "The management API refuses it", a push does not.
void execution::check_email(const entity& of, const std::string& email) const {
    if (by_idp() || email.empty()) return;
    for (const auto& [one, kept] : in_.living)
        if (one != of && scim::fold(kept.email) == scim::fold(email)) refuse(errc::email_taken);
}

bool execution::contains(const entity& group, const entity& sought) const {
    if (group == sought) return true;
    const auto found = in_.living.find(group);
    return found != in_.living.end() &&
           std::ranges::any_of(found->second.members, [&](const entity& one) {
               return !one.stranger && contains(one, sought);
           });
}

// Members as a push names them: somebody of this directory, or a stranger where strangers are kept.
std::set<entity> execution::resolve(const entity& group, const std::vector<entity>& named) const {
    std::set<entity> found;
    for (entity one : named) {
        one.stranger = !in_.living.contains(one);
        if (one.stranger && !in_.keeps_strangers) refuse(errc::invalid_value);
        if (!one.stranger && contains(one, group)) refuse(errc::invalid_value);
        found.insert(one);
    }
    return found;
}

void execution::change_members(const entity& group, record& wanted) const {
    for (const member_change& change : by_.members) {
        if (change.what == member_verb::remove) {
            for (entity one : change.members) {
                one.stranger = !in_.living.contains(one);
                wanted.members.erase(one);
            }
            continue;
        }
        if (change.what == member_verb::replace) wanted.members.clear();
        wanted.members.merge(resolve(group, change.members));
    }
}

// What the step says, over what there is.
void execution::mention(record& over) const {
    over.name = by_.name.value_or(over.name);
    over.extra = by_.extra.value_or(over.extra);
    over.email = by_.email.value_or(over.email);
    over.active = by_.active.value_or(over.active);
    over.description = by_.description.value_or(over.description);
}

void execution::touch(record& one) const {
    ++one.version;
    one.modified = now_;
}

void execution::forget_memberships_of(const entity& member) {
    for (record& kept : in_.living | std::views::values)
        if (kept.members.erase(member) > 0) touch(kept);
}

outcome execution::about(const entity& one, const record& kept, bool changed) {
    return {.changed = changed, .left = one, .version = kept.version};
}

// "The first successful IdP write makes it Synchronized."
outcome execution::settle(const entity& one, record& stored, record wanted, adopting how) {
    const auto said = [](const record& kept) {
        return std::tie(kept.name, kept.extra, kept.email, kept.description, kept.active,
                        kept.members);
    };
    const bool adopts = by_idp() && !stored.synchronized && how == adopting::always;
    // A password counts as a change, the same one too: nobody knows what it was.
    if (said(stored) == said(wanted) && !by_.password && !adopts) return about(one, stored, false);
    if (by_idp()) wanted.synchronized = true;
    touch(wanted);
    stored = std::move(wanted);
    return about(one, stored, true);
}

// "A manual entity meets a push of the same name", where names are free too.
outcome execution::create() {
    may_write();
    for (const entity& one : holders_of(*by_.name, by_.target))
        if (by_idp() && !in_.living.at(one).synchronized) return take_over(one);
    check_name(by_.target, *by_.name);
    record wanted{.synchronized = by_idp(), .created = now_, .modified = now_};
    mention(wanted);
    check_email(by_.target, wanted.email);
    change_members(by_.target, wanted);
    return about(by_.target, in_.living[by_.target] = std::move(wanted), true);
}

// "Its attributes become what the IdP sent"; `active` keeps its value where it was not sent.
execution::record execution::whole(const entity& one) const {
    record wanted = in_.living.at(one);
    wanted.extra = wanted.email = "";
    wanted.members.clear();
    mention(wanted);
    return wanted;
}

outcome execution::take_over(const entity& one) {
    record wanted = whole(one);
    change_members(one, wanted);
    if (mistake_ == mistake::take_over_forgets_memberships) forget_memberships_of(one);
    return settle(one, in_.living.at(one), std::move(wanted), adopting::always);
}

outcome execution::replace() {
    record& there = writable(by_.target);
    record wanted = whole(by_.target);
    check_name(by_.target, wanted.name);
    change_members(by_.target, wanted);
    return settle(by_.target, there, std::move(wanted), adopting::always);
}

outcome execution::patch() {
    record& there = writable(by_.target);
    record wanted = there;
    mention(wanted);
    check_name(by_.target, wanted.name);
    // Only an address that the user does not have yet is asked for.
    if (scim::fold(wanted.email) != scim::fold(there.email)) check_email(by_.target, wanted.email);
    change_members(by_.target, wanted);
    return settle(by_.target, there, std::move(wanted), adopting::with_a_change);
}

// "Deleting by hand keeps CloudSSO's preconditions." What a group has that no administrator sees or
// can take out, groups and strangers, is no obstacle; but that it is itself a member of a locked
// group is.
void execution::check_removal_by_hand(const entity& one) const {
    const auto is_living_user = [](const entity& member) {
        return is_user(member) && !member.stranger;
    };
    if (std::ranges::any_of(in_.living.at(one).members, is_living_user))
        refuse(errc::group_has_members);
    for (const record& kept : in_.living | std::views::values) {
        if (!kept.members.contains(one)) continue;
        if (is_user(one)) refuse(errc::user_in_group);
        if (in_.enabled && kept.synchronized) refuse(errc::locked_group);
    }
}

// "A SCIM DELETE has no such precondition: it removes memberships with it."
outcome execution::remove() {
    const entity& one = by_.target;
    const record last = writable(one);
    if (!by_idp()) {
        check_removal_by_hand(one);
        if (last.synchronized) in_.gone[one] = last;
    }
    in_.living.erase(one);
    forget_memberships_of(one);
    return {};
}

outcome execution::set_logon() {
    record& there = living(by_.target);
    record wanted = there;
    mention(wanted);
    return settle(by_.target, there, std::move(wanted), adopting::with_a_change);
}

// Nobody sees a password.
outcome execution::set_password() {
    return about(by_.target, living(by_.target), true);
}

outcome execution::join() {
    record& group = writable(by_.target);
    living(by_.member);
    if (!group.members.insert(by_.member).second) refuse(errc::already_a_member);
    touch(group);
    return about(by_.target, group, true);
}

outcome execution::leave() {
    record& group = writable(by_.target);
    living(by_.member);
    if (group.members.erase(by_.member) == 0) refuse(errc::not_a_member);
    touch(group);
    return about(by_.target, group, true);
}

}  // namespace scimd::tests
