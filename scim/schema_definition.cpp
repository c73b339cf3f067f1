#include "scim/schema_definition.hpp"

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

namespace scimd::scim {
namespace {

namespace json = boost::json;

std::string_view word_for(data_type type) {
    switch (type) {
        case data_type::string:
            return "string";
        case data_type::boolean:
            return "boolean";
        case data_type::decimal:
            return "decimal";
        case data_type::integer:
            return "integer";
        case data_type::date_time:
            return "dateTime";
        case data_type::reference:
            return "reference";
        case data_type::binary:
            return "binary";
        case data_type::complex:
            return "complex";
    }
    return {};
}

std::string_view word_for(mutability how) {
    switch (how) {
        case mutability::read_only:
            return "readOnly";
        case mutability::read_write:
            return "readWrite";
        case mutability::immutable:
            return "immutable";
        case mutability::write_only:
            return "writeOnly";
    }
    return {};
}

std::string_view word_for(returned when) {
    switch (when) {
        case returned::always:
            return "always";
        case returned::never:
            return "never";
        case returned::by_default:
            return "default";
        case returned::on_request:
            return "request";
    }
    return {};
}

std::string_view word_for(uniqueness among) {
    switch (among) {
        case uniqueness::none:
            return "none";
        case uniqueness::server:
            return "server";
        case uniqueness::global:
            return "global";
    }
    return {};
}

json::array texts(const std::vector<std::string>& from) {
    json::array all;
    for (const std::string& one : from) all.emplace_back(one);
    return all;
}

json::array definitions_of(const std::vector<attribute>&);

json::object definition_of(const attribute& of) {
    json::object made;
    made["name"] = of.name;
    made["type"] = word_for(of.type);
    if (!of.reference_types.empty()) made["referenceTypes"] = texts(of.reference_types);
    made["multiValued"] = of.multi_valued;
    made["description"] = of.description;
    made["required"] = of.required;
    if (!of.canonical_values.empty()) made["canonicalValues"] = texts(of.canonical_values);
    made["caseExact"] = of.case_exact;
    made["mutability"] = word_for(of.mutability);
    made["returned"] = word_for(of.returned);
    made["uniqueness"] = word_for(of.uniqueness);
    if (!of.sub_attributes.empty()) made["subAttributes"] = definitions_of(of.sub_attributes);
    return made;
}

json::array definitions_of(const std::vector<attribute>& all) {
    json::array made;
    for (const attribute& one : all) made.push_back(definition_of(one));
    return made;
}

}  // namespace

json::object definition_of(const schema& of) {
    json::object made;
    made["schemas"] = json::array{"urn:ietf:params:scim:schemas:core:2.0:Schema"};
    made["id"] = of.urn;
    made["name"] = of.name;
    made["description"] = of.description;
    made["attributes"] = definitions_of(of.attributes);
    return made;
}

}  // namespace scimd::scim
