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

member_key key_of_new(std::ptrdiff_t stranger) {
    return {member_kind::stranger, -1 - stranger};
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
            load_all();
            for (auto& [_, is] : touched_) is.after = false;
            return {};
        case what::remove_matching:
            return remove_matching(*step.where);
        case what::add: {
            auto keys = resolve(step.members, true);
            if (!keys) return keys.error();
            if (auto fine = check_cycles(*keys); !fine) return fine.error();
            for (const member_key key : *keys) set(key, true);
            return {};
        }
        case what::remove: {
            auto keys =
                resolve(step.members, false);  // removing who is not there is a success (OKTA-13)
            if (!keys) return keys.error();
            for (const member_key key : *keys) set(key, false);
            return {};
        }
    }
    return {};
}

result<void> member_changes::replace_all(const std::vector<scim::pushed_member>& members) {
    auto keys = resolve(members, true);
    if (!keys) return keys.error();
    if (auto fine = check_cycles(*keys); !fine) return fine.error();
    load_all();
    for (auto& [_, is] : touched_) is.after = false;
    for (const member_key key : *keys) set(key, true);
    return {};
}

member_key member_changes::settle(const policy::permit& by, member_key key) const {
    if (key.key >= 0) return key;
    return now_.tables.meet_stranger(by, now_.where,
                                     new_strangers_[static_cast<std::size_t>(-1 - key.key)]);
}

member_changes::difference member_changes::differences() const {
    difference found;
    for (const auto& [key, is] : touched_) {
        if (is.after && !is.before) found.added.push_back(key);
        if (is.before && !is.after) found.removed.push_back(key);
    }
    return found;
}

result<std::vector<member_key>> member_changes::resolve(
    const std::vector<scim::pushed_member>& members, bool must_exist) {
    const auto setting = now_.where.settings.unknown_members;
    const bool keep = must_exist && setting == model::unknown_members::keep;
    std::vector<member_key> keys;
    std::string unknown;
    std::size_t unknown_count = 0;
    for (const scim::pushed_member& one : members) {
        if (const auto key = now_.tables.find_member(now_.where, one.value)) {
            keys.push_back(*key);
        } else if (const auto met = std::ranges::find(new_strangers_, one.value);
                   met != new_strangers_.end()) {
            keys.push_back(key_of_new(met - new_strangers_.begin()));
        } else if (keep && one.value.size() <= stranger_bytes_max) {
            keys.push_back(key_of_new(std::ssize(new_strangers_)));
            new_strangers_.push_back(one.value);
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
result<void> member_changes::check_cycles(const std::vector<member_key>& keys) {
    for (const member_key key : keys) {
        if (key.kind == member_kind::group && now_.tables.contains_group(key.key, group_.key))
            return refusal(errc::invalid_value, "members: the group would contain itself.");
    }
    return {};
}

void member_changes::set(member_key key, bool after) {
    auto found = touched_.find(key);
    if (found == touched_.end()) {
        const bool before = !all_loaded_ && now_.tables.is_member(group_.key, key);
        found = touched_.emplace(key, presence{before, before}).first;
    }
    found->second.after = after;
}

void member_changes::load_all() {
    if (all_loaded_) return;
    for (const member_key key : now_.tables.member_keys(group_.key))
        touched_.emplace(key, presence{true, true});
    all_loaded_ = true;
}

// A general filter over members has to look at them, on the one thread that writes; `members[value
// eq "x"]` never comes here.
result<void> member_changes::remove_matching(const scim::filter& where) {
    std::size_t& looks = now_.work.member_looks;
    looks += static_cast<std::size_t>(group_.members) * scim::attributes_in(where).size();
    if (looks > member_looks_max)
        return refusal(
            errc::too_large,
            "The filters over members look at too much for one request: split it into several, or "
            "name the members by value.");
    std::vector<member_key> matching;
    const auto look_at = [&](const model::member& one, member_key key) {
        if (scim::matches_element(where, element_of(one))) matching.push_back(key);
    };
    load_all();
    // Who was added by an earlier operation of the same request is a member already.
    for (const auto& [key, is] : touched_)
        if (is.after && !is.before) look_at(describe(key), key);
    now_.tables.each_member(group_.key, look_at);
    for (const member_key key : matching) set(key, false);
    return {};
}

model::member member_changes::describe(member_key key) const {
    if (key.key >= 0) return now_.tables.describe_member(key);
    return {key.kind, new_strangers_[static_cast<std::size_t>(-1 - key.key)], {}, {}};
}

}  // namespace scimd::directory
