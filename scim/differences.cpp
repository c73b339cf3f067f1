#include "scim/differences.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

#include "scim/secrets.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;

json::object parts_shown(const json::object& value, const attribute& of) {
    json::object shown;
    for (const auto& part : value) {
        const attribute* sub = of.sub(part.key());
        if (sub != nullptr && sub->returned != returned::never)
            shown.emplace(part.key(), part.value());
    }
    return shown;
}

std::optional<json::value> all_parts_shown(const json::value& value, const attribute& of) {
    if (value.is_object()) {
        json::object shown = parts_shown(value.get_object(), of);
        return shown.empty() ? std::nullopt : std::optional<json::value>(std::move(shown));
    }
    json::array shown;
    for (const json::value& element : value.get_array()) {
        json::object parts = parts_shown(element.get_object(), of);
        if (!parts.empty()) shown.emplace_back(std::move(parts));
    }
    return shown.empty() ? std::nullopt : std::optional<json::value>(std::move(shown));
}

// What anybody may see of a stored value.
std::optional<json::value> shown(const json::value& value, const attribute* of) {
    if (is_secret(value, of)) return std::nullopt;
    const bool has_secrets = std::ranges::any_of(
        of->sub_attributes, [](const attribute& sub) { return sub.returned == returned::never; });
    return has_secrets ? all_parts_shown(value, *of) : std::optional(value);
}

std::optional<json::value> shown(const json::value* value, const attribute* of) {
    return value == nullptr ? std::nullopt : shown(*value, of);
}

const json::object& members_of(const json::value* value) {
    static const json::object nothing;
    return value != nullptr && value->is_object() ? value->get_object() : nothing;
}

}  // namespace

std::vector<difference> differences(const document& before, const document& after,
                                    const resource_type& type) {
    std::vector<difference> found;
    const auto differ = [&](std::string name, const json::value* old, const json::value* now,
                            const attribute* of) {
        found.push_back({std::move(name), shown(old, of), shown(now, of)});
    };
    const auto extensions_differ = [&](std::string_view urn, const json::value* old,
                                       const json::value* now) {
        const schema* extension = type.extension(urn);
        each_difference(members_of(old), members_of(now),
                        [&](std::string_view name, const json::value* one, const json::value* two) {
                            differ(std::string(urn) + ":" + std::string(name), one, two,
                                   extension == nullptr ? nullptr : extension->find(name));
                        });
    };
    each_difference(before.attributes, after.attributes,
                    [&](std::string_view name, const json::value* old, const json::value* now) {
                        if (name == "schemas") return;
                        if (is_extension(name))
                            extensions_differ(name, old, now);
                        else
                            differ(std::string(name), old, now, type.find(name));
                    });
    return found;
}

}  // namespace scimd::scim
