#include "tests/law/random_resource.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace scimd::tests {
namespace {

namespace json = boost::json;
using scim::attribute;
using scim::data_type;

// Pieces of text that are equal, or nearly so, under some folding and not under another.
constexpr std::string_view pieces[] = {"a",
                                       "A",
                                       "b",
                                       "ab",
                                       "aB",
                                       "z",
                                       "1",
                                       "0",
                                       " ",
                                       "'",
                                       "\"",
                                       "\\",
                                       "%",
                                       "_",
                                       "]",
                                       ")",
                                       ".",
                                       "\n",
                                       "null",
                                       "true",
                                       "Ａ",
                                       "ａ",
                                       "ｱ",
                                       "ア",
                                       "é",
                                       "e\u0301",
                                       "É",
                                       "ß",
                                       "ss",
                                       "SS",
                                       "ẞ",
                                       "İ",
                                       "i",
                                       "ı",
                                       "Σ",
                                       "σ",
                                       "ς",
                                       "ﬁ",
                                       "fi",
                                       "Å",
                                       "\u212B",
                                       "가",
                                       "\u1100\u1161",
                                       "ǅ",
                                       "ŉ",
                                       "\u0345",
                                       "日本",
                                       "😀",
                                       "\u00A0",
                                       "\u200D",
                                       "\uFFFF",
                                       "\U0010FFFF",
                                       "\uFFFD",
                                       "\u0301"};

constexpr std::int64_t integers[] = {0,
                                     1,
                                     -1,
                                     2,
                                     10,
                                     255,
                                     1'000'000,
                                     9'007'199'254'740'991,
                                     9'007'199'254'740'992,
                                     9'007'199'254'740'993,
                                     std::numeric_limits<std::int64_t>::max(),
                                     std::numeric_limits<std::int64_t>::max() - 1,
                                     std::numeric_limits<std::int64_t>::min()};
constexpr double decimals[] = {0.0,
                               -0.0,
                               0.1,
                               0.5,
                               1.0,
                               -1.5,
                               2.0,
                               3.141592653589793,
                               1e15,
                               1e16,
                               9'007'199'254'740'992.0,
                               9.223372036854775807e18,
                               1e19,
                               1e-7,
                               1e300,
                               -1e300,
                               2.5e-300,
                               1.7976931348623157e308};
constexpr std::string_view moments[] = {
    "2011-05-13T04:42:34Z",   "2011-05-13T06:42:34+02:00",      "2011-05-13T04:42:34.000Z",
    "2011-05-13T04:42:34.1Z", "2011-05-13T04:42:34.123456789Z", "2011-05-12T23:12:34-05:30",
    "2011-05-13T04:42:35",    "1970-01-01T00:00:00Z",           "1969-12-31T23:59:59.999Z",
    "0001-01-01T00:00:00Z",   "9999-12-31T23:59:59.999Z",       "2016-12-31T23:59:60Z",
    "2017-01-01T00:00:00Z",   "2012-02-29T12:00:00+14:00"};
constexpr std::string_view references[] = {
    "https://example.com/a", "https://example.com/A", "https://example.com/a?b=c#d",
    "urn:example:a",         "../Users/u-1",          "https://EXAMPLE.com/%C3%A9"};
// What may stand before the endpoint in a reference to a resource.
const std::string resources[] = {"..", "https://example.com/scim/v2", "https://example.com"};
constexpr std::string_view binaries[] = {"YQ==", "YQ",   "yq==", "AAAA",
                                         "aaaa", "_-8=", "/+8=", "MIIC"};

json::value random_element(chance& dice, const attribute& of) {
    if (!of.reference_endpoints.empty())
        return json::value(dice.of(resources) + dice.of(of.reference_endpoints) + "/u-1");
    if (of.type != data_type::complex) return random_simple_value(dice, of.type);
    // Of what is read-only as a whole, like a user's groups, any part will do.
    const auto is_read_only = [](const attribute& one) {
        return one.mutability == scim::mutability::read_only;
    };
    const bool any = std::ranges::all_of(of.sub_attributes, is_read_only);
    json::object made;
    while (made.empty())
        for (const attribute& sub : of.sub_attributes)
            if ((any || !is_read_only(sub)) && (sub.required || dice.one_in(2)))
                made[sub.name] = random_value(dice, sub);
    return made;
}

// At most one value of a list is the primary one (RFC 7643 §2.4).
void keep_one_primary(json::array& list) {
    bool seen = false;
    for (json::value& one : list) {
        json::value* flag = one.is_object() ? one.get_object().if_contains("primary") : nullptr;
        if (flag == nullptr || !flag->is_bool() || !flag->get_bool()) continue;
        *flag = !seen;
        seen = true;
    }
}

bool is_writable(const attribute& one) {
    return one.mutability != scim::mutability::read_only && one.name != "password" &&
           one.name != "members";
}

json::object random_members(chance& dice, const scim::schema& of) {
    json::object made;
    for (const attribute& one : of.attributes)
        if (is_writable(one) && (one.required || dice.one_in(2)))
            made[one.name] = random_value(dice, one);
    return made;
}

json::value rewritten_value(chance& dice, const json::value& of) {
    if (of.is_object()) return rewritten(dice, of.get_object());
    if (!of.is_array()) return of;
    json::array made;
    for (const json::value& one : of.get_array()) made.push_back(rewritten_value(dice, one));
    return made;
}

void empty_some_text(chance& dice, json::value& held, const attribute& of) {
    if (held.is_array())
        for (json::value& one : held.get_array()) empty_some_text(dice, one, of);
    else if (held.is_object())
        for (const attribute& sub : of.sub_attributes) {
            json::value* part = held.get_object().if_contains(sub.name);
            if (part != nullptr) empty_some_text(dice, *part, sub);
        }
    else if (of.type == data_type::string && dice.one_in(8))
        held = "";
}

}  // namespace

std::string random_text(chance& dice) {
    std::string made;
    for (std::size_t i = 1 + dice.below(3); i > 0; --i) made += dice.of(pieces);
    return made;
}

json::value random_simple_value(chance& dice, data_type type) {
    switch (type) {
        case data_type::string:
            return json::value(random_text(dice));
        case data_type::boolean:
            return json::value(dice.one_in(2));
        case data_type::decimal:
            if (dice.one_in(3)) return json::value(dice.of(integers));
            return json::value(dice.of(decimals));
        case data_type::integer:
            return json::value(dice.of(integers));
        case data_type::date_time:
            return json::value(dice.of(moments));
        case data_type::reference:
            return json::value(dice.of(references));
        case data_type::binary:
            return json::value(dice.of(binaries));
        case data_type::complex:
            break;
    }
    return {};
}

json::value random_value(chance& dice, const attribute& of) {
    if (!of.multi_valued) return random_element(dice, of);
    json::array list;
    for (std::size_t i = 1 + dice.below(3); i > 0; --i) list.push_back(random_element(dice, of));
    keep_one_primary(list);
    return list;
}

json::object random_body(chance& dice, const scim::resource_type& type, const std::string& name) {
    json::object made = random_members(dice, *type.core);
    if (dice.one_in(2)) made["externalId"] = random_text(dice);
    // No piece of text has a "#": names stay different whatever is folded.
    made[type.name == "User" ? "userName" : "displayName"] = random_text(dice) + "#" + name;
    json::array urns{json::string(type.core->urn)};
    for (const scim::schema* extension : type.extensions) {
        if (dice.one_in(6)) continue;
        made[extension->urn] = random_members(dice, *extension);
        urns.emplace_back(extension->urn);
    }
    made["schemas"] = std::move(urns);
    return made;
}

void with_empty_text(chance& dice, json::object& body, const scim::resource_type& type) {
    const auto visit = [&](json::object& home, const scim::schema& in) {
        for (const attribute& one : in.attributes) {
            json::value* held = home.if_contains(one.name);
            if (held != nullptr && !one.required) empty_some_text(dice, *held, one);
        }
    };
    visit(body, *type.common);
    visit(body, *type.core);
    for (const scim::schema* extension : type.extensions)
        if (json::value* part = body.if_contains(extension->urn))
            visit(part->as_object(), *extension);
}

json::object rewritten(chance& dice, const json::object& body) {
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : body) members.push_back(&member);
    std::ranges::shuffle(members, dice.engine());
    json::object made;
    for (const auto* member : members)
        made[in_other_letters(dice, member->key())] = rewritten_value(dice, member->value());
    return made;
}

std::string in_other_letters(chance& dice, std::string_view ascii) {
    std::string made(ascii);
    if (!dice.one_in(4)) return made;
    for (char& c : made) {
        const auto letter = static_cast<unsigned char>(c);
        if (dice.one_in(2))
            c = static_cast<char>(std::islower(letter) != 0 ? std::toupper(letter)
                                                            : std::tolower(letter));
    }
    return made;
}

}  // namespace scimd::tests
