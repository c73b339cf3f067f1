#include "scim/sort.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

#include "model/instant.hpp"
#include "scim/filter.hpp"
#include "scim/fold.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

// A reason against sorting by it; empty when there is none.
std::string_view objection_to(const attribute_path& path) {
    if (path.attribute == nullptr) return "is a schema, not an attribute";
    for (const attribute* one : {path.attribute, &path.leaf()})
        if (one->returned == returned::never || one->mutability == mutability::write_only)
            return "cannot be sorted by";
    const bool core = path.extension == nullptr;
    if (core && (path.attribute->name == "members" || path.attribute->name == "groups"))
        return "is a list that grows without bound and gives no order";
    if (core && path.attribute->name == "meta" && path.leaf().name == "location")
        return "depends on the address the server is called by; sort by id instead";
    if (path.leaf().type == data_type::complex)
        return "is complex: sort by one of its sub-attributes";
    return {};
}

// The element a list is sorted by (RFC 7643 §2.4 says what is primary).
const json::value* chosen_element(const json::array& list, const attribute& of) {
    const attribute* declared = of.sub("primary");
    const bool has_flag = declared != nullptr && is_primary_flag(*declared);
    const auto is_primary = [has_flag](const json::value& element) {
        if (!has_flag) return false;
        const auto* flag =
            element.is_object() ? element.get_object().if_contains("primary") : nullptr;
        return flag != nullptr && flag->is_bool() && flag->get_bool();
    };
    const auto primary = std::ranges::find_if(list, is_primary);
    if (primary != list.end()) return primary;
    return list.empty() ? nullptr : list.begin();
}

const json::value* member_of(const json::value* from, const std::string& name) {
    if (from == nullptr || !from->is_object()) return nullptr;
    return from->get_object().if_contains(name);
}

// A list where the schema says so, and one value where it says that: what was stored under another
// schema may have another form, and has no value then.
const json::value* one_of(const json::value* held, const attribute& of) {
    if (held == nullptr || held->is_array() != of.multi_valued) return nullptr;
    return of.multi_valued ? chosen_element(held->get_array(), of) : held;
}

const json::value* value_at(const json::object& resource, const attribute_path& path) {
    const json::value* found =
        path.extension == nullptr
            ? resource.if_contains(path.attribute->name)
            : member_of(resource.if_contains(path.extension->urn), path.attribute->name);
    found = one_of(found, *path.attribute);
    return path.sub == nullptr ? found : one_of(member_of(found, path.sub->name), *path.sub);
}

sort_value moment_of(std::string_view text) {
    const auto moment = model::instant_from_date_time(text);
    return moment ? sort_value(moment->milliseconds) : sort_value();
}

}  // namespace

result<std::optional<attribute_path>> parse_sort_by(std::string_view text,
                                                    const resource_type& type, tolerance& allowed) {
    auto path = resolve_path(text, type, allowed);
    if (!path) return std::optional<attribute_path>();
    if (path->attribute != nullptr && path->leaf().type == data_type::complex)
        if (const attribute* value = path->leaf().sub("value")) path->sub = value;
    if (const std::string_view why = objection_to(*path); !why.empty())
        return refusal(errc::invalid_sort,
                       "\"" + std::string(text) + "\" " + std::string(why) + ".");
    return std::optional(*path);
}

result<sort_order> parse_sort_order(std::string_view text) {
    if (text.empty() || equal_names(text, "ascending")) return sort_order::ascending;
    if (equal_names(text, "descending")) return sort_order::descending;
    return refusal(errc::invalid_value, "sortOrder is \"ascending\" or \"descending\", not \"" +
                                            std::string(text) + "\".");
}

sort_value sort_value_of(const json::object& resource, const attribute_path& by) {
    const json::value* found = value_at(resource, by);
    if (found == nullptr) return {};
    const attribute& leaf = by.leaf();
    switch (leaf.type) {
        case data_type::boolean:
            if (found->is_bool()) return std::int64_t{found->get_bool() ? 1 : 0};
            break;
        case data_type::integer:
            if (found->is_int64()) return found->get_int64();
            break;
        case data_type::decimal:
            if (found->is_number()) return found->to_number<double>();
            break;
        case data_type::date_time:
            if (found->is_string()) return moment_of(found->get_string());
            break;
        case data_type::string:
        case data_type::reference:
        case data_type::binary:
            if (found->is_string()) return sort_text(found->get_string(), leaf);
            break;
        case data_type::complex:
            break;
    }
    return {};
}

std::string sort_text(std::string_view text, const attribute& of) {
    // U+0000 ends a text for SQLite, so it does here.
    text = text.substr(0, text.find('\0'));
    std::string key = of.case_exact ? std::string(text) : fold(text);
    std::size_t characters = 0;
    const auto begins_character = [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    };
    const auto end = std::ranges::find_if(
        key, [&](char c) { return begins_character(c) && ++characters > sort_characters_max; });
    key.erase(end, key.end());
    return key;
}

std::weak_ordering compare(const sort_value& left, const sort_value& right, sort_order order) {
    const bool ascending = order == sort_order::ascending;
    const bool left_has = left.index() != 0;
    const bool right_has = right.index() != 0;
    if (!left_has || !right_has) return ascending ? right_has <=> left_has : left_has <=> right_has;
    // Values of one list are of one kind: doubles here are never not-a-number, which JSON lacks.
    const bool before = left < right;
    const bool after = right < left;
    if (before == after) return std::weak_ordering::equivalent;
    return before == ascending ? std::weak_ordering::less : std::weak_ordering::greater;
}

}  // namespace scimd::scim
