#include "scim/path.hpp"

namespace scimd::scim {
namespace {

using model::errc;
using model::refusal;
using model::result;

bool starts_with_name(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && equal_names(text.substr(0, prefix.size()), prefix);
}

model::fault names_nothing(std::string_view text, const resource_type& type) {
    return refusal(errc::invalid_path,
                   "\"" + std::string(text) + "\" is not an attribute of a " + type.name + ".");
}

// What follows a URN, with the schema it names. The longest URN wins: one may begin with another.
struct qualified {
    const schema* owner = nullptr;
    std::string_view rest;  // after "urn:"; empty when the URN stands alone
};

qualified split_urn(std::string_view text, const resource_type& type) {
    qualified best;
    const auto consider = [&](const schema* candidate) {
        if (!starts_with_name(text, candidate->urn)) return;
        const std::string_view rest = text.substr(candidate->urn.size());
        if (!rest.empty() && rest.front() != ':') return;
        if (best.owner != nullptr && best.owner->urn.size() > candidate->urn.size()) return;
        best = {candidate, rest.empty() ? rest : rest.substr(1)};
    };
    consider(type.core);
    for (const schema* one : type.extensions) consider(one);
    return best;
}

// Fills attribute and sub from "name" or "name.sub"; false when one of them is not there.
bool find_names(attribute_path& path, std::string_view names, const resource_type& type,
                bool qualified_by_urn, tolerance& allowed) {
    const std::size_t dot = names.find('.');
    const std::string_view name = names.substr(0, dot);
    if (path.extension != nullptr) {
        path.attribute = path.extension->find(name);
    } else if ((path.attribute = type.find(name)) == nullptr) {
        const attribute* found = type.find_in_extensions(name);
        if (found == nullptr || qualified_by_urn || !allowed.allows(rule::bare_extension_attribute))
            return false;
        path.extension = type.extension(found->schema);
        path.attribute = found;
    }
    if (path.attribute == nullptr) return false;
    if (dot == std::string_view::npos) return true;
    path.sub = path.attribute->sub(names.substr(dot + 1));
    return path.sub != nullptr;
}

}  // namespace

result<attribute_path> resolve_path(std::string_view text, const resource_type& type,
                                    tolerance& allowed) {
    attribute_path path;
    std::string_view names = text;
    const bool qualified_by_urn = starts_with_name(text, "urn:");
    if (qualified_by_urn) {
        const qualified split = split_urn(text, type);
        if (split.owner == nullptr) return names_nothing(text, type);
        const bool alone = split.owner->urn.size() == text.size();
        if (split.owner != type.core) path.extension = split.owner;
        if (alone && path.extension != nullptr) return path;
        names = split.rest;
    }
    if (!find_names(path, names, type, qualified_by_urn, allowed)) return names_nothing(text, type);
    return path;
}

}  // namespace scimd::scim
