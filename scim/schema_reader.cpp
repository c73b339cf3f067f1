// schemas/*.json → catalogue. A mistake in these files is a mistake in the build, but it is told as
// precisely as a client's would be: file, JSON pointer, reason.
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <utility>

#include "scim/catalogue_contents.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;

// Thrown inside this file only; load_catalogue turns it into a refusal.
struct broken_schema : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// One value of a schema file and where it stands.
struct place {
    const json::value& value;
    std::string pointer;

    [[noreturn]] void refuse(std::string_view reason) const {
        throw broken_schema(pointer + ": " + std::string(reason));
    }
    const json::object& object() const {
        if (!value.is_object()) refuse("an object is expected");
        return value.get_object();
    }
    bool has(std::string_view name) const { return object().contains(name); }
    place at(std::string_view name) const {
        const json::value* found = object().if_contains(name);
        if (found == nullptr) refuse("there is no \"" + std::string(name) + "\"");
        return {*found, pointer + "/" + std::string(name)};
    }
    std::vector<place> elements() const {
        if (!value.is_array()) refuse("an array is expected");
        std::vector<place> all;
        for (const json::value& one : value.get_array())
            all.push_back({one, pointer + "/" + std::to_string(all.size())});
        return all;
    }
    std::string text() const {
        if (!value.is_string()) refuse("a string is expected");
        return std::string(value.get_string());
    }
    bool flag() const {
        if (!value.is_bool()) refuse("true or false is expected");
        return value.get_bool();
    }
    std::vector<std::string> texts() const {
        std::vector<std::string> all;
        for (const place& one : elements()) all.push_back(one.text());
        return all;
    }
};

// clang-format off
constexpr std::array<std::pair<std::string_view, data_type>, 8> data_types = {{
    {"string",   data_type::string},    {"boolean",   data_type::boolean},
    {"decimal",  data_type::decimal},   {"integer",   data_type::integer},
    {"dateTime", data_type::date_time}, {"reference", data_type::reference},
    {"binary",   data_type::binary},    {"complex",   data_type::complex},
}};
constexpr std::array<std::pair<std::string_view, mutability>, 4> mutabilities = {{
    {"readOnly",  mutability::read_only}, {"readWrite", mutability::read_write},
    {"immutable", mutability::immutable}, {"writeOnly", mutability::write_only},
}};
constexpr std::array<std::pair<std::string_view, returned>, 4> returns = {{
    {"always",  returned::always},     {"never",   returned::never},
    {"default", returned::by_default}, {"request", returned::on_request},
}};
constexpr std::array<std::pair<std::string_view, uniqueness>, 3> uniquenesses = {{
    {"none", uniqueness::none}, {"server", uniqueness::server}, {"global", uniqueness::global},
}};
// clang-format on

// What is left out has the value of RFC 7643 §2.2, which is the default of the member.
template <class Value, std::size_t Count>
void read_choice(const place& from, std::string_view name, Value& to,
                 const std::array<std::pair<std::string_view, Value>, Count>& choices) {
    if (!from.has(name)) return;
    const place chosen = from.at(name);
    const std::string text = chosen.text();
    for (const auto& [word, meaning] : choices)
        if (word == text) {
            to = meaning;
            return;
        }
    chosen.refuse("\"" + text + "\" is not one of the words of RFC 7643 section 7");
}

std::vector<attribute> read_attributes(const place&, const std::string& urn, bool inside_complex);

attribute read_attribute(const place& from, const std::string& urn, bool inside_complex) {
    attribute made;
    made.name = from.at("name").text();
    made.schema = urn;
    read_choice(from, "type", made.type, data_types);
    read_choice(from, "mutability", made.mutability, mutabilities);
    read_choice(from, "returned", made.returned, returns);
    read_choice(from, "uniqueness", made.uniqueness, uniquenesses);
    if (from.has("multiValued")) made.multi_valued = from.at("multiValued").flag();
    if (from.has("required")) made.required = from.at("required").flag();
    if (from.has("caseExact")) made.case_exact = from.at("caseExact").flag();
    if (from.has("canonicalValues")) made.canonical_values = from.at("canonicalValues").texts();
    if (from.has("referenceTypes")) made.reference_types = from.at("referenceTypes").texts();
    if (made.type != data_type::complex) return made;
    if (inside_complex) from.refuse("a sub-attribute cannot be complex (RFC 7643 section 2.3.8)");
    made.sub_attributes = read_attributes(from.at("subAttributes"), urn, true);
    return made;
}

std::vector<attribute> read_attributes(const place& from, const std::string& urn,
                                       bool inside_complex) {
    std::vector<attribute> all;
    for (const place& one : from.elements()) {
        attribute made = read_attribute(one, urn, inside_complex);
        const bool twice = std::ranges::any_of(
            all, [&](const attribute& other) { return equal_names(other.name, made.name); });
        if (twice) one.refuse("there are two attributes \"" + made.name + "\"");
        all.push_back(std::move(made));
    }
    return all;
}

schema read_schema(const place& from) {
    schema made;
    made.urn = from.at("id").text();
    made.name = from.at("name").text();
    made.attributes = read_attributes(from.at("attributes"), made.urn, false);
    made.definition = from.object();
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
    made.definition = from.object();
    return made;
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

using parsed_files = std::map<std::string_view, json::value>;

parsed_files parse_files(std::span<const model::embedded_file> files) {
    parsed_files parsed;
    for (const model::embedded_file& file : files) {
        json::error_code error;
        json::value value = json::parse(file.text, error);
        if (error) throw broken_schema(std::string(file.name) + ": " + error.message());
        parsed.insert_or_assign(file.name, std::move(value));
    }
    for (const std::string_view name :
         {"common.json", "resource_types.json", "service_provider_config.json"})
        if (!parsed.contains(name))
            throw broken_schema(std::string(name) + ": the file is missing");
    return parsed;
}

place top_of(const parsed_files& files, std::string_view name) {
    return {files.find(name)->second, std::string(name) + "#"};
}

}  // namespace

model::result<catalogue> load_catalogue(std::span<const model::embedded_file> files) {
    try {
        const parsed_files parsed = parse_files(files);
        auto filled = std::make_unique<catalogue::contents>();
        filled->common = read_schema(top_of(parsed, "common.json"));
        for (const auto& [name, value] : parsed)
            if (name != "common.json" && name != "resource_types.json" &&
                name != "service_provider_config.json")
                filled->schemas.push_back(read_schema(top_of(parsed, name)));
        read_resource_types(top_of(parsed, "resource_types.json"), *filled);
        filled->service_provider_config = top_of(parsed, "service_provider_config.json").object();
        return catalogue(std::move(filled));
    } catch (const broken_schema& reason) {
        return refusal(errc::invalid_value, reason.what());
    }
}

}  // namespace scimd::scim
