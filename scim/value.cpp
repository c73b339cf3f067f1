// One value, from what a client sent to what a document holds.
#include "scim/value.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <boost/url/parse.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "model/instant.hpp"
#include "model/text.hpp"
#include "scim/document.hpp"
#include "scim/json_text.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

model::fault unfit(const attribute& of, std::string_view expected) {
    return refusal(errc::invalid_value, "\"" + of.name + "\" takes " + std::string(expected) + ".");
}

result<json::value> read_text(const json::value& sent, const attribute& of, tolerance& allowed) {
    if (sent.is_string()) {
        const json::string& text = sent.get_string();
        // U+0000 ends text in too many of the places that a value goes on to.
        if (text.find('\0') != json::string::npos) return unfit(of, "text without U+0000");
        if (text.empty() && allowed.allows(rule::empty_text)) return json::value();
        return sent;
    }
    // Of other numbers the spelling is lost: 1.10 would come back as 1.1E0.
    const bool whole = sent.is_int64() || sent.is_uint64();
    if (whole && allowed.allows(rule::number_text)) return json::value(json::serialize(sent));
    return unfit(of, "text");
}

result<json::value> read_boolean(const json::value& sent, const attribute& of, tolerance& allowed) {
    if (sent.is_bool()) return sent;
    if (sent.is_string()) {
        const std::string_view text = sent.get_string();
        if (text.empty() && allowed.allows(rule::empty_text)) return json::value();
        const bool truth = equal_names(text, "true");
        if ((truth || equal_names(text, "false")) && allowed.allows(rule::boolean_text))
            return json::value(truth);
    }
    return unfit(of, "true or false");
}

result<json::value> read_number(const json::value& sent, const attribute& of, tolerance& allowed) {
    const bool whole = of.type == data_type::integer;
    const auto fits = [whole](const json::value& number) {
        return whole ? number.is_int64()
                     : number.is_number() && std::isfinite(number.to_number<double>());
    };
    if (fits(sent)) return sent;
    if (sent.is_string()) {
        if (sent.get_string().empty() && allowed.allows(rule::empty_text)) return json::value();
        json::error_code error;
        const json::value number = parse_exactly(sent.get_string(), error);
        if (!error && fits(number) && allowed.allows(rule::number_text)) return number;
    }
    return unfit(of, whole ? "a whole number" : "a number");
}

// RFC 7643 §2.3.6: RFC 4648 §4 or, where a URL-safe text is wanted, §5, but not both in one; the
// padding may be left out.
bool is_base64(std::string_view text) {
    const bool url_safe = text.find_first_of("-_") != std::string_view::npos;
    const std::string_view others = url_safe ? "-_" : "+/";
    std::size_t padding = 0;
    while (padding < 2 && text.ends_with('=')) {
        text.remove_suffix(1);
        ++padding;
    }
    if (text.size() % 4 == 1 || (padding > 0 && (text.size() + padding) % 4 != 0)) return false;
    return std::ranges::all_of(text, [others](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

// RFC 7643 §2.3.5: xsd:dateTime, whose letters are capitals; without a time zone it is compared as
// UTC.
bool is_date_time(std::string_view text) {
    return text.find_first_of("tz ") == std::string_view::npos &&
           model::instant_from_date_time(text).has_value();
}

// RFC 7643 §2.3.7.
bool is_reference(std::string_view text) {
    return boost::urls::parse_uri_reference(text).has_value();
}

// Text of a certain form, stored as it was written.
struct text_form {
    data_type type;
    std::string_view called;
    bool (*fits)(std::string_view);
};
constexpr std::array<text_form, 3> text_forms = {{
    {data_type::date_time, "a date and time (xsd:dateTime)", &is_date_time},
    {data_type::binary, "base64 (RFC 4648)", &is_base64},
    {data_type::reference, "a URI (RFC 3986)", &is_reference},
}};

// RFC 7643 §7: a reference to resources has the endpoint of one of the types before the id.
bool leads_to_its_types(std::string_view text, const attribute& of) {
    if (of.reference_endpoints.empty()) return true;
    const auto parsed = boost::urls::parse_uri_reference(text);
    if (!parsed) return false;
    const auto segments = parsed->segments();
    if (segments.size() < 2 || segments.back().empty()) return false;
    const std::string before = "/" + *std::prev(segments.end(), 2);
    return std::ranges::find(of.reference_endpoints, before) != of.reference_endpoints.end();
}

// What a text of the form is called that the attribute takes.
std::string expected_of(const text_form& form, const attribute& of) {
    std::string expected(form.called);
    for (const std::string& endpoint : of.reference_endpoints)
        expected += (&endpoint == &of.reference_endpoints.front() ? " that ends in " : " or ") +
                    endpoint + "/ and an id";
    return expected;
}

result<json::value> read_formed_text(const json::value& sent, const attribute& of,
                                     tolerance& allowed) {
    const text_form& form = *std::ranges::find(text_forms, of.type, &text_form::type);
    if (!sent.is_string()) return unfit(of, expected_of(form, of));
    const std::string_view text = sent.get_string();
    if (text.empty() && allowed.allows(rule::empty_text)) return json::value();
    if (form.fits(text) && leads_to_its_types(text, of)) return sent;
    if (of.type == data_type::reference && allowed.allows(rule::reference_text))
        return read_text(sent, of, allowed);
    return unfit(of, expected_of(form, of));
}

bool is_canonical(const json::value& held, const attribute& of);

// Whether a value has its parts in schema order, each canonical: as nearly all are that come back
// from the store, or from read_value.
bool is_canonical_element(const json::value& held, const attribute& of) {
    if (of.type != data_type::complex)
        return !held.is_null() && !held.is_object() && !held.is_array();
    if (!held.is_object() || held.get_object().empty()) return false;
    auto sub = of.sub_attributes.begin();
    for (const auto& [name, part] : held.get_object()) {
        sub = std::ranges::find(sub, of.sub_attributes.end(), std::string_view(name),
                                &attribute::name);
        if (sub == of.sub_attributes.end() || !is_canonical(part, *sub)) return false;
        ++sub;
    }
    return true;
}

bool is_canonical(const json::value& held, const attribute& of) {
    if (!of.multi_valued) return is_canonical_element(held, of);
    return held.is_array() && !held.get_array().empty() &&
           std::ranges::all_of(held.get_array(), [&of](const json::value& one) {
               return is_canonical_element(one, of);
           });
}

// A value that was kept under other schemas may have another form: it is nobody's now.
json::value canonical_element(json::value&& from, const attribute& of) {
    if (from.is_object() != (of.type == data_type::complex) || from.is_array()) return {};
    if (of.type != data_type::complex) return std::move(from);
    json::object ordered;
    ordered.reserve(from.get_object().size());
    for (const attribute& sub : of.sub_attributes) {
        json::value* found = from.get_object().if_contains(sub.name);
        if (found == nullptr) continue;
        json::value kept = canonical(std::move(*found), sub);
        if (!kept.is_null()) ordered.emplace(sub.name, std::move(kept));
    }
    return ordered.empty() ? json::value() : json::value(std::move(ordered));
}

// Whether one value has the sub-attributes it must have.
result<void> check_parts(const json::value& element, const attribute& of) {
    const auto lacking = std::ranges::find_if(of.sub_attributes, [&](const attribute& sub) {
        return sub.required && (!element.is_object() || !element.get_object().contains(sub.name));
    });
    if (lacking == of.sub_attributes.end()) return {};
    return refusal(errc::invalid_value,
                   "A value of \"" + of.name + "\" lacks \"" + lacking->name + "\".");
}

// A complex value of parts that read_value made.
json::value in_schema_order(read_values&& parts, const attribute& of) {
    json::object ordered;
    ordered.reserve(parts.size());
    for (const attribute& sub : of.sub_attributes) {
        json::value* found = parts.find(sub);
        if (found != nullptr && !found->is_null()) ordered.emplace(sub.name, std::move(*found));
    }
    return ordered.empty() ? json::value() : json::value(std::move(ordered));
}

result<json::value> read_complex(const json::value& sent, const attribute& of, tolerance& allowed) {
    read_values gathered;
    if (sent.is_object()) {
        if (sent.get_object().empty()) return json::value();
        if (auto good = check_names(sent.get_object()); !good) return good.error();
        for (const auto& [name, value] : sent.get_object()) {
            const attribute* sub = of.sub(name);
            if (sub == nullptr) {
                if (allowed.allows(rule::unknown_attribute)) continue;
                return refusal(errc::invalid_syntax, "\"" + of.name + "\" has no sub-attribute \"" +
                                                         std::string(name) + "\".");
            }
            if (sub->mutability == mutability::read_only) continue;
            auto read = read_value(value, *sub, allowed);
            if (!read) return read.error();
            gathered.add(*sub, std::move(*read));
        }
    } else {
        const attribute* value = of.sub("value");
        if (value == nullptr || !(sent.is_string() || sent.is_number()) ||
            !allowed.allows(rule::bare_complex_value))
            return unfit(of, "an object");
        auto read = read_value(sent, *value, allowed);
        if (!read) return read.error();
        gathered.add(*value, std::move(*read));
    }
    json::value made = in_schema_order(std::move(gathered), of);
    if (auto whole = check_parts(made, of); !whole) return whole.error();
    return made;
}

// As they nearly always are: looked through faster than sorted.
bool is_short_and_without_twins(const json::object& given) {
    constexpr std::size_t short_object = 24;
    if (given.size() > short_object) return false;
    for (auto one = given.begin(); one != given.end(); ++one)
        for (auto other = given.begin(); other != one; ++other)
            if (one->key().size() == other->key().size() && equal_names(one->key(), other->key()))
                return false;
    return true;
}

}  // namespace

result<json::value> read_element(const json::value& sent, const attribute& of, tolerance& allowed) {
    if (sent.is_null()) return json::value();
    if (sent.is_array()) {
        const json::array& list = sent.get_array();
        if (list.empty()) return json::value();
        if (list.size() > 1 || !allowed.allows(rule::single_value_list))
            return unfit(of, "one value, not a list");
        return read_element(list.front(), of, allowed);
    }
    switch (of.type) {
        case data_type::string:
            return read_text(sent, of, allowed);
        case data_type::boolean:
            return read_boolean(sent, of, allowed);
        case data_type::decimal:
        case data_type::integer:
            return read_number(sent, of, allowed);
        case data_type::date_time:
        case data_type::binary:
        case data_type::reference:
            return read_formed_text(sent, of, allowed);
        case data_type::complex:
            return read_complex(sent, of, allowed);
    }
    return unfit(of, "a value");
}

result<json::value> read_value(const json::value& sent, const attribute& of, tolerance& allowed) {
    // One of the values of a list. Where a value must say something, one that says nothing is a
    // mistake: to drop it would make "replace the members with [{}]" mean "with nobody".
    const auto read_one = [&](const json::value& one) -> result<json::value> {
        auto element = read_element(one, of, allowed);
        if (!element || !element->is_null()) return element;
        const auto demanded = std::ranges::find_if(of.sub_attributes, &attribute::required);
        if (demanded == of.sub_attributes.end()) return element;
        return refusal(errc::invalid_value,
                       "A value of \"" + of.name + "\" lacks \"" + demanded->name + "\".");
    };
    if (!of.multi_valued) return read_element(sent, of, allowed);
    if (sent.is_null()) return json::value();
    json::array list;
    if (!sent.is_array()) {
        if (!allowed.allows(rule::single_value_bare)) return unfit(of, "a list of values");
        auto only = read_one(sent);
        if (!only) return only.error();
        list.push_back(std::move(*only));
    } else {
        list.reserve(sent.get_array().size());
        for (const json::value& one : sent.get_array()) {
            auto element = read_one(one);
            if (!element) return element.error();
            list.push_back(std::move(*element));
        }
    }
    return canonical(std::move(list), of);
}

json::value canonical(json::value&& from, const attribute& of) {
    if (is_canonical(from, of)) return std::move(from);
    if (!of.multi_valued) return canonical_element(std::move(from), of);
    if (!from.is_array()) return {};
    json::array kept;
    for (json::value& one : from.get_array()) {
        json::value element = canonical_element(std::move(one), of);
        if (!element.is_null()) kept.push_back(std::move(element));
    }
    return kept.empty() ? json::value() : json::value(std::move(kept));
}

result<void> check_required_parts(const json::value& held, const attribute& of) {
    if (of.type != data_type::complex || held.is_null()) return {};
    if (!held.is_array()) return check_parts(held, of);
    for (const json::value& one : held.get_array())
        if (auto whole = check_parts(one, of); !whole) return whole;
    return {};
}

result<void> check_names(const json::object& given) {
    if (is_short_and_without_twins(given)) return {};
    constexpr auto lowered = [](char c) { return model::to_lower(c); };
    std::vector<std::string_view> names;
    names.reserve(given.size());
    for (const auto& member : given) names.push_back(member.key());
    std::ranges::sort(names, [lowered](std::string_view left, std::string_view right) {
        return std::ranges::lexicographical_compare(left, right, {}, lowered, lowered);
    });
    const auto twice = std::ranges::adjacent_find(names, equal_names);
    if (twice == names.end()) return {};
    return refusal(errc::invalid_syntax, "\"" + std::string(*twice) + "\" is given twice.");
}

bool has_form_of(const json::value& held, const attribute& of) {
    const auto has_form = [&of](const json::value& one) {
        switch (of.type) {
            case data_type::boolean:
                return one.is_bool();
            case data_type::integer:
                return one.is_int64();
            case data_type::decimal:
                return one.is_number();
            case data_type::complex:
                break;
            case data_type::string:
            case data_type::date_time:
            case data_type::reference:
            case data_type::binary:
                return one.is_string();
        }
        return one.is_object() && std::ranges::all_of(one.get_object(), [&](const auto& part) {
                   const attribute* sub = of.sub(part.key());
                   return sub != nullptr && has_form_of(part.value(), *sub);
               });
    };
    if (!of.multi_valued) return has_form(held);
    return held.is_array() && std::ranges::all_of(held.get_array(), has_form);
}

bool is_present(const json::value& value) {
    if (value.is_null()) return false;
    if (value.is_string()) return !value.get_string().empty();
    if (value.is_array()) return std::ranges::any_of(value.get_array(), is_present);
    if (value.is_object())
        return std::ranges::any_of(value.get_object(),
                                   [](const auto& member) { return is_present(member.value()); });
    return true;
}

}  // namespace scimd::scim
