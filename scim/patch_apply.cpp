// RFC 7644 §3.5.2.1–3, on a document: all operations, or none.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "scim/fold.hpp"
#include "scim/patch.hpp"
#include "scim/patch_work.hpp"
#include "scim/value.hpp"
#include "scim/value_key.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

// Where in a list the values are that an operation is about.
using positions = std::vector<std::size_t>;

// Where the values of a list are, by identity. Kept from one add to the next: some send a list
// value by value.
using known_lists =
    std::unordered_map<const attribute*, std::unordered_map<std::string, std::size_t>>;

json::object& as_object(json::value& value) {
    return value.is_object() ? value.get_object() : value.emplace_object();
}
json::array& as_array(json::value& value) {
    return value.is_array() ? value.get_array() : value.emplace_array();
}

// What a sub-attribute is compared by; empty when the element does not have it.
std::string key_of(const json::value& element, const attribute& of, std::string_view name) {
    const attribute* sub = of.sub(name);
    if (sub == nullptr || !element.is_object()) return {};
    const json::value* value = element.get_object().if_contains(sub->name);
    if (value == nullptr) return {};
    if (!value->is_string() || sub->case_exact) return json::serialize(*value);
    return json::serialize(json::value(fold(value->get_string())));
}

// RFC 7643 §2.4: a (type, value) combination stands in a list once. Elements without a `value` are
// the same when they are equal.
std::string identity(const json::value& element, const attribute& of) {
    const std::string value = key_of(element, of, "value");
    if (value.empty()) return "=" + json::serialize(element);
    return value + key_of(element, of, "type");
}

bool is_primary(const json::value& element) {
    if (!element.is_object()) return false;
    const json::value* flag = element.get_object().if_contains("primary");
    return flag != nullptr && flag->is_bool() && flag->get_bool();
}

// RFC 7644 §3.5.2: who sets a value's `primary` to true sets that of all others to false.
void hand_over_primary(json::array& list, const positions& changed, const attribute& of) {
    if (of.sub("primary") == nullptr) return;
    if (std::ranges::none_of(changed, [&](std::size_t at) { return is_primary(list[at]); })) return;
    std::vector<bool> is_changed(list.size());
    for (const std::size_t at : changed) is_changed[at] = true;
    for (std::size_t at = 0; at < list.size(); ++at)
        if (!is_changed[at] && is_primary(list[at])) list[at].get_object()["primary"] = false;
}

// Sets a part of a complex value. Values that are added to a list join those that are there (RFC
// 7644 §3.5.2.1), as the list inside a value has no identity but the values themselves.
void set_part(json::object& whole, const attribute& part, const json::value& value,
              patch_kind kind) {
    json::value& held = whole[part.name];
    if (kind != patch_kind::add || !part.multi_valued || !value.is_array()) {
        held = value;
        return;
    }
    json::array& list = as_array(held);
    std::unordered_set<std::string> present;
    for (const json::value& one : list) present.insert(json::serialize(one));
    for (const json::value& one : value.get_array())
        if (present.insert(json::serialize(one)).second) list.push_back(one);
}

void merge(json::value& into, const json::value& from, const attribute& of, patch_kind kind) {
    if (!from.is_object()) {
        into = from;
        return;
    }
    for (const auto& [name, value] : from.get_object())
        if (const attribute* part = of.sub(name)) set_part(as_object(into), *part, value, kind);
}

// An element that is there already keeps what it is known by, in the letters it has, and takes over
// the rest: adding what there is changes nothing (RFC 7644 §3.5.2.1).
void merge_into_known(json::value& known, const json::value& added, const attribute& of) {
    if (!added.is_object()) return;
    for (const auto& [name, value] : added.get_object())
        if (const attribute* part = of.sub(name);
            part != nullptr && name != "value" && name != "type")
            set_part(as_object(known), *part, value, patch_kind::add);
}

void add_values(json::array& list, const json::array& values, const attribute& of,
                known_lists& known) {
    const auto [entry, is_new] = known.try_emplace(&of);
    auto& present = entry->second;
    for (std::size_t at = 0; is_new && at < list.size(); ++at)
        present.emplace(identity(list[at], of), at);
    positions primaries;
    for (const json::value& value : values) {
        const auto [found, fresh] = present.emplace(identity(value, of), list.size());
        if (fresh)
            list.push_back(value);
        else
            merge_into_known(list[found->second], value, of);
        if (is_primary(value)) primaries.push_back(found->second);
    }
    hand_over_primary(list, primaries, of);
    if (!primaries.empty()) known.erase(&of);  // a value without `value` may be another one now
}

// The values that match, in order; all without a filter.
positions chosen_in(const json::array& list, const std::optional<filter>& where) {
    positions chosen;
    for (std::size_t at = 0; at < list.size(); ++at)
        if (!where || matches_element(*where, list[at])) chosen.push_back(at);
    return chosen;
}

void erase_at(json::array& list, const positions& chosen) {
    json::array kept;
    auto next = chosen.begin();
    for (std::size_t at = 0; at < list.size(); ++at) {
        if (next != chosen.end() && *next == at)
            ++next;
        else
            kept.push_back(std::move(list[at]));
    }
    list = std::move(kept);
}

void erase_listed(json::array& list, const std::vector<json::value>& listed, const attribute& of) {
    std::unordered_set<std::string> values;
    std::vector<const json::value*> others;
    for (const json::value& one : listed) {
        if (std::string value = key_of(one, of, "value"); !value.empty())
            values.insert(std::move(value));
        else
            others.push_back(&one);
    }
    const auto has_all = [](const json::value& element, const json::value& given) {
        if (!element.is_object() || !given.is_object()) return element == given;
        return std::ranges::all_of(given.get_object(), [&](const auto& member) {
            const json::value* held = element.get_object().if_contains(member.key());
            return held != nullptr && *held == member.value();
        });
    };
    positions gone;
    for (std::size_t at = 0; at < list.size(); ++at) {
        const bool is_listed = values.contains(key_of(list[at], of, "value")) ||
                               std::ranges::any_of(others, [&](const json::value* one) {
                                   return has_all(list[at], *one);
                               });
        if (is_listed) gone.push_back(at);
    }
    erase_at(list, gone);
}

// The element that a filter describes: its `eq` terms that `and` joins (ENTRA-13). What they say is
// a value that a client sends, like any other.
result<void> seed(json::object& element, const filter& from, tolerance& allowed) {
    if (const auto* all = std::get_if<conjunction>(&from.node))
        for (const filter& term : all->terms)
            if (auto done = seed(element, term, allowed); !done) return done;
    const auto* term = std::get_if<comparison>(&from.node);
    if (term == nullptr || term->op != comparison_operator::eq) return {};
    const attribute& leaf = term->path.leaf();
    if (leaf.mutability == mutability::read_only) return {};
    auto read = read_value(term->written, leaf, allowed);
    if (!read) return read.error();
    if (!read->is_null()) element[leaf.name] = std::move(*read);
    return {};
}

result<void> make_described(json::array& list, const patch_operation& from, tolerance& allowed) {
    json::value element(json::object_kind);
    if (from.path.attribute->type == data_type::complex)
        if (auto seeded = seed(element.get_object(), *from.where, allowed); !seeded) return seeded;
    const bool described = !element.get_object().empty() && matches_element(*from.where, element);
    if (!described || !allowed.allows(rule::create_on_unmatched_path))
        return refusal(errc::no_target,
                       "No value of \"" + from.path.attribute->name + "\" matches the path.");
    list.push_back(std::move(element));
    return {};
}

// Changes the chosen values of a list, or something inside them.
result<void> change_elements(json::array& list, const patch_operation& change, tolerance& allowed) {
    positions chosen = chosen_in(list, change.where);
    const bool made = chosen.empty();
    if (made) {
        if (change.where) {
            if (auto done = make_described(list, change, allowed); !done) return done;
        } else {
            list.emplace_back(json::object_kind);  // RFC 7644 §3.5.2.3: what is not there is added
        }
        chosen.push_back(list.size() - 1);
    }
    for (const std::size_t at : chosen) {
        if (change.path.sub != nullptr)
            set_part(as_object(list[at]), *change.path.sub, change.value, change.kind);
        else if (change.kind == patch_kind::replace && !made)
            list[at] = change.value;
        else
            merge(list[at], change.value, *change.path.attribute, change.kind);
    }
    hand_over_primary(list, chosen, *change.path.attribute);
    return {};
}

// Removes a sub-attribute, or of the list it is the values that are listed.
void remove_part(json::value& whole, const patch_operation& removal) {
    if (!whole.is_object()) return;
    const attribute& part = *removal.path.sub;
    json::value* held = whole.get_object().if_contains(part.name);
    if (held == nullptr) return;
    if (held->is_array() && !removal.listed.empty()) {
        erase_listed(held->get_array(), removal.listed, part);
        if (!held->get_array().empty()) return;
    }
    whole.get_object().erase(part.name);
}

// A value that has no part left is none: a later operation must not find it.
void erase_empty(json::array& list) {
    positions empty;
    for (std::size_t at = 0; at < list.size(); ++at)
        if (list[at].is_object() && list[at].get_object().empty()) empty.push_back(at);
    erase_at(list, empty);
}

void remove_from(json::object& home, const patch_operation& removal) {
    const attribute_path& path = removal.path;
    json::value* held = home.if_contains(path.attribute->name);
    if (held == nullptr) return;
    if (held->is_array() && path.sub != nullptr) {
        for (const std::size_t at : chosen_in(held->get_array(), removal.where))
            remove_part(held->get_array()[at], removal);
        erase_empty(held->get_array());
    } else if (held->is_array() && removal.where) {
        erase_at(held->get_array(), chosen_in(held->get_array(), removal.where));
    } else if (held->is_array() && !removal.listed.empty()) {
        erase_listed(held->get_array(), removal.listed, *path.attribute);
    } else if (path.sub != nullptr) {
        remove_part(*held, removal);
    } else {
        home.stable_erase(path.attribute->name);
    }
}

bool adds_to_list(const patch_operation& one) {
    return one.kind == patch_kind::add && one.path.attribute != nullptr &&
           one.path.attribute->multi_valued && one.path.sub == nullptr && !one.where;
}

result<void> change_in(json::object& home, const patch_operation& change, known_lists& known,
                       tolerance& allowed) {
    const attribute_path& path = change.path;
    json::value& held = home[path.attribute->name];
    if (path.attribute->multi_valued && (change.where || path.sub != nullptr))
        return change_elements(as_array(held), change, allowed);
    if (path.sub != nullptr)
        set_part(as_object(held), *path.sub, change.value, change.kind);
    else if (adds_to_list(change))
        add_values(as_array(held), change.value.as_array(), *path.attribute, known);
    else
        held = change.value;
    return {};
}

// What an operation makes of a value that holds a part.
json::value part_after(json::value whole, const patch_operation& operation) {
    const attribute& part = *operation.path.sub;
    if (operation.value.is_null())
        remove_part(whole, operation);
    else
        set_part(as_object(whole), part, operation.value, operation.kind);
    const json::value* after = whole.get_object().if_contains(part.name);
    return after == nullptr ? json::value() : *after;
}

// The values of a list come and go whole (RFC 7643 §2.2): inside one, what is immutable and has a
// value stays. keep_values, which sees the outcome, would take the changed value for a new one.
result<void> check_immutable_part(const json::object& home, const patch_operation& change) {
    const attribute* part = change.path.sub;
    if (part == nullptr || part->mutability != mutability::immutable) return {};
    const json::value* held = home.if_contains(change.path.attribute->name);
    if (held == nullptr || !held->is_array()) return {};
    for (const std::size_t at : chosen_in(held->get_array(), change.where)) {
        const json::object* element = held->get_array()[at].if_object();
        const json::value* value = element == nullptr ? nullptr : element->if_contains(part->name);
        if (value == nullptr ||
            value_key(*value, *part) == value_key(part_after(*element, change), *part))
            continue;
        return refusal(errc::mutability,
                       "\"" + change.path.attribute->name + "." + part->name +
                           "\" is immutable: it has a value, which cannot change or go.");
    }
    return {};
}

json::value value_in(const json::object& home, const attribute& of) {
    const json::value* held = home.if_contains(of.name);
    return held == nullptr ? json::value() : *held;
}

// How many values of an attribute have a part.
std::ptrdiff_t holders_of(const json::value& whole, const attribute& part) {
    const auto has_part = [&](const json::value& one) {
        return one.is_object() && one.get_object().contains(part.name);
    };
    if (whole.is_array()) return std::ranges::count_if(whole.get_array(), has_part);
    return has_part(whole) ? 1 : 0;
}

// RFC 7644 §3.5.2.2: what is required cannot become unassigned. A sub-attribute is required of the
// values there are, not of those that go as a whole or never were.
result<void> remove_unless_required(json::object& home, const patch_operation& removal) {
    const attribute& leaf = removal.path.leaf();
    if (!leaf.required) {
        remove_from(home, removal);
        return {};
    }
    const attribute& whole = *removal.path.attribute;
    const std::ptrdiff_t before = holders_of(value_in(home, whole), leaf);
    remove_from(home, removal);
    const bool stays = removal.path.sub == nullptr
                           ? is_present(value_in(home, whole))
                           : holders_of(value_in(home, whole), leaf) == before;
    if (stays) return {};
    return refusal(removal.kind == patch_kind::remove ? errc::mutability : errc::invalid_value,
                   "\"" + leaf.name + "\" is required.");
}

result<void> apply_operation(json::object& resource, const patch_operation& operation,
                             known_lists& known, tolerance& allowed) {
    const attribute_path& path = operation.path;
    if (!adds_to_list(operation) || operation.value.is_null()) known.erase(path.attribute);
    if (path.attribute == nullptr) {
        known.clear();
        resource.stable_erase(path.extension->urn);
        return {};
    }
    json::object& home =
        path.extension == nullptr ? resource : as_object(resource[path.extension->urn]);
    if (auto may = check_immutable_part(home, operation); !may) return may;
    if (operation.kind != patch_kind::remove && !operation.value.is_null())
        return change_in(home, operation, known, allowed);
    return remove_unless_required(home, operation);
}

}  // namespace

result<void> apply_patch(document& changed, const patch& operations, const resource_type& type,
                         tolerance& allowed) {
    std::size_t work = 0;
    return apply_patch(changed, operations, type, allowed, work);
}

result<void> apply_patch(document& changed, const patch& operations, const resource_type& type,
                         tolerance& allowed, std::size_t& work) {
    auto after = patched(changed, operations, type, allowed, work);
    if (!after) return after.error();
    changed = std::move(*after);
    return {};
}

result<document> patched(document before, const patch& operations, const resource_type& type,
                         tolerance& allowed, std::size_t& work) {
    known_lists known;
    for (const patch_operation& one : operations.operations) {
        work += work_of(before.attributes, one);
        if (work > patch_work_max)
            return refusal(errc::too_large,
                           "The request compares too many values; split it into several.");
        if (auto applied = apply_operation(before.attributes, one, known, allowed); !applied)
            return applied.error();
    }
    if (auto good = make_canonical(before, type, allowed); !good) return good.error();
    return before;
}

}  // namespace scimd::scim
