// schemas/*.json and the files an operator adds → catalogue. Whoever wrote the file, its mistakes
// are told in one way: file, JSON pointer, reason.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "scim/attribute_reader.hpp"
#include "scim/catalogue_contents.hpp"
#include "scim/json_text.hpp"
#include "scim/schema_definition.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using place = schema_place;

constexpr std::string_view password = "password";  // rests as a digest, in no document
constexpr std::string_view members = "members";    // rows of the store

// Whether a document's part that such attributes make up is returned just as it is.
bool are_returned_whole(const std::vector<attribute>& all) {
    return std::ranges::all_of(all, [](const attribute& one) {
        const bool shown = one.returned == returned::always || one.returned == returned::by_default;
        return (shown || one.name == password) && are_returned_whole(one.sub_attributes);
    });
}

bool is_kept(const attribute& one) {
    return one.mutability == mutability::immutable || one.mutability == mutability::write_only ||
           std::ranges::any_of(one.sub_attributes, is_kept);
}

// A group's members and a user's password are in no document.
bool holds_kept(const schema& in) {
    return std::ranges::any_of(in.attributes, [](const attribute& one) {
        return one.name != members && one.name != password && is_kept(one);
    });
}

schema read_schema(const place& from) {
    static constexpr std::array<std::string_view, 7> parts = {
        "schemas", "meta", "id", "name", "description", "attributes", "extends"};
    from.allow_only(parts);
    schema made;
    made.urn = from.at("id").text();
    made.name = from.text_or_nothing("name");
    made.description = from.text_or_nothing("description");
    made.attributes = read_attributes(from.at("attributes"), made.urn);
    made.definition = definition_of(made);
    return made;
}

const schema* schema_named(const catalogue::contents& in, const place& urn) {
    const std::string wanted = urn.text();
    for (const schema& one : in.schemas)
        if (equal_names(one.urn, wanted)) return &one;
    urn.refuse("there is no schema " + wanted);
}

resource_type read_resource_type(const place& from, const catalogue::contents& in) {
    resource_type made;
    made.name = from.at("name").text();
    made.endpoint = from.at("endpoint").text();
    made.description = from.at("description").text();
    made.common = &in.common;
    made.core = schema_named(in, from.at("schema"));
    for (const place& one : from.at("schemaExtensions").elements())
        made.extensions.push_back(schema_named(in, one.at("schema")));
    made.keeps_values = holds_kept(*made.core);
    for (const schema* one : made.extensions)
        made.keeps_values = made.keeps_values || std::ranges::any_of(one->attributes, is_kept);
    made.definition = from.object();
    return made;
}

resource_type* type_named(catalogue::contents& in, std::string_view name) {
    for (resource_type* type : {&in.user, &in.group})
        if (equal_names(type->name, name)) return type;
    return nullptr;
}

// Where a reference leads that is to lead to resources of this server; nothing for one that may
// lead elsewhere.
std::vector<std::string> endpoints_of(const attribute& reference, catalogue::contents& in) {
    std::vector<std::string> endpoints;
    for (const std::string& name : reference.reference_types) {
        const resource_type* type = type_named(in, name);
        if (type == nullptr) return {};
        endpoints.push_back(type->endpoint);
    }
    return endpoints;
}

// What of an attribute depends on which resource types there are. The `$ref` of a member is made
// from its `value`, whatever was sent.
void resolve_attributes(std::vector<attribute>& all, catalogue::contents& in) {
    for (attribute& one : all) {
        if (&one == in.group.core->find(members)) {
            one.in_rows = true;
            continue;
        }
        one.reference_endpoints = endpoints_of(one, in);
        resolve_attributes(one.sub_attributes, in);
    }
}

void read_resource_types(const place& from, catalogue::contents& into) {
    for (const place& one : from.elements()) {
        resource_type made = read_resource_type(one, into);
        if (made.name == "User")
            into.user = std::move(made);
        else if (made.name == "Group")
            into.group = std::move(made);
        else
            one.refuse("scimd keeps users and groups, not \"" + made.name + "\"");
    }
    if (into.user.core == nullptr) from.refuse("there is no resource type \"User\"");
    if (into.group.core == nullptr) from.refuse("there is no resource type \"Group\"");
}

// A URN (RFC 8141) of characters that stand for themselves in filters, paths and addresses.
bool is_urn(std::string_view text) {
    constexpr std::string_view others = "-._:";
    if (!equal_names(text.substr(0, 4), "urn:") || text.back() == ':') return false;
    return std::ranges::all_of(text, [others](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

// "extends" says it; without it the last word of the URN does.
std::vector<resource_type*> read_extends(const place& from, catalogue::contents& in) {
    if (!from.has("extends")) {
        const std::string urn = from.at("id").text();
        resource_type* type = type_named(in, std::string_view(urn).substr(urn.rfind(':') + 1));
        if (type == nullptr)
            from.at("id").refuse(
                "what does it extend? End the URN in :User or :Group, or say \"extends\": "
                "\"User\", "
                "\"Group\" or [\"User\", \"Group\"]");
        return {type};
    }
    const place said = from.at("extends");
    const std::vector<place> names =
        said.value.is_array() ? said.elements() : std::vector<place>{said};
    if (names.empty()) said.refuse("it extends nothing: name \"User\", \"Group\" or both");
    std::vector<resource_type*> types;
    for (const place& one : names) {
        resource_type* type = type_named(in, one.text());
        if (type == nullptr) one.refuse("what can be extended is \"User\" and \"Group\"");
        if (std::ranges::find(types, type) != types.end()) one.refuse("this is said twice");
        types.push_back(type);
    }
    return types;
}

bool lies_within(std::string_view inner, std::string_view outer) {
    return inner.size() > outer.size() && inner[outer.size()] == ':' &&
           equal_names(inner.substr(0, outer.size()), outer);
}

// Where one URN continues another, "urn:a:b:c" could be a schema, or an attribute of "urn:a:b".
void check_urn(const place& urn, const catalogue::contents& in) {
    const std::string text = urn.text();
    if (!is_urn(text))
        urn.refuse("\"" + text +
                   "\" is not a URN of letters, digits and -._: such as "
                   "urn:example:params:scim:schemas:extension:badge:2.0:User");
    for (const schema& one : in.schemas) {
        if (equal_names(one.urn, text)) urn.refuse("there is a schema " + one.urn + " already");
        if (lies_within(text, one.urn)) urn.refuse("it reads like an attribute of " + one.urn);
        if (lies_within(one.urn, text)) urn.refuse(one.urn + " would read like its attribute");
    }
}

// The places where `schemas` lies are pointed into: it has room for all that will come.
void read_extension(const place& from, catalogue::contents& into) {
    schema made = read_schema(from);
    resolve_attributes(made.attributes, into);
    check_urn(from.at("id"), into);
    const std::vector<resource_type*> types = read_extends(from, into);
    into.schemas.push_back(std::move(made));
    const schema& added = into.schemas.back();
    for (resource_type* type : types) {
        type->extensions.push_back(&added);
        type->keeps_values = type->keeps_values || std::ranges::any_of(added.attributes, is_kept);
        type->definition["schemaExtensions"].as_array().push_back(
            json::object{{"schema", added.urn}, {"required", false}});
    }
}

json::value parse_file(const model::embedded_file& file) {
    const std::string name(file.name);
    if (file.text.size() > schema_bytes_max)
        throw broken_schema(name + ": a schema file has at most " +
                            std::to_string(schema_bytes_max) + " bytes");
    parsed_text parsed = parse_text(file.text);
    if (parsed.error)
        throw broken_schema(name + ": this is not JSON: " + parsed.error.message() + " at byte " +
                            std::to_string(parsed.stopped_at));
    // Of two characteristics the parser would keep the last, silently.
    if (names_a_member_twice(parsed))
        throw broken_schema(name + ": an object names a member twice");
    return std::move(parsed.read);
}

using parsed_files = std::map<std::string_view, json::value>;

constexpr std::array<std::string_view, 3> no_schemas = {"common.json", "resource_types.json",
                                                        "service_provider_config.json"};

parsed_files parse_files(std::span<const model::embedded_file> files) {
    parsed_files parsed;
    for (const model::embedded_file& file : files)
        parsed.insert_or_assign(file.name, parse_file(file));
    for (const std::string_view name : no_schemas)
        if (!parsed.contains(name))
            throw broken_schema(std::string(name) + ": the file is missing");
    return parsed;
}

place top_of(const parsed_files& files, std::string_view name) {
    return {files.find(name)->second, std::string(name) + "#"};
}

}  // namespace

model::result<catalogue> load_catalogue(std::span<const model::embedded_file> ours,
                                        std::span<const model::embedded_file> added) {
    try {
        const parsed_files parsed = parse_files(ours);
        auto filled = std::make_unique<catalogue::contents>();
        filled->schemas.reserve(parsed.size() + added.size());
        filled->common = read_schema(top_of(parsed, "common.json"));
        for (const auto& [name, value] : parsed) {
            if (std::ranges::find(no_schemas, name) != no_schemas.end()) continue;
            filled->schemas.push_back(read_schema(top_of(parsed, name)));
            schema& made = filled->schemas.back();
            made.returned_whole = are_returned_whole(made.attributes);
        }
        read_resource_types(top_of(parsed, "resource_types.json"), *filled);
        for (schema& one : filled->schemas) resolve_attributes(one.attributes, *filled);
        filled->service_provider_config = top_of(parsed, "service_provider_config.json").object();
        for (const model::embedded_file& file : added) {
            const json::value value = parse_file(file);
            read_extension({value, std::string(file.name) + "#"}, *filled);
        }
        return catalogue(std::move(filled));
    } catch (const broken_schema& reason) {
        return refusal(errc::invalid_value, reason.what());
    }
}

}  // namespace scimd::scim
