#include "scim/document.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

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
result<void> read_member(const json::value& sent, const attribute& of, read_values& into,
                         tolerance& allowed) {
    if (of.mutability == mutability::read_only) return {};
    if (into.find(of) != nullptr)
        return refusal(errc::invalid_syntax, "\"" + of.name + "\" is given twice.");
    auto read = read_value(sent, of, allowed);
    if (!read) return read.error();
    if (!read->is_null()) into.add(of, std::move(*read));
    return {};
}

result<void> unknown_member(std::string_view name, tolerance& allowed) {
    if (allowed.allows(rule::unknown_attribute)) return {};
    return refusal(errc::invalid_syntax,
                   "\"" + std::string(name) + "\" is not an attribute of a schema known here.");
}

// What a body says of each attribute.
struct read_body {
    read_values attributes;  // of the core and the common schema
    std::vector<std::pair<const schema*, read_values>> extensions;
};

result<void> read_extension(const json::value& sent, const schema& extension, read_body& into,
                            tolerance& allowed) {
    if (sent.is_null()) return {};
    if (!sent.is_object())
        return refusal(errc::invalid_value, "\"" + extension.urn + "\" takes an object.");
    if (auto good = check_names(sent.get_object()); !good) return good;
    const bool is_known = std::ranges::any_of(
        into.extensions, [&](const auto& one) { return one.first == &extension; });
    read_values gathered;
    for (const auto& [name, value] : sent.get_object()) {
        const attribute* found = extension.find(name);
        auto read = found == nullptr ? unknown_member(name, allowed)
                                     : read_member(value, *found, gathered, allowed);
        if (!read) return read;
    }
    if (!is_known && !gathered.empty())
        into.extensions.emplace_back(&extension, std::move(gathered));
    return {};
}

// The keys of a body. The core schema's URN may stand before an attribute, urn:…:User:displayName,
// or hold its attributes as an extension's does (rule dotted_keys).
result<void> read_keys(const json::object& sent, const resource_type& type, read_body& into,
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
            read = read_member(value, *found, into.attributes, allowed);
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

// Puts the values of these attributes into an object, in schema order, and refuses what none may
// be. `take` gives the canonical value of an attribute, or null.
template <class Take>
result<void> gather(const Take& take, const std::vector<attribute>& attributes, json::object& into,
                    tolerance& allowed) {
    for (const attribute& one : attributes) {
        if (one.mutability == mutability::read_only) continue;
        json::value kept = take(one);
        if (one.required && !is_present(kept))
            return refusal(errc::invalid_value, "\"" + one.name + "\" is required.");
        if (kept.is_null()) continue;
        if (auto settled = settle_values(kept, one, allowed); !settled) return settled;
        if (auto whole = check_required_parts(kept, one); !whole) return whole;
        into.emplace(one.name, std::move(kept));
    }
    return {};
}

// The whole of it: `take_from(extension)` and `take_from(nullptr)`, for what is no extension's,
// give such a `take`, or nothing where there is nothing to take.
template <class TakeFrom>
result<json::object> gather_document(const TakeFrom& take_from, std::size_t members,
                                     const resource_type& type, tolerance& allowed) {
    json::object extensions;
    json::array urns{json::string(type.core->urn)};
    for (const schema* one : type.extensions) {
        const auto take = take_from(one);
        if (!take) continue;
        json::object gathered;
        if (auto read = gather(*take, one->attributes, gathered, allowed); !read)
            return read.error();
        if (gathered.empty()) continue;
        urns.emplace_back(one->urn);
        extensions.emplace(one->urn, std::move(gathered));
    }
    json::object ordered;
    ordered.reserve(members);
    ordered.emplace("schemas", std::move(urns));
    const auto take = take_from(nullptr);
    for (const schema* one : {type.common, type.core})
        if (auto read = gather(*take, one->attributes, ordered, allowed); !read)
            return read.error();
    for (auto& member : extensions) ordered.emplace(member.key(), std::move(member.value()));
    return ordered;
}

}  // namespace

result<json::value> parse_json(std::string_view text) {
    parsed_text parsed = parse_text(text);
    if (parsed.error)
        return refusal(errc::invalid_syntax, "The body is not JSON: " + parsed.error.message() +
                                                 " at byte " + std::to_string(parsed.stopped_at) +
                                                 ".");
    // A client that sends two may mean the first (RFC 7644 §3.5.2: exactly one "op").
    if (names_a_member_twice(parsed))
        return refusal(errc::invalid_syntax, "An object in the body names a member twice.");
    return std::move(parsed.read);
}

result<document> read_document(const json::value& body, const resource_type& type,
                               tolerance& allowed) {
    if (!body.is_object()) return refusal(errc::invalid_syntax, "The body is not a JSON object.");
    const json::object& sent = body.get_object();
    if (auto stated = check_schemas(sent, type, allowed); !stated) return stated.error();
    read_body read;
    if (auto keys = read_keys(sent, type, read, allowed); !keys) return keys.error();
    const auto take_from = [&read](const schema* extension) {
        read_values* values = extension == nullptr ? &read.attributes : nullptr;
        for (auto& [of, its] : read.extensions)
            if (of == extension) values = &its;
        auto take = [values](const attribute& of) {
            json::value* found = values->find(of);
            return found == nullptr ? json::value() : std::move(*found);
        };
        return values == nullptr ? std::nullopt : std::optional(take);
    };
    auto made = gather_document(take_from, sent.size() + 1, type, allowed);
    if (!made) return made.error();
    return document{std::move(*made)};
}

result<void> make_canonical(document& changed, const resource_type& type, tolerance& allowed) {
    const auto take_from = [&changed](const schema* extension) {
        json::object* values = &changed.attributes;
        if (extension != nullptr) {
            json::value* found = changed.attributes.if_contains(extension->urn);
            values = found == nullptr ? nullptr : found->if_object();
        }
        auto take = [values](const attribute& of) {
            json::value* found = values->if_contains(of.name);
            return found == nullptr ? json::value() : canonical(std::move(*found), of);
        };
        const bool nothing = values == nullptr || (extension != nullptr && values->empty());
        return nothing ? std::nullopt : std::optional(take);
    };
    auto made = gather_document(take_from, changed.attributes.size() + 1, type, allowed);
    if (!made) return made.error();
    changed.attributes = std::move(*made);
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
