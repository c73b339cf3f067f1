#include "scim/filter_literal.hpp"

#include <utility>

#include "scim/fold.hpp"
#include "scim/json_text.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

// What an attribute is compared as, and the value it was written as.
struct typed_value {
    literal value;
    json::value written;
};

model::fault unfit(const attribute& of, const written_value& given) {
    return refusal(errc::invalid_filter,
                   "\"" + of.name + "\" cannot be compared with " + std::string(given.text) + ".");
}

result<typed_value> type_text(const written_value& given, const attribute& of, tolerance& allowed) {
    std::string text;
    if (given.value.is_string())
        text = std::string_view(given.value.get_string());
    else
        text = given.text;
    // ENTRA-32 leaves the quotes out; a number where text is declared is ENTRA-45.
    const bool number = given.value.is_number();
    const bool unquoted = given.bare_word || given.value.is_bool();
    if ((number && !allowed.allows(rule::number_text)) ||
        (unquoted && !allowed.allows(rule::unquoted_value)))
        return unfit(of, given);
    json::value written(text);
    return typed_value{of.case_exact ? std::move(text) : fold(text), std::move(written)};
}

result<typed_value> type_boolean(const written_value& given, const attribute& of,
                                 tolerance& allowed) {
    if (given.value.is_bool()) return typed_value{given.value.get_bool(), given.value};
    if (!given.value.is_string()) return unfit(of, given);
    const std::string_view text = given.value.get_string();
    const bool truth = equal_names(text, "true");
    if (!(truth || equal_names(text, "false")) || !allowed.allows(rule::boolean_text))
        return unfit(of, given);
    return typed_value{truth, json::value(truth)};
}

result<typed_value> type_number(const written_value& given, const attribute& of,
                                tolerance& allowed) {
    json::value number = given.value;
    if (number.is_string()) {
        json::error_code error;
        number = parse_exactly(given.value.get_string(), error);
        if (error || !number.is_number() || !allowed.allows(rule::number_text))
            return unfit(of, given);
    }
    if (number.is_int64()) return typed_value{number.get_int64(), number};
    if (!number.is_number()) return unfit(of, given);
    return typed_value{number.to_number<double>(), number};
}

result<typed_value> type_moment(const written_value& given, const attribute& of,
                                tolerance& allowed) {
    if (!given.value.is_string()) return unfit(of, given);
    const auto moment = model::instant_from_date_time(std::string_view(given.value.get_string()));
    if (!moment || (given.bare_word && !allowed.allows(rule::unquoted_value)))
        return unfit(of, given);
    return typed_value{*moment, given.value};
}

result<typed_value> type_value(const written_value& given, const attribute& of,
                               tolerance& allowed) {
    switch (of.type) {
        case data_type::string:
        case data_type::reference:
        case data_type::binary:
            return type_text(given, of, allowed);
        case data_type::boolean:
            return type_boolean(given, of, allowed);
        case data_type::integer:
        case data_type::decimal:
            return type_number(given, of, allowed);
        case data_type::date_time:
            return type_moment(given, of, allowed);
        case data_type::complex:
            break;
    }
    return unfit(of, given);
}

// RFC 7644 §3.4.2.2, table 3.
bool has_operator(data_type type, comparison_operator op) {
    using enum comparison_operator;
    const bool text = type == data_type::string || type == data_type::reference;
    const bool ordered = type != data_type::boolean && type != data_type::binary;
    switch (op) {
        case eq:
        case ne:
            return true;
        case co:
        case sw:
        case ew:
            return text;
        case gt:
        case ge:
        case lt:
        case le:
            return ordered;
    }
    return false;
}

// `emails co "x"` is the RFC's own example of comparing a multi-valued attribute by its `value`; of
// a single complex attribute it demands the sub-attribute, which Entra leaves out (ENTRA-29).
bool point_to_value(attribute_path& path, tolerance& allowed) {
    path.sub = path.leaf().sub("value");
    return path.sub != nullptr &&
           (path.attribute->multi_valued || allowed.allows(rule::complex_means_value));
}

filter not_present(attribute_path path) {
    return {negation{std::make_unique<filter>(filter{presence{path}})}};
}

}  // namespace

result<filter> make_comparison(const attribute_path& to, comparison_operator op,
                               const written_value& given, tolerance& allowed) {
    attribute_path path = to;
    const bool equality = op == comparison_operator::eq || op == comparison_operator::ne;
    if (given.value.is_null()) {
        if (!equality) return unfit(path.leaf(), given);
        if (op == comparison_operator::ne) return filter{presence{path}};
        if (path.leaf().type == data_type::complex) return not_present(path);
        return filter{comparison{path, op, nullptr, nullptr}};
    }
    if (path.leaf().type == data_type::complex && !point_to_value(path, allowed))
        return refusal(
            errc::invalid_filter,
            "\"" + to.leaf().name + "\" is complex: a filter compares one of its sub-attributes.");
    if (!has_operator(path.leaf().type, op))
        return refusal(errc::invalid_filter,
                       "The type of \"" + path.leaf().name + "\" does not have this operator.");
    auto typed = type_value(given, path.leaf(), allowed);
    if (!typed) return typed.error();
    return filter{comparison{path, op, std::move(typed->value), std::move(typed->written)}};
}

}  // namespace scimd::scim
