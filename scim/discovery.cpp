// The discovery resources of RFC 7643 §5–7: what schemas/ says, with a meta that knows where we
// are.
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <vector>

#include "scim/discovery_schemas.hpp"
#include "scim/messages.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;

description with_meta(json::object resource, std::string_view resource_type, std::string location) {
    resource["meta"] = {{"resourceType", resource_type}, {"location", location}};
    return {json::serialize(resource), std::move(location)};
}

description described(const resource_type& type, std::string_view base) {
    return with_meta(type.definition, "ResourceType",
                     std::string(base) + "/ResourceTypes/" + type.name);
}

std::string_view id_of(const json::object& schema) {
    return schema.at("id").get_string();
}

description described(const json::object* schema, std::string_view base) {
    return with_meta(*schema, "Schema",
                     std::string(base) + "/Schemas/" + std::string(id_of(*schema)));
}

// Those of users and groups, then those of what is discovered here: each URI that any resource
// names has its schema (RFC 7643 §7).
std::vector<const json::object*> schemas_of(const catalogue& from) {
    std::vector<const json::object*> all;
    for (const schema& one : from.schemas()) all.push_back(&one.definition);
    for (const json::object& one : discovery_schemas()) all.push_back(&one);
    return all;
}

template <class Resources>
description list_of(const Resources& all, std::string_view base) {
    description made;
    append_list_head(made.text, static_cast<std::int64_t>(std::size(all)), 1, std::size(all));
    bool first = true;
    for (const auto& one : all) {
        if (!first) made.text += ',';
        first = false;
        made.text += described(one, base).text;
    }
    append_list_tail(made.text);
    return made;
}

}  // namespace

description describe_service(const catalogue& from, std::string_view base) {
    return with_meta(from.service_provider_config(), "ServiceProviderConfig",
                     std::string(base) + "/ServiceProviderConfig");
}

description describe_resource_types(const catalogue& from, std::string_view base) {
    const std::array types{std::cref(from.user()), std::cref(from.group())};
    return list_of(types, base);
}

description describe_schemas(const catalogue& from, std::string_view base) {
    return list_of(schemas_of(from), base);
}

description describe_resource_type(const catalogue& from, std::string_view name,
                                   std::string_view base) {
    for (const resource_type* type : {&from.user(), &from.group()})
        if (equal_names(type->name, name)) return described(*type, base);
    return {};
}

description describe_schema(const catalogue& from, std::string_view urn, std::string_view base) {
    for (const json::object* one : schemas_of(from))
        if (equal_names(id_of(*one), urn)) return described(one, base);
    return {};
}

}  // namespace scimd::scim
