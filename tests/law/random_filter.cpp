#include "tests/law/random_filter.hpp"

#include <boost/json/serialize.hpp>

#include "tests/law/random_resource.hpp"

namespace scimd::tests {
namespace {

using scim::attribute;
using scim::data_type;

constexpr std::string_view operators[] = {"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"};
constexpr std::string_view equalities[] = {"eq", "ne"};
constexpr std::string_view orders[] = {"eq", "ne", "gt", "ge", "lt", "le"};
constexpr data_type simple_types[] = {
    data_type::string,    data_type::boolean,   data_type::decimal, data_type::integer,
    data_type::date_time, data_type::reference, data_type::binary};

std::string_view operator_of(chance& dice, data_type type) {
    if (type == data_type::boolean || type == data_type::binary) return dice.of(equalities);
    if (type == data_type::string || type == data_type::reference) return dice.of(operators);
    return dice.of(orders);
}

std::string literal_for(chance& dice, data_type type) {
    if (dice.one_in(20)) return "null";
    if (dice.one_in(40)) type = dice.of(simple_types);
    if (type == data_type::complex) type = data_type::string;
    // The beginning of a value is what `sw` is about, no text what everything begins with.
    if (type == data_type::string && dice.one_in(30)) return R"("")";
    return boost::json::serialize(random_simple_value(dice, type));
}

// An attribute as it may be named, and the schema's URN before it.
struct named_attribute {
    std::string prefix;
    const attribute* of = nullptr;

    std::string text(chance& dice) const { return in_other_letters(dice, prefix + of->name); }
};

named_attribute any_attribute(chance& dice, const scim::resource_type& type) {
    const std::size_t schemas = 2 + type.extensions.size();
    const std::size_t which = dice.below(schemas);
    if (which == 0) return {"", &dice.of(type.common->attributes)};
    if (which == 1)
        return {dice.one_in(6) ? type.core->urn + ":" : "", &dice.of(type.core->attributes)};
    const scim::schema& extension = *type.extensions[which - 2];
    return {extension.urn + ":", &dice.of(extension.attributes)};
}

std::string comparison_of(chance& dice, const std::string& name, const attribute& leaf) {
    if (dice.one_in(6)) return name + (dice.one_in(4) ? " PR" : " pr");
    const std::string word(operator_of(dice, leaf.type));
    return name + " " + in_other_letters(dice, word) + (dice.one_in(8) ? "  " : " ") +
           literal_for(dice, leaf.type);
}

// Joins terms that `term` makes to a filter.
template <class Term>
std::string joined(chance& dice, std::size_t depth, const Term& term) {
    if (depth == 0 || dice.one_in(3)) return term();
    const auto inner = [&] { return joined(dice, depth - 1, term); };
    switch (dice.below(4)) {
        case 0:
            return inner() + in_other_letters(dice, " and ") + inner();
        case 1:
            return inner() + in_other_letters(dice, " or ") + inner();
        case 2:
            return "not (" + inner() + ")";
        default:
            return "(" + inner() + (dice.one_in(2) ? " and " : " or ") + inner() + ")";
    }
}

std::string attribute_term(chance& dice, const scim::resource_type& type) {
    const named_attribute chosen = any_attribute(dice, type);
    const attribute& of = *chosen.of;
    const std::string name = chosen.text(dice);
    if ((of.multi_valued || of.type == data_type::complex) && dice.one_in(2))
        return name + "[" + random_value_filter(dice, of) + "]";
    if (of.type != data_type::complex || dice.one_in(6)) return comparison_of(dice, name, of);
    const attribute& sub = dice.of(of.sub_attributes);
    return comparison_of(dice, name + "." + in_other_letters(dice, sub.name), sub);
}

}  // namespace

std::string random_filter(chance& dice, const scim::resource_type& type) {
    return joined(dice, dice.below(4), [&] { return attribute_term(dice, type); });
}

std::string random_value_filter(chance& dice, const attribute& of) {
    return joined(dice, dice.below(3), [&] {
        if (of.type != data_type::complex)
            return comparison_of(dice, in_other_letters(dice, "value"), of);
        const attribute& sub = dice.of(of.sub_attributes);
        return comparison_of(dice, in_other_letters(dice, sub.name), sub);
    });
}

}  // namespace scimd::tests
