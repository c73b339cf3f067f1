// What holds for the values of an attribute beside one another.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string>
#include <unordered_set>

#include "scim/document.hpp"
#include "scim/value.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

// Equal texts are of equal values, which are told apart sooner where there are few.
bool is_short_and_without_equals(const json::array& list) {
    constexpr std::size_t short_list = 8;
    if (list.size() > short_list) return false;
    for (std::size_t at = 1; at < list.size(); ++at)
        if (std::find(list.begin(), list.begin() + at, list[at]) != list.begin() + at) return false;
    return true;
}

// RFC 7643 §2.4: the same value does not stand in a list twice. The first one stays.
void drop_repeated(json::array& list) {
    if (is_short_and_without_equals(list)) return;
    std::unordered_set<std::string> seen;
    json::array kept;
    for (json::value& one : list)
        if (seen.insert(json::serialize(one)).second) kept.push_back(std::move(one));
    list = std::move(kept);
}

// Whether it changed anything.
result<bool> settle_primaries(json::array& list, const attribute& of, tolerance& allowed) {
    const attribute* primary = of.sub("primary");
    if (primary == nullptr) return false;
    bool seen = false;
    bool changed = false;
    for (json::value& element : list) {
        json::value* flag = element.get_object().if_contains(primary->name);
        if (flag == nullptr || *flag != json::value(true)) continue;
        if (seen && !allowed.allows(rule::several_primaries))
            return refusal(errc::invalid_value,
                           "\"" + of.name + "\" has more than one primary value.");
        if (seen) *flag = false;
        changed = changed || seen;
        seen = true;
    }
    return changed;
}

result<void> count_values(const json::value& held, const attribute& of) {
    if (!held.is_array() || held.get_array().size() <= values_max) return {};
    return refusal(errc::too_large,
                   "\"" + of.name + "\" has more than " + std::to_string(values_max) + " values.");
}

// The lists inside of one value.
result<void> count_values_inside(const json::value& one, const attribute& of) {
    if (!one.is_object()) return {};
    for (const attribute& sub : of.sub_attributes) {
        if (!sub.multi_valued) continue;
        const json::value* held = one.get_object().if_contains(sub.name);
        if (held == nullptr) continue;
        if (auto few = count_values(*held, sub); !few) return few;
    }
    return {};
}

}  // namespace

result<void> settle_values(json::value& held, const attribute& of, tolerance& allowed) {
    if (of.in_rows) return {};
    if (!held.is_array()) return count_values_inside(held, of);
    if (auto few = count_values(held, of); !few) return few;
    json::array& list = held.get_array();
    for (const json::value& one : list)
        if (auto few = count_values_inside(one, of); !few) return few;
    drop_repeated(list);
    const auto changed = settle_primaries(list, of, allowed);
    if (!changed) return changed.error();
    if (*changed) drop_repeated(list);  // two may have differed in being primary
    return {};
}

}  // namespace scimd::scim
