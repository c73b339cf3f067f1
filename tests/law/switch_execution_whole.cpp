// What is about more than one entity: the switch itself, settings, many steps in one.
#include <algorithm>
#include <ranges>
#include <tuple>
#include <utility>

#include "scim/fold.hpp"
#include "tests/law/switch_execution.hpp"

namespace scimd::tests {
namespace {

using model::errc;

// What a part says of an entity that an earlier part was to make: where a take-over happened
// instead, the one that was taken over is meant.
struct bulk_names {
    std::map<entity, std::optional<entity>> made;  // nothing: it was refused

    // False when it refers to what was not made.
    bool follow(entity& one) const {
        const auto found = made.find(one);
        if (found == made.end()) return true;
        if (found->second) one = *found->second;
        return found->second.has_value();
    }
    bool follow(step& part) const {
        bool all = part.what == verb::create || follow(part.target);
        for (member_change& change : part.members)
            for (entity& one : change.members) all = follow(one) && all;
        return all;
    }
};

}  // namespace

void execution::refuse_idp() const {
    if (by_idp()) refuse(errc::not_permitted);
}

outcome execution::bulk() {
    may_write();
    outcome all;
    bulk_names names;
    const auto run_part = [&](step part) {
        if (!names.follow(part)) return outcome{.refused = errc::unresolved_reference};
        const place before = in_;
        try {
            return execution(in_, part, now_, mistake_).run();
        } catch (const refusal_of_step& refused) {
            in_ = before;
            return refused.with;
        }
    };
    std::int64_t failures = 0;
    for (const step& part : by_.parts) {
        if (by_.stops_after && failures >= *by_.stops_after) {
            all.parts.emplace_back();
            continue;
        }
        outcome one = run_part(part);
        if (part.what == verb::create) names.made[part.target] = one.left;
        if (one.refused) ++failures;
        one.changed = true;  // a bulk does not tell
        all.parts.emplace_back(std::move(one));
    }
    return all;
}

outcome execution::disable() {
    refuse_idp();
    if (!in_.enabled) return {.changed = false};
    in_.enabled = false;
    for (const auto& [one, kept] : in_.living)
        if (kept.synchronized) in_.upstream[one] = kept;
    return {};
}

// "If a manual entity meanwhile took a name that a rollback needs": both of them.
std::vector<entity> execution::conflicts() const {
    std::set<entity> named;
    for (const auto& [one, said] : in_.upstream)
        for (const auto& [other, kept] : in_.living) {
            if (one.kind != other.kind || kept.synchronized) continue;
            if (!is_user(one) && in_.free_names) continue;
            if (scim::fold(said.name) == scim::fold(kept.name)) named.insert({one, other});
        }
    return {named.begin(), named.end()};
}

// "Every drifted entity gets its upstream back", "every locally deleted synchronized entity
// reappears", "members whose user is gone for good are left out".
void execution::put_back(const entity& one, const record& said) {
    const auto attributes = [](auto& kept) {
        return std::tie(kept.name, kept.extra, kept.email, kept.description);
    };
    const auto there = in_.living.find(one);
    const bool reappears = there == in_.living.end();
    if (reappears && !is_user(one) && mistake_ == mistake::rollback_loses_deleted_groups) return;
    record wanted = reappears ? in_.gone.at(one) : there->second;
    if (reappears) wanted.members.clear();
    record last = said;
    std::erase_if(last.members, [&](const entity& member) {
        return !member.stranger && !in_.living.contains(member) && !in_.upstream.contains(member);
    });
    const bool differs = reappears || attributes(wanted) != attributes(last);
    if (differs && (reappears || mistake_ != mistake::rollback_keeps_edits)) {
        attributes(wanted) = attributes(last);
        touch(wanted);
    }
    // The house counts twice where both have changed; the document only asks for a new version.
    if (wanted.members != last.members) {
        wanted.members = last.members;
        touch(wanted);
    }
    in_.living[one] = std::move(wanted);
}

outcome execution::enable() {
    refuse_idp();
    if (in_.enabled) return {.changed = false};
    if (auto named = conflicts(); !named.empty())
        throw refusal_of_step{{.refused = errc::rollback_conflict, .conflicts = std::move(named)}};
    for (const auto& [one, said] : in_.upstream) put_back(one, said);
    in_.upstream.clear();
    in_.gone.clear();
    in_.enabled = true;
    return {};
}

// Names can become unique when no two groups have the same, what a rollback would bring back
// included.
outcome execution::set_group_names(bool free) {
    refuse_idp();
    if (in_.free_names == free) return {.changed = false};
    std::set<std::string> met;
    const auto meet = [&](const std::string& key) {
        if (!free && !met.insert(key).second) refuse(errc::group_name_taken);
    };
    for (const auto& [one, kept] : in_.living)
        if (!is_user(one)) meet(scim::fold(kept.name));
    for (const auto& [one, said] : in_.upstream) {
        const auto there = in_.living.find(one);
        const bool differs =
            there == in_.living.end() || scim::fold(there->second.name) != scim::fold(said.name);
        if (!is_user(one) && differs) meet(scim::fold(said.name));
    }
    in_.free_names = free;
    return {};
}

outcome execution::run() {
    switch (by_.what) {
        case verb::create:
            return create();
        case verb::replace:
            return replace();
        case verb::patch:
            return patch();
        case verb::remove:
            return remove();
        case verb::set_logon:
            return set_logon();
        case verb::set_password:
            return set_password();
        case verb::join:
            return join();
        case verb::leave:
            return leave();
        case verb::bulk:
            return bulk();
        case verb::enable:
            return enable();
        case verb::disable:
            return disable();
        case verb::free_names:
            return set_group_names(true);
        case verb::unique_names:
            return set_group_names(false);
    }
    return {};
}

}  // namespace scimd::tests
