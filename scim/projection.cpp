#include <boost/json/array.hpp>

#include <algorithm>

#include "model/text.hpp"
#include "scim/document.hpp"
#include "scim/path.hpp"
#include "scim/value.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;
using model::to_lower;

// One spelling per path: "emails.value", "urn:…:user:department", "urn:…:user".
std::string canonical_name(const attribute_path& path) {
    if (path.attribute == nullptr) return to_lower(path.extension->urn);
    std::string name = path.extension == nullptr ? "" : to_lower(path.extension->urn) + ":";
    name += to_lower(path.attribute->name);
    if (path.sub != nullptr) name += "." + to_lower(path.sub->name);
    return name;
}

// The names between commas, without blanks around them. A value filter ("emails[type eq "work"]",
// as Microsoft's Postman collection asks) is cut off: the whole attribute is what can be returned.
// The name that is one too many is the last that is looked at.
std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names(1);
    bool in_brackets = false;
    bool in_quotes = false;
    for (const char c : text) {
        if (names.size() > projection_names_max) break;
        if (in_brackets && c == '"') in_quotes = !in_quotes;
        if (!in_quotes && c == '[') in_brackets = true;
        if (!in_brackets && c == ',') names.emplace_back();
        if (!in_brackets && c != ',' && c != ' ') names.back() += c;
        if (!in_quotes && c == ']') in_brackets = false;
    }
    return names;
}

// Each name once and in order: they are looked up for every attribute of every resource.
result<std::vector<std::string>> read_names(std::string_view parameter, std::string_view text,
                                            const resource_type& type, tolerance& allowed) {
    const std::vector<std::string> names = names_in(text);
    if (names.size() > projection_names_max)
        return refusal(errc::invalid_value, "\"" + std::string(parameter) + "\" names at most " +
                                                std::to_string(projection_names_max) +
                                                " attributes.");
    std::vector<std::string> read;
    for (const std::string& name : names)
        if (auto path = resolve_path(name, type, allowed)) read.push_back(canonical_name(*path));
    std::ranges::sort(read);
    read.erase(std::unique(read.begin(), read.end()), read.end());
    return read;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::binary_search(names, name);
}

// Whether a part of it is named.
bool has_below(const std::vector<std::string>& names, std::string_view name) {
    const std::string above = std::string(name) + '.';
    const auto first = std::ranges::lower_bound(names, above);
    return first != names.end() && first->starts_with(above);
}

// One projection at work: what of each attribute stays.
struct choice {
    const std::vector<std::string>* included;  // nullptr: everything returned by default
    const std::vector<std::string>& excluded;

    // `whole`: what it is a part of was asked for by name.
    bool keeps(const attribute& of, const std::string& name, bool whole) const {
        switch (of.returned) {
            case returned::always:
                return true;
            case returned::never:
                return false;
            case returned::on_request:
                return included != nullptr && has(*included, name);
            case returned::by_default:
                break;
        }
        if (included != nullptr) return whole || has(*included, name);
        return !has(excluded, name);
    }

    // Whether anything of it can stay: itself, or a part that was asked for.
    bool keeps_any(const attribute& of, const std::string& name, bool whole) const {
        if (keeps(of, name, whole)) return true;
        return of.returned != returned::never && included != nullptr && has_below(*included, name);
    }

    // Whether all its parts stay where it was asked for: then it need not be looked into.
    bool keeps_as_it_is(const attribute& of, const std::string& name, bool whole) const {
        return std::ranges::all_of(of.sub_attributes, [&](const attribute& sub) {
            return keeps(sub, name + "." + to_lower(sub.name), whole);
        });
    }

    void narrow_parts(json::object& value, const attribute& of, const std::string& name,
                      bool whole) const {
        json::object kept;
        for (auto& member : value) {
            const attribute* sub = of.sub(member.key());
            if (sub != nullptr && keeps(*sub, name + "." + to_lower(sub->name), whole) &&
                has_form_of(member.value(), *sub))
                kept.emplace(member.key(), std::move(member.value()));
        }
        value = std::move(kept);
    }

    void narrow_list(json::array& list, const attribute& of, const std::string& name,
                     bool whole) const {
        json::array kept;
        for (json::value& element : list) {
            if (!element.is_object()) continue;
            narrow_parts(element.get_object(), of, name, whole);
            if (!element.get_object().empty()) kept.push_back(std::move(element));
        }
        list = std::move(kept);
    }

    // False when nothing of the value is to be returned.
    bool narrow(json::value& value, const attribute& of, const std::string& name,
                bool whole) const {
        if (!keeps_any(of, name, whole)) return false;
        if (of.type != data_type::complex) return has_form_of(value, of);
        // Its parts come with it unless they were asked for one by one.
        const bool all_parts =
            included != nullptr && (whole || has(*included, name) || !has_below(*included, name));
        if (keeps_as_it_is(of, name, all_parts) && has_form_of(value, of)) return true;
        if (value.is_array() != of.multi_valued) return false;
        if (value.is_array())
            narrow_list(value.get_array(), of, name, all_parts);
        else if (value.is_object())
            narrow_parts(value.get_object(), of, name, all_parts);
        return value.is_array() ? !value.get_array().empty()
                                : value.is_object() && !value.get_object().empty();
    }

    bool narrow_extension(json::value& value, const schema& extension) const {
        const std::string urn = to_lower(extension.urn);
        const bool whole = included != nullptr && has(*included, urn);
        const bool unwanted = has(excluded, urn);
        json::object kept;
        for (auto& member : value.get_object()) {
            const attribute* found = extension.find(member.key());
            if (found == nullptr || (unwanted && found->returned != returned::always)) continue;
            if (narrow(member.value(), *found, urn + ":" + to_lower(found->name), whole))
                kept.emplace(member.key(), std::move(member.value()));
        }
        value = std::move(kept);
        return !value.get_object().empty();
    }
};

// `schemas` is what the resource type has now (RFC 7643 §3): a document may have been written when
// there was another schema file.
void keep_known_schemas(json::value& urns, const resource_type& type) {
    if (!urns.is_array()) return;
    json::array kept;
    for (json::value& urn : urns.get_array())
        if (urn.is_string() && (equal_names(urn.get_string(), type.core->urn) ||
                                type.extension(urn.get_string()) != nullptr))
            kept.push_back(std::move(urn));
    urns = std::move(kept);
}

}  // namespace

bool is_returned_whole(std::string_view document, const resource_type& type) {
    // The list that to_text wrote first: {"schemas":["urn:…","urn:…"],…
    std::string_view urns = document.substr(0, document.find(']'));
    urns.remove_prefix(std::min(urns.find('['), urns.size()));
    while (true) {
        const std::size_t opens = urns.find('"');
        if (opens == std::string_view::npos) return true;
        urns.remove_prefix(opens + 1);
        const std::size_t length = std::min(urns.find('"'), urns.size());
        const std::string_view urn = urns.substr(0, length);
        const schema* named = urn == type.core->urn ? type.core : type.extension(urn);
        if (named == nullptr || !named->returned_whole) return false;
        urns.remove_prefix(std::min(length + 1, urns.size()));
    }
}

bool projection::wants(const resource_type& type, std::string_view attribute) const {
    const scim::attribute* found = type.find(attribute);
    if (found == nullptr) return false;
    const std::string name = to_lower(found->name);
    const choice chosen{included_ ? &*included_ : nullptr, excluded_};
    return chosen.keeps_any(*found, name, false);
}

void projection::apply(json::object& resource, const resource_type& type) const {
    const choice chosen{included_ ? &*included_ : nullptr, excluded_};
    json::object kept;
    if (json::value* urns = resource.if_contains("schemas")) keep_known_schemas(*urns, type);
    for (auto& member : resource) {
        bool stays = false;
        if (const attribute* found = type.find(member.key()))
            stays = chosen.narrow(member.value(), *found, to_lower(found->name), false);
        else if (const schema* extension = type.extension(member.key()))
            stays =
                member.value().is_object() && chosen.narrow_extension(member.value(), *extension);
        if (stays) kept.emplace(member.key(), std::move(member.value()));
    }
    resource = std::move(kept);
}

result<projection> parse_projection(std::string_view attributes,
                                    std::string_view excluded_attributes, const resource_type& type,
                                    tolerance& allowed) {
    if (attributes.empty() && excluded_attributes.empty()) return projection();
    if (!attributes.empty() && !excluded_attributes.empty())
        return refusal(errc::invalid_value,
                       "\"attributes\" and \"excludedAttributes\" cannot be asked for together.");
    auto included = read_names("attributes", attributes, type, allowed);
    if (!included) return included.error();
    auto excluded = read_names("excludedAttributes", excluded_attributes, type, allowed);
    if (!excluded) return excluded.error();
    projection made;
    if (!attributes.empty()) made.included_ = std::move(*included);
    made.excluded_ = std::move(*excluded);
    return made;
}

}  // namespace scimd::scim
