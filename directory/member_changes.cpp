#include "directory/member_changes.hpp"

#include <algorithm>
#include <iterator>

namespace scimd::directory {
namespace {

using model::errc;
using model::member_key;
using model::member_kind;
using model::refusal;
using model::result;

constexpr std::size_t named_in_a_refusal = 10;

// A member as a filter sees it; who is a stranger has nothing but an id.
boost::json::value element_of(const model::member& one) {
    boost::json::object element = {{"value", one.id}};
    if (one.kind == member_kind::stranger) return element;
    element["display"] = one.display;
    element["type"] = one.kind == member_kind::user ? "User" : "Group";
    return element;
}

}  // namespace

result<void> member_changes::take(const std::vector<scim::member_step>& steps) {
    for (const scim::member_step& step : steps)
        if (auto taken = take(step); !taken) return taken.error();
    return {};
}

result<void> member_changes::take(const scim::member_step& step) {
    using what = enum scim::member_step::what;
    switch (step.what) {
        case what::replace:
            return replace_all(step.members);
        case what::remove_all:
            return remove_all();
        case what::remove_matching:
            return remove_matching(*step.where);
        case what::add: {
            auto keys = resolve(step.members, true);
            if (!keys) return keys.error();
            if (auto fine = check_cycles(*keys); !fine) return fine.error();
            for (const member& one : *keys) set(one, true);
            return {};
        }
        case what::remove: {
            auto keys =
                resolve(step.members, false);  // removing who is not there is a success (OKTA-13)
            if (!keys) return keys.error();
            for (const member& one : *keys) set(one, false);
            return {};
        }
    }
    return {};
}

result<void> member_changes::replace_all(const std::vector<scim::pushed_member>& members) {
    auto keys = resolve(members, true);
    if (!keys) return keys.error();
    if (auto fine = check_cycles(*keys); !fine) return fine.error();
    if (auto gone = remove_all(); !gone) return gone;
    for (const member& one : *keys) set(one, true);
    return {};
}

result<void> member_changes::remove_all() {
    const bool seen = all_loaded_;
    if (auto loaded = load_all(); !loaded) return loaded;
    if (seen)
        if (auto may = look_at(touched_.size()); !may) return may;
    for (auto& [_, is] : touched_) is.after = false;
    return {};
}

member_key member_changes::meet(const std::string& id) {
    new_strangers_.push_back(id);
    const std::int64_t key = -std::ssize(new_strangers_);
    stranger_keys_.emplace(id, key);
    return {member_kind::stranger, key};
}

member_key member_changes::settle(const policy::permit& by, member_key key) const {
    if (key.key >= 0) return key;
    return now_.tables.meet_stranger(by, now_.where,
                                     new_strangers_[static_cast<std::size_t>(-1 - key.key)]);
}

member_changes::difference member_changes::differences() const {
    difference found;
    for (const auto& [key, is] : touched_) {
        if (is.after && !is.before) found.added.push_back({key, is.id});
        if (is.before && !is.after) found.removed.push_back({key, is.id});
    }
    return found;
}

result<std::vector<member_changes::member>> member_changes::resolve(
    const std::vector<scim::pushed_member>& members, bool must_exist) {
    const auto setting = now_.where.settings.unknown_members;
    const bool keep = must_exist && setting == model::unknown_members::keep;
    std::vector<member> keys;
    std::string unknown;
    std::size_t unknown_count = 0;
    for (const scim::pushed_member& one : members) {
        if (const auto key = now_.tables.find_member(now_.where, one.value)) {
            keys.push_back({*key, one.value});
        } else if (const auto met = stranger_keys_.find(one.value); met != stranger_keys_.end()) {
            keys.push_back({{member_kind::stranger, met->second}, one.value});
        } else if (keep && one.value.size() <= stranger_bytes_max) {
            keys.push_back({meet(one.value), one.value});
        } else if (++unknown_count <= named_in_a_refusal) {
            unknown += (unknown.empty() ? "" : ", ") + one.value;
        }
    }
    if (!must_exist || unknown_count == 0 || setting == model::unknown_members::ignore) return keys;
    if (keep)
        return refusal(errc::invalid_value, "members: an id has at most " +
                                                std::to_string(stranger_bytes_max) + " bytes.");
    if (unknown_count > named_in_a_refusal)
        unknown += " and " + std::to_string(unknown_count - named_in_a_refusal) + " more";
    return refusal(errc::invalid_value, "members: there is no user or group with the id " +
                                            unknown + ". Nothing was changed; create them first.");
}

// A group may contain groups, but not itself by any way round (it would have no members one could
// list).
result<void> member_changes::check_cycles(const std::vector<member>& keys) {
    const auto is_group = [](const member& one) { return one.key.kind == member_kind::group; };
    if (std::ranges::none_of(keys, is_group)) return {};
    const auto around = now_.tables.groups_around(group_.key);
    const bool circle = std::ranges::any_of(
        keys, [&](const member& one) { return is_group(one) && around.contains(one.key.key); });
    if (!circle) return {};
    return refusal(errc::invalid_value, "members: the group would contain itself.");
}

void member_changes::set(const member& one, bool after) {
    auto found = touched_.find(one.key);
    if (found == touched_.end()) {
        const bool before = !all_loaded_ && now_.tables.is_member(group_.key, one.key);
        found = touched_.emplace(one.key, presence{before, before}).first;
    }
    found->second.after = after;
    if (!one.id.empty()) found->second.id = one.id;
}

// A group of any size may be looked at once; who wants more of one request than that is held to
// member_looks_max.
result<void> member_changes::look_at(std::size_t members) {
    std::size_t& looks = now_.work.member_looks;
    const bool first = looks == 0;
    looks += members;
    if (first || looks <= member_looks_max) return {};
    return refusal(errc::too_large,
                   "The request looks at too many members: split it into several, or name the "
                   "members by value.");
}

result<void> member_changes::load_all() {
    if (all_loaded_) return {};
    if (auto may = look_at(static_cast<std::size_t>(group_.members)); !may) return may;
    for (const member_key key : now_.tables.member_keys(group_.key))
        touched_.emplace(key, presence{true, true});
    all_loaded_ = true;
    return {};
}

// A general filter over members has to look at them, on the one thread that writes; `members[value
// eq "x"]` never comes here.
result<void> member_changes::remove_matching(const scim::filter& where) {
    if (auto loaded = load_all(); !loaded) return loaded;
    const std::size_t terms = scim::attributes_in(where).size();
    if (auto may = look_at(touched_.size() * terms); !may) return may;
    std::vector<member_key> matching;
    const auto take = [&](const model::member& one, member_key key) {
        if (scim::matches_element(where, element_of(one))) matching.push_back(key);
    };
    // Who was added by an earlier operation of the same request is a member already.
    for (const auto& [key, is] : touched_)
        if (is.after && !is.before) take(describe(key), key);
    now_.tables.each_member(group_.key, take);
    for (const member_key key : matching) set({key, {}}, false);
    return {};
}

model::member member_changes::describe(member_key key) const {
    if (key.key >= 0) return now_.tables.describe_member(key);
    return {key.kind, new_strangers_[static_cast<std::size_t>(-1 - key.key)], {}, {}};
}

}  // namespace scimd::directory
