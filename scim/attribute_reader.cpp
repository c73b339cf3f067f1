#include "scim/attribute_reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace scimd::scim {
namespace {

using place = schema_place;

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
constexpr std::array<std::string_view, 12> characteristics = {
    "name", "type", "multiValued", "description", "required", "canonicalValues", "caseExact",
    "mutability", "returned", "uniqueness", "referenceTypes", "subAttributes"};
// clang-format on

// The default of RFC 7643 §2.2 is the default of the member.
template <class Value, std::size_t Count>
void read_choice(const place& from, std::string_view name, Value& to,
                 const std::array<std::pair<std::string_view, Value>, Count>& choices) {
    if (!from.has(name)) return;
    const place chosen = from.at(name);
    const std::string text = chosen.text();
    const auto found = std::ranges::find(choices, text, [](const auto& row) { return row.first; });
    if (found == choices.end())
        chosen.refuse("\"" + text + "\" is not one of the words of RFC 7643 section 7");
    to = found->second;
}

bool read_flag(const place& from, std::string_view name) {
    return from.has(name) && from.at(name).flag();
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// RFC 7643 §2.1: ATTRNAME = ALPHA *("$" / "-" / "_" / DIGIT / ALPHA). "$ref" is the RFC's own
// exception; a "$" anywhere else would be one that no filter can name.
bool is_attribute_name(std::string_view name) {
    if (name == "$ref") return true;
    return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool is_text(data_type type) {
    return type == data_type::string || type == data_type::reference || type == data_type::binary;
}

bool read_case_exact(const place& from, data_type type) {
    const bool said = read_flag(from, "caseExact");
    if (type == data_type::binary) return true;
    if (type == data_type::reference) return said || !from.has("caseExact");
    return said && is_text(type);
}

// RFC 7643 §2.3: which types have no uniqueness.
bool can_be_unique(data_type type) {
    return type == data_type::string || type == data_type::reference ||
           type == data_type::integer || type == data_type::decimal;
}

void check_together(const place& from, const attribute& made) {
    if (made.required && made.mutability == mutability::read_only)
        from.at("required").refuse("nobody can give a value to what is readOnly");
    if (made.uniqueness != uniqueness::none && !can_be_unique(made.type))
        from.at("uniqueness").refuse("values of this type have no uniqueness");
    if (made.type != data_type::complex && from.has("subAttributes") &&
        !from.at("subAttributes").elements().empty())
        from.at("subAttributes").refuse("only a complex attribute has sub-attributes");
}

std::vector<attribute> read_level(const place&, const std::string& urn, bool inside_complex,
                                  std::size_t& count);

attribute read_attribute(const place& from, const std::string& urn, bool inside_complex,
                         std::size_t& count) {
    from.allow_only(characteristics);
    attribute made;
    made.name = from.at("name").text();
    if (!is_attribute_name(made.name))
        from.at("name").refuse("a name is a letter and then letters, digits, - and _");
    made.schema = urn;
    made.description = from.text_or_nothing("description");
    read_choice(from, "type", made.type, data_types);
    read_choice(from, "mutability", made.mutability, mutabilities);
    read_choice(from, "returned", made.returned, returns);
    read_choice(from, "uniqueness", made.uniqueness, uniquenesses);
    made.multi_valued = read_flag(from, "multiValued");
    made.required = read_flag(from, "required");
    made.case_exact = read_case_exact(from, made.type);
    if (made.mutability == mutability::write_only) made.returned = returned::never;
    if (from.has("canonicalValues")) made.canonical_values = from.at("canonicalValues").texts();
    if (from.has("referenceTypes")) made.reference_types = from.at("referenceTypes").texts();
    if (made.type != data_type::reference) made.reference_types.clear();
    check_together(from, made);
    if (made.type != data_type::complex) return made;
    if (inside_complex) from.refuse("a sub-attribute cannot be complex (RFC 7643 section 2.3.8)");
    made.sub_attributes = read_level(from.at("subAttributes"), urn, true, count);
    if (made.sub_attributes.empty())
        from.at("subAttributes").refuse("a complex attribute has at least one sub-attribute");
    return made;
}

std::vector<attribute> read_level(const place& from, const std::string& urn, bool inside_complex,
                                  std::size_t& count) {
    std::vector<attribute> all;
    for (const place& one : from.elements()) {
        if (++count > schema_attributes_max)
            one.refuse("a schema has at most " + std::to_string(schema_attributes_max) +
                       " attributes");
        attribute made = read_attribute(one, urn, inside_complex, count);
        const bool twice = std::ranges::any_of(
            all, [&](const attribute& other) { return equal_names(other.name, made.name); });
        if (twice) one.refuse("there are two attributes \"" + made.name + "\"");
        all.push_back(std::move(made));
    }
    return all;
}

}  // namespace

std::vector<attribute> read_attributes(const place& from, const std::string& urn) {
    std::size_t count = 0;
    return read_level(from, urn, false, count);
}

}  // namespace scimd::scim
