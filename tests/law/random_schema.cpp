#include "tests/law/random_schema.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <vector>

namespace scimd::tests {
namespace {

namespace json = boost::json;

constexpr std::string_view whole_urn = "urn:example:law:1.0:User";
// One URN that begins with another, and one with a version that has a dot.
constexpr std::string_view small_urn = "urn:example:law:1.0:User:More";

constexpr std::string_view simple_types[] = {"string",   "boolean",   "decimal", "integer",
                                             "dateTime", "reference", "binary"};
// Words of the filter language and of other attributes are names as good as any.
constexpr std::string_view names[] = {"tag",  "not",   "and",  "or",       "pr",     "eq",
                                      "room", "value", "type", "userName", "Null",   "true",
                                      "x-y",  "a_b",   "V2",   "emails",   "active", "groups"};
constexpr std::string_view part_names[] = {"display", "type", "not", "$ref",  "pr",
                                           "x-y",     "val",  "AND", "number"};

// Characteristics that are not the point of an attribute: the usual ones, most often.
std::string_view usual(chance& dice, std::string_view word,
                       std::initializer_list<std::string_view> others) {
    return dice.one_in(12) ? dice.of(others) : word;
}

json::object definition(chance& dice, std::string_view name, std::string_view type, bool multi,
                        bool case_exact) {
    json::object made{
        {"name", name},
        {"type", type},
        {"multiValued", multi},
        {"description", "An attribute nobody wrote."},
        {"required", false},
        {"mutability", usual(dice, "readWrite", {"readOnly", "immutable", "writeOnly"})},
        {"returned", usual(dice, "default", {"always", "never", "request"})},
        {"uniqueness", "none"}};
    if (type != "complex" && type != "boolean") made["caseExact"] = case_exact;
    if (type == "reference") made["referenceTypes"] = json::array{"external"};
    return made;
}

json::object part(chance& dice, std::string_view name, std::string_view type, bool multi) {
    json::object made = definition(dice, name, type, multi, dice.one_in(2));
    made["mutability"] = dice.one_in(12) ? "immutable" : "readWrite";
    made["returned"] = "default";
    made["required"] = dice.one_in(10);
    return made;
}

json::object complex(chance& dice, const std::string& name, bool multi) {
    json::array parts;
    if (!dice.one_in(4)) parts.push_back(part(dice, "value", dice.of(simple_types), false));
    if (multi && dice.one_in(2)) {
        json::object primary = part(dice, "primary", "boolean", false);
        primary["required"] = false;
        parts.push_back(std::move(primary));
    }
    std::vector<std::string_view> more(std::begin(part_names), std::end(part_names));
    std::ranges::shuffle(more, dice.engine());
    more.resize(1 + dice.below(4));
    for (const std::string_view one : more)
        parts.push_back(part(dice, one, dice.of(simple_types), dice.one_in(4)));
    json::object made = definition(dice, name, "complex", multi, false);
    made["subAttributes"] = std::move(parts);
    return made;
}

// Names in random order; after the words come those words with a number.
class naming {
 public:
    explicit naming(chance& dice) : words_(std::begin(names), std::end(names)) {
        std::ranges::shuffle(words_, dice.engine());
    }
    std::string next() {
        const std::size_t round = given_ / words_.size();
        const std::string word(words_[given_++ % words_.size()]);
        return round == 0 ? word : word + std::to_string(round);
    }

 private:
    std::vector<std::string_view> words_;
    std::size_t given_ = 0;
};

json::object schema_of(std::string_view urn, json::array attributes) {
    return {{"id", urn},
            {"name", "Law"},
            {"description", "A schema nobody wrote."},
            {"attributes", std::move(attributes)}};
}

json::object whole_extension(chance& dice) {
    naming named(dice);
    json::array attributes;
    for (const std::string_view type : simple_types)
        for (const bool multi : {false, true})
            for (const bool case_exact : {false, true})
                attributes.push_back(definition(dice, named.next(), type, multi, case_exact));
    for (const bool multi : {false, true, true})
        attributes.push_back(complex(dice, named.next(), multi));
    return schema_of(whole_urn, std::move(attributes));
}

json::object small_extension(chance& dice) {
    naming named(dice);
    json::array attributes;
    for (int i = 0; i < 4; ++i)
        attributes.push_back(
            definition(dice, named.next(), dice.of(simple_types), dice.one_in(2), dice.one_in(2)));
    attributes.push_back(complex(dice, named.next(), dice.one_in(2)));
    return schema_of(small_urn, std::move(attributes));
}

void extend(json::value& resource_types) {
    for (json::value& one : resource_types.as_array()) {
        json::object& type = one.as_object();
        json::array& extensions = type.at("schemaExtensions").as_array();
        if (type.at("name") == "User")
            extensions.push_back(json::object{{"schema", whole_urn}, {"required", false}});
        extensions.push_back(json::object{{"schema", small_urn}, {"required", false}});
    }
}

}  // namespace

scim::catalogue random_catalogue(chance& dice) {
    std::vector<model::embedded_file> files;
    std::string resource_types;
    for (model::embedded_file file : scim::built_in_schemas()) {
        if (file.name == "resource_types.json") {
            json::value parsed = json::parse(file.text);
            extend(parsed);
            resource_types = json::serialize(parsed);
            file.text = resource_types;
        }
        files.push_back(file);
    }
    const std::string whole = json::serialize(whole_extension(dice));
    const std::string small = json::serialize(small_extension(dice));
    files.push_back({"law.json", whole});
    files.push_back({"more_law.json", small});
    auto loaded = scim::load_catalogue(files);
    if (!loaded) throw std::logic_error(loaded.error().detail + "\n" + whole + "\n" + small);
    return std::move(*loaded);
}

}  // namespace scimd::tests
