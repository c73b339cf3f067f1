#include <boost/json/array.hpp>

#include <algorithm>

#include "scim/document.hpp"
#include "scim/path.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

std::string lower(std::string_view text) {
    std::string made(text);
    for (char& c : made)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return made;
}

// One spelling per path: "emails.value", "urn:…:user:department", "urn:…:user".
std::string canonical_name(const attribute_path& path) {
    if (path.attribute == nullptr) return lower(path.extension->urn);
    std::string name = path.extension == nullptr ? "" : lower(path.extension->urn) + ":";
    name += lower(path.attribute->name);
    if (path.sub != nullptr) name += "." + lower(path.sub->name);
    return name;
}

// The names between commas, without blanks around them. A value filter ("emails[type eq "work"]",
// as Microsoft's Postman collection asks) is cut off: the whole attribute is what can be returned.
std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names(1);
    bool in_brackets = false;
    bool in_quotes = false;
    for (const char c : text) {
        if (in_brackets && c == '"') in_quotes = !in_quotes;
        if (!in_quotes && c == '[') in_brackets = true;
        if (!in_brackets && c == ',') names.emplace_back();
        if (!in_brackets && c != ',' && c != ' ') names.back() += c;
        if (!in_quotes && c == ']') in_brackets = false;
    }
    return names;
}

std::vector<std::string> read_names(std::string_view text, const resource_type& type,
                                    tolerance& allowed) {
    std::vector<std::string> read;
    for (const std::string& name : names_in(text))
        if (auto path = resolve_path(name, type, allowed)) read.push_back(canonical_name(*path));
    return read;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

bool has_below(const std::vector<std::string>& names, std::string_view name, char separator) {
    return std::ranges::any_of(names, [&](const std::string& one) {
        return one.size() > name.size() && one.starts_with(name) && one[name.size()] == separator;
    });
}

// One projection at work: what of each attribute stays.
struct choice {
    const std::vector<std::string>* included;  // nullptr: everything returned by default
    const std::vector<std::string>& excluded;

    bool keeps_all(const attribute& of, const std::string& name) const {
        if (of.returned == returned::always) return true;
        if (of.returned == returned::never) return false;
        if (included != nullptr) return has(*included, name);
        return of.returned == returned::by_default && !has(excluded, name) &&
               !has_below(excluded, name, '.');
    }
    bool keeps_part(const attribute& of, const std::string& name) const {
        if (of.type != data_type::complex || of.returned == returned::never) return false;
        if (included != nullptr) return has_below(*included, name, '.');
        return of.returned == returned::by_default && !has(excluded, name);
    }

    void keep_subs(json::value& value, const attribute& of, const std::string& name) const {
        if (value.is_array()) {
            json::array kept;
            for (json::value& element : value.get_array()) {
                keep_subs(element, of, name);
                if (!element.is_object() || !element.get_object().empty())
                    kept.push_back(std::move(element));
            }
            value = std::move(kept);
        } else if (value.is_object()) {
            json::object kept;
            for (auto& member : value.get_object()) {
                const attribute* sub = of.sub(member.key());
                if (sub != nullptr && keeps_all(*sub, name + "." + lower(sub->name)))
                    kept.emplace(member.key(), std::move(member.value()));
            }
            value = std::move(kept);
        }
    }

    // False when nothing of the value is to be returned.
    bool narrow(json::value& value, const attribute& of, const std::string& name) const {
        if (keeps_all(of, name)) return true;
        if (!keeps_part(of, name)) return false;
        keep_subs(value, of, name);
        return value.is_array() ? !value.get_array().empty() : !value.get_object().empty();
    }

    bool narrow_extension(json::value& value, const schema& extension) const {
        const std::string urn = lower(extension.urn);
        if (included != nullptr && has(*included, urn)) return true;
        if (has(excluded, urn)) return false;
        json::object kept;
        for (auto& member : value.get_object()) {
            const attribute* found = extension.find(member.key());
            if (found != nullptr && narrow(member.value(), *found, urn + ":" + lower(found->name)))
                kept.emplace(member.key(), std::move(member.value()));
        }
        value = std::move(kept);
        return !value.get_object().empty();
    }
};

}  // namespace

bool projection::wants(const resource_type& type, std::string_view attribute) const {
    const scim::attribute* found = type.find(attribute);
    if (found == nullptr) return false;
    const std::string name = lower(found->name);
    const choice chosen{included_ ? &*included_ : nullptr, excluded_};
    return chosen.keeps_all(*found, name) || chosen.keeps_part(*found, name);
}

void projection::apply(json::object& resource, const resource_type& type) const {
    const choice chosen{included_ ? &*included_ : nullptr, excluded_};
    json::object kept;
    for (auto& member : resource) {
        bool stays = false;
        if (const attribute* found = type.find(member.key()))
            stays = chosen.narrow(member.value(), *found, lower(found->name));
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
    if (!attributes.empty() && !excluded_attributes.empty())
        return refusal(errc::invalid_value,
                       "\"attributes\" and \"excludedAttributes\" cannot be asked for together.");
    projection made;
    if (!attributes.empty()) made.included_ = read_names(attributes, type, allowed);
    made.excluded_ = read_names(excluded_attributes, type, allowed);
    return made;
}

}  // namespace scimd::scim
