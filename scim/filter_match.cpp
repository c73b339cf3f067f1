#include <boost/json/array.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "scim/filter.hpp"
#include "scim/fold.hpp"
#include "scim/value.hpp"

namespace scimd::scim {
namespace {

namespace json = boost::json;

// What is asked: a resource, or one element of a list, which need not be an object.
struct subject {
    const json::object* members = nullptr;
    const json::value* element = nullptr;
    bool of_list = false;
};

const json::value* member_of(const json::value& of, const std::string& name) {
    return of.is_object() ? of.get_object().if_contains(name) : nullptr;
}

subject as_subject(const json::value& element, bool of_list) {
    return {element.is_object() ? &element.get_object() : nullptr, &element, of_list};
}

// Whether any of the values that a list holds, or the one value that is none, has a property.
template <class Property>
bool any_of_values(const json::value& value, Property property) {
    if (!value.is_array()) return property(value);
    return std::ranges::any_of(value.get_array(), property);
}

// What a comparison finds where a value of a list does not say whether it is primary; nullptr where
// nothing is to be found (RFC 7643 §2.4).
const json::value* assumed(const attribute_path& path, const subject& asked) {
    static const json::value not_primary(false);
    const bool in_list = path.sub != nullptr ? path.attribute->multi_valued : asked.of_list;
    return in_list && is_primary_flag(path.leaf()) ? &not_primary : nullptr;
}

// The same for the values that a path leads to. In an element that is not an object the path names
// the element itself (filter.hpp). Where an element lacks the value, `otherwise` stands for it.
template <class Property>
bool any_at(const attribute_path& path, const subject& asked, Property property,
            const json::value* otherwise = nullptr) {
    const json::value* from = asked.element;
    if (path.extension != nullptr) {
        from = asked.members == nullptr ? nullptr : asked.members->if_contains(path.extension->urn);
        if (from != nullptr) from = member_of(*from, path.attribute->name);
    } else if (asked.members != nullptr) {
        from = asked.members->if_contains(path.attribute->name);
    }
    if (from == nullptr && path.sub == nullptr) from = otherwise;
    if (from == nullptr) return false;
    if (path.sub == nullptr) return any_of_values(*from, property);
    return any_of_values(*from, [&](const json::value& element) {
        const json::value* found = member_of(element, path.sub->name);
        if (found == nullptr) found = otherwise;
        return found != nullptr && any_of_values(*found, property);
    });
}

template <class Value>
bool is_ordered(comparison_operator op, const Value& left, const Value& right) {
    switch (op) {
        case comparison_operator::gt:
            return left > right;
        case comparison_operator::ge:
            return left >= right;
        case comparison_operator::lt:
            return left < right;
        case comparison_operator::le:
            return left <= right;
        default:
            return left == right;
    }
}

// A whole number against another one, exactly: as doubles, 2^53 and 2^53 + 1 would be equal.
// Negative, zero or positive.
int order_of(std::int64_t whole, double other) {
    constexpr double beyond_whole = 0x1p63;
    if (other >= beyond_whole) return -1;
    if (other < -beyond_whole) return 1;
    const double cut = std::trunc(other);
    const auto cut_whole = static_cast<std::int64_t>(cut);
    if (whole != cut_whole) return whole < cut_whole ? -1 : 1;
    if (other == cut) return 0;
    return other > cut ? -1 : 1;
}

bool texts_compare(comparison_operator op, std::string_view left, std::string_view right) {
    switch (op) {
        case comparison_operator::co:
            return left.find(right) != std::string_view::npos;
        case comparison_operator::sw:
            return left.starts_with(right);
        case comparison_operator::ew:
            return left.ends_with(right);
        default:
            return is_ordered(op, left, right);
    }
}

// The attribute's value against each kind of literal. Another type than the schema's never holds.
struct against {
    const comparison& wanted;
    const json::value& value;

    bool operator()(std::nullptr_t) const { return !is_present(value); }
    bool operator()(bool flag) const { return value.is_bool() && value.get_bool() == flag; }
    bool operator()(std::int64_t number) const {
        if (value.is_int64()) return is_ordered(wanted.op, value.get_int64(), number);
        return value.is_number() &&
               is_ordered(wanted.op, 0, order_of(number, value.to_number<double>()));
    }
    bool operator()(double number) const {
        if (value.is_int64()) return is_ordered(wanted.op, order_of(value.get_int64(), number), 0);
        return value.is_number() && is_ordered(wanted.op, value.to_number<double>(), number);
    }
    bool operator()(const std::string& text) const {
        if (!value.is_string()) return false;
        const std::string_view held = value.get_string();
        if (wanted.path.leaf().case_exact) return texts_compare(wanted.op, held, text);
        return texts_compare(wanted.op, fold(held), text);
    }
    bool operator()(model::instant moment) const {
        if (!value.is_string()) return false;
        const auto held = model::instant_from_date_time(std::string_view(value.get_string()));
        return held && is_ordered(wanted.op, *held, moment);
    }
};

bool holds(const filter& wanted, const subject& asked);

struct evaluation {
    const subject& asked;

    bool operator()(const presence& term) const { return any_at(term.path, asked, is_present); }
    bool operator()(const comparison& term) const {
        if (std::holds_alternative<std::nullptr_t>(term.value))
            return any_at(term.path, asked, is_present) == (term.op == comparison_operator::ne);
        const auto compared = [&](const json::value& value) {
            return std::visit(against{term, value}, term.value);
        };
        const bool any = any_at(term.path, asked, compared, assumed(term.path, asked));
        return any != (term.op == comparison_operator::ne);
    }
    bool operator()(const value_path& term) const {
        return any_at(term.path, asked, [&](const json::value& element) {
            return holds(*term.inner, as_subject(element, term.path.attribute->multi_valued));
        });
    }
    bool operator()(const conjunction& all) const {
        return std::ranges::all_of(all.terms, [&](const filter& one) { return holds(one, asked); });
    }
    bool operator()(const disjunction& any) const {
        return std::ranges::any_of(any.terms, [&](const filter& one) { return holds(one, asked); });
    }
    bool operator()(const negation& term) const { return !holds(*term.term, asked); }
    bool operator()(const constant& term) const { return term.value; }
};

bool holds(const filter& wanted, const subject& asked) {
    return std::visit(evaluation{asked}, wanted.node);
}

struct listing {
    std::vector<const attribute*>& into;

    void operator()(const presence& term) const { into.push_back(&term.path.leaf()); }
    void operator()(const comparison& term) const { into.push_back(&term.path.leaf()); }
    void operator()(const value_path& term) const { std::visit(*this, term.inner->node); }
    void operator()(const conjunction& all) const { list(all.terms); }
    void operator()(const disjunction& any) const { list(any.terms); }
    void operator()(const negation& term) const { std::visit(*this, term.term->node); }
    void operator()(const constant&) const { into.push_back(nullptr); }

    void list(const std::vector<filter>& terms) const {
        for (const filter& one : terms) std::visit(*this, one.node);
    }
};

}  // namespace

std::vector<const attribute*> attributes_in(const filter& asked) {
    std::vector<const attribute*> found;
    std::visit(listing{found}, asked.node);
    return found;
}

bool is_primary_flag(const attribute& leaf) {
    return leaf.name == "primary" && leaf.type == data_type::boolean;
}

bool matches(const filter& wanted, const json::object& resource) {
    return holds(wanted, {&resource, nullptr, false});
}

bool matches_element(const filter& wanted, const json::value& element) {
    return holds(wanted, as_subject(element, true));
}

}  // namespace scimd::scim
