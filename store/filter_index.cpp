#include "store/filter_index.hpp"

#include <algorithm>
#include <string_view>

#include "store/columns.hpp"
#include "store/unique_values.hpp"

namespace scimd::store {
namespace {

using scim::attribute_path;
using scim::comparison;
using scim::comparison_operator;
using scim::filter;

// Whoever the id names: a user, a group, or a stranger. The order of the join is ours: from the one
// member to its groups, never through the members.
constexpr std::string_view groups_of_whom =
    "SELECT m.group_key FROM (SELECT 0 AS kind, key FROM users WHERE id = $? AND directory = $1 "
    "UNION ALL SELECT 1, key FROM groups WHERE id = $? AND directory = $1 "
    "UNION ALL SELECT 2, key FROM strangers WHERE directory = $1 AND id = $?) who "
    "CROSS JOIN members m ON m.kind = who.kind AND m.member_key = who.key";

bool is_user(const scim::resource_type& type) {
    return type.name == "User";
}

const column* column_of(const attribute_path& path, const scim::resource_type& type) {
    return is_user(type) ? user_column(path) : group_column(path);
}

bool is_value_of(const attribute_path& path, std::string_view list) {
    return path.extension == nullptr && path.attribute->name == list &&
           (path.sub == nullptr || path.sub->name == "value");
}

std::string unique_name_of(const attribute_path& path, const scim::resource_type& type) {
    // userName and id are unique too, and have columns.
    if (path.leaf().uniqueness == scim::uniqueness::none || column_of(path, type) != nullptr)
        return {};
    const auto all = unique_attributes(type);
    const auto found = std::ranges::find(all, path, &unique_attribute::path);
    return found == all.end() ? std::string() : found->name;
}

std::string with_parameter(std::string_view text, const std::string& parameter) {
    std::string made;
    for (std::size_t at = 0; at < text.size(); ++at)
        if (text.substr(at, 2) == "$?") {
            made += parameter;
            ++at;
        } else {
            made += text[at];
        }
    return made;
}

// The keys of a path's index, or nothing where it has none.
std::string keys_query(const attribute_path& path, const std::string& key,
                       const scim::resource_type& type, fragment& into) {
    if (is_user(type) && is_value_of(path, "emails"))
        return "SELECT user_key FROM user_emails WHERE directory = $1 AND value_key = " +
               into.bind(key);
    if (!is_user(type) && is_value_of(path, "members"))
        return with_parameter(groups_of_whom, into.bind(key));
    const std::string unique = unique_name_of(path, type);
    if (unique.empty()) return {};
    return "SELECT entity_key FROM unique_values WHERE directory = $1 AND attribute = " +
           into.bind(unique) + " AND value_key = " + into.bind(key) +
           " AND kind = " + (is_user(type) ? "0" : "1");
}

std::string keys_at(const attribute_path& path, const std::string& key,
                    const scim::resource_type& type, fragment& into) {
    const std::string keys = keys_query(path, key, type, into);
    if (keys.empty()) return {};
    return std::string(is_user(type) ? "users" : "groups") + ".key IN (" + keys + ")";
}

// The text of `value eq "x"` as a term that must hold for a whole value filter to hold; nullptr
// when there is none.
const std::string* value_asked_for(const filter& inner) {
    if (const auto* one = std::get_if<comparison>(&inner.node)) {
        const bool is_asked = one->op == comparison_operator::eq &&
                              one->path.attribute != nullptr &&
                              one->path.attribute->name == "value";
        return is_asked ? std::get_if<std::string>(&one->value) : nullptr;
    }
    if (const auto* all = std::get_if<scim::conjunction>(&inner.node))
        for (const filter& term : all->terms)
            if (const std::string* found = value_asked_for(term)) return found;
    return nullptr;
}

bool is_location(const attribute_path& path) {
    return path.extension == nullptr && path.sub != nullptr && path.attribute->name == "meta" &&
           path.sub->name == "location";
}

bool is_indexed_equality(const comparison& term, const scim::resource_type& type) {
    if (term.op != comparison_operator::eq || !std::holds_alternative<std::string>(term.value))
        return false;
    const column* own = column_of(term.path, type);
    if (own != nullptr) return own->indexed;
    fragment unused;
    return is_location(term.path) || !keys_by_index(term, type, unused).empty();
}

}  // namespace

std::string keys_by_index(const comparison& term, const scim::resource_type& type, fragment& into) {
    const auto* text = std::get_if<std::string>(&term.value);
    if (term.op != comparison_operator::eq || text == nullptr) return {};
    return keys_at(term.path, *text, type, into);
}

std::string keys_by_index(const scim::value_path& term, const scim::resource_type& type,
                          fragment& into) {
    const std::string* text = value_asked_for(*term.inner);
    if (text == nullptr) return {};
    const attribute_path& list = term.path;
    return keys_at({list.extension, list.attribute, list.attribute->sub("value")}, *text, type,
                   into);
}

// All that match are among those whom one term leads to, or each of several.
bool finds_few(const filter& node, const scim::resource_type& type) {
    const auto led = [&type](const filter& term) { return finds_few(term, type); };
    if (const auto* known = std::get_if<scim::constant>(&node.node)) return !known->value;
    if (const auto* all = std::get_if<scim::conjunction>(&node.node))
        return std::ranges::any_of(all->terms, led);
    if (const auto* any = std::get_if<scim::disjunction>(&node.node))
        return std::ranges::all_of(any->terms, led);
    if (const auto* inside = std::get_if<scim::value_path>(&node.node)) {
        fragment unused;
        return !keys_by_index(*inside, type, unused).empty();
    }
    const auto* term = std::get_if<comparison>(&node.node);
    return term != nullptr && is_indexed_equality(*term, type);
}

}  // namespace scimd::store
