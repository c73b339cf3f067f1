#include "scim/document.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/system_error.hpp>

#include <unordered_set>

#include "scim/json_text.hpp"
#include "scim/value.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

// Whether the body says that it is what the endpoint takes.
result<void> check_schemas(const json::object& body, const resource_type& type,
                           tolerance& allowed) {
    const json::value* stated = nullptr;
    for (const auto& member : body)
        if (equal_names(member.key(), "schemas")) stated = &member.value();
    bool core = false;
    bool unknown = false;
    const auto read_urn = [&](const json::value& urn) {
        if (!urn.is_string()) return false;
        const bool is_core = equal_names(urn.get_string(), type.core->urn);
        core = core || is_core;
        unknown = unknown || (!is_core && type.extension(urn.get_string()) == nullptr);
        return true;
    };
    bool good = true;
    if (stated != nullptr && stated->is_array()) {
        for (const json::value& urn : stated->get_array()) good = good && read_urn(urn);
    } else if (stated != nullptr && !stated->is_null()) {
        good = read_urn(*stated) && allowed.allows(rule::single_value_bare);
    }
    if (!good) return refusal(errc::invalid_syntax, "\"schemas\" takes a list of URNs.");
    if (!core && !allowed.allows(rule::unknown_schema))
        return refusal(errc::invalid_syntax, "\"schemas\" lacks " + type.core->urn + ".");
    if (unknown && !allowed.allows(rule::unknown_schema))
        return refusal(errc::invalid_syntax,
                       "\"schemas\" names a schema that a " + type.name + " does not have.");
    return {};
}

// One member of a body or of an extension's object, put where `into` keeps it.
result<void> read_member(const json::value& sent, const attribute& of, json::object& into,
                         tolerance& allowed) {
    if (of.mutability == mutability::read_only) return {};
    if (into.contains(of.name))
        return refusal(errc::invalid_syntax, "\"" + of.name + "\" is given twice.");
    auto read = read_value(sent, of, allowed);
    if (!read) return read.error();
    if (!read->is_null()) into.emplace(of.name, std::move(*read));
    return {};
}

result<void> unknown_member(std::string_view name, tolerance& allowed) {
    if (allowed.allows(rule::unknown_attribute)) return {};
    return refusal(errc::invalid_syntax,
                   "\"" + std::string(name) + "\" is not an attribute of a schema known here.");
}

result<void> read_extension(const json::value& sent, const schema& extension, json::object& into,
                            tolerance& allowed) {
    if (sent.is_null()) return {};
    if (!sent.is_object())
        return refusal(errc::invalid_value, "\"" + extension.urn + "\" takes an object.");
    if (auto good = check_names(sent.get_object()); !good) return good;
    json::object gathered;
    for (const auto& [name, value] : sent.get_object()) {
        const attribute* found = extension.find(name);
        auto read = found == nullptr ? unknown_member(name, allowed)
                                     : read_member(value, *found, gathered, allowed);
        if (!read) return read;
    }
    if (!gathered.empty()) into.emplace(extension.urn, std::move(gathered));
    return {};
}

// The keys of a body. The core schema's URN may stand before an attribute, urn:…:User:displayName,
// or hold its attributes as an extension's does (rule dotted_keys).
result<void> read_keys(const json::object& sent, const resource_type& type, json::object& into,
                       tolerance& allowed) {
    if (auto good = check_names(sent); !good) return good;
    const std::string& core = type.core->urn;
    for (const auto& [name, value] : sent) {
        const bool is_core = equal_names(name, core);
        const bool qualified = name.size() > core.size() && name[core.size()] == ':' &&
                               equal_names(name.substr(0, core.size()), core);
        const attribute* found = type.find(qualified ? name.substr(core.size() + 1) : name);
        result<void> read;
        if (found != nullptr && (!qualified || allowed.allows(rule::dotted_keys)))
            read = read_member(value, *found, into, allowed);
        else if (const schema* extension = type.extension(name))
            read = read_extension(value, *extension, into, allowed);
        else if (is_core && value.is_object() && allowed.allows(rule::dotted_keys))
            read = read_keys(value.get_object(), type, into, allowed);
        else
            read = unknown_member(name, allowed);
        if (!read) return read;
    }
    return {};
}

// Moves the values of these attributes over, in schema order and canonical form.
result<void> gather(json::object& from, const std::vector<attribute>& attributes,
                    json::object& into, tolerance& allowed) {
    for (const attribute& one : attributes) {
        if (one.mutability == mutability::read_only) continue;
        json::value* found = from.if_contains(one.name);
        json::value kept = found == nullptr ? json::value() : canonical(std::move(*found), one);
        if (one.required && !is_present(kept))
            return refusal(errc::invalid_value, "\"" + one.name + "\" is required.");
        if (kept.is_null()) continue;
        if (auto settled = settle_values(kept, one, allowed); !settled) return settled;
        if (auto whole = check_required_parts(kept, one); !whole) return whole;
        into.emplace(one.name, std::move(kept));
    }
    return {};
}

}  // namespace

result<json::value> parse_json(std::string_view text) {
    json::error_code error;
    std::size_t stopped_at = 0;
    json::value read = parse_exactly(text, error, stopped_at);
    if (error)
        return refusal(errc::invalid_syntax, "The body is not JSON: " + error.message() +
                                                 " at byte " + std::to_string(stopped_at) + ".");
    // A client that sends two may mean the first (RFC 7644 §3.5.2: exactly one "op").
    if (names_a_member_twice(text, read))
        return refusal(errc::invalid_syntax, "An object in the body names a member twice.");
    return read;
}

result<document> read_document(const json::value& body, const resource_type& type,
                               tolerance& allowed) {
    if (!body.is_object()) return refusal(errc::invalid_syntax, "The body is not a JSON object.");
    const json::object& sent = body.get_object();
    if (auto stated = check_schemas(sent, type, allowed); !stated) return stated.error();
    document made;
    if (auto read = read_keys(sent, type, made.attributes, allowed); !read) return read.error();
    if (auto good = make_canonical(made, type, allowed); !good) return good.error();
    return made;
}

result<void> make_canonical(document& changed, const resource_type& type, tolerance& allowed) {
    json::object extensions;
    json::array urns{json::string(type.core->urn)};
    for (const schema* one : type.extensions) {
        json::value* found = changed.attributes.if_contains(one->urn);
        if (found == nullptr || !found->is_object() || found->get_object().empty()) continue;
        json::object gathered;
        if (auto read = gather(found->get_object(), one->attributes, gathered, allowed); !read)
            return read;
        if (gathered.empty()) continue;
        urns.emplace_back(one->urn);
        extensions.emplace(one->urn, std::move(gathered));
    }
    json::object ordered;
    ordered.emplace("schemas", std::move(urns));
    for (const schema* one : {type.common, type.core})
        if (auto read = gather(changed.attributes, one->attributes, ordered, allowed); !read)
            return read;
    for (auto& member : extensions) ordered.emplace(member.key(), std::move(member.value()));
    changed.attributes = std::move(ordered);
    return {};
}

std::string to_text(const document& from) {
    return json::serialize(from.attributes);
}

document document_from_text(std::string_view canonical_text) {
    json::error_code error;
    json::value read = parse_exactly(canonical_text, error);
    if (error) throw boost::system::system_error(error);
    return {std::move(read.as_object())};
}

std::optional<json::value> take(document& from, std::string_view attribute) {
    json::value* found = from.attributes.if_contains(attribute);
    if (found == nullptr) return std::nullopt;
    json::value taken = std::move(*found);
    from.attributes.stable_erase(attribute);
    return taken;
}

std::string_view text_of(const document& in, std::string_view attribute) {
    const json::value* found = in.attributes.if_contains(attribute);
    if (found == nullptr || !found->is_string()) return {};
    return found->get_string();
}

std::vector<pushed_member> members_from(const json::value& list) {
    std::vector<pushed_member> members;
    if (!list.is_array()) return members;
    std::unordered_set<std::string_view> seen;
    for (const json::value& element : list.get_array()) {
        const json::object& sent = element.get_object();
        const json::value* value = sent.if_contains("value");
        const json::value* type = sent.if_contains("type");
        if (value == nullptr || !seen.insert(value->get_string()).second) continue;
        members.push_back({std::string(value->get_string()),
                           type == nullptr ? std::string() : std::string(type->get_string())});
    }
    return members;
}

}  // namespace scimd::scim
