// The filter tree (RFC 7644 §3.4.2.2), resolved and typed: no text is left in it but values.
//
//   filter     = attrExp / logExp / valuePath / *1"not" "(" filter ")"
//   valuePath  = attrPath "[" valFilter "]"
//   attrExp    = (attrPath SP "pr") / (attrPath SP compareOp SP compValue)
//   compareOp  = "eq" / "ne" / "co" / "sw" / "ew" / "gt" / "lt" / "ge" / "le"
//   precedence: grouping, not, and, or
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/instant.hpp"
#include "scim/path.hpp"

namespace scimd::scim {

// Limits, each answered with errc::invalid_filter.
constexpr std::size_t filter_bytes_max = 8 * 1024;
constexpr std::size_t filter_depth_max = 32;
constexpr std::size_t filter_terms_max = 200;

enum class comparison_operator { eq, ne, co, sw, ew, gt, ge, lt, le };

// The right side, typed like the attribute it is compared with: strings of caseExact=false
// attributes are folded already, dateTimes are instants.
using literal =
    std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, model::instant>;

// Terms are shared between copies of a tree, which nobody changes: a filter is a value.
struct filter;

struct presence {
    attribute_path path;
};
struct comparison {
    attribute_path path;
    comparison_operator op = comparison_operator::eq;
    literal value;
    boost::json::value
        written;  // as it was written, before folding: what a PATCH seeds a new element with
};
// Inside, paths are relative: `attribute` is the sub-attribute and `sub` is nullptr. For simple
// multi-valued attributes "value" stands for the element itself.
struct value_path {
    attribute_path path;
    std::shared_ptr<const filter> inner;
};
struct conjunction {
    std::vector<filter> terms;
};
struct disjunction {
    std::vector<filter> terms;
};
struct negation {
    std::shared_ptr<const filter> term;
};
// What a term about an attribute that this resource type does not have comes to (RFC 7644
// §3.4.2.1).
struct constant {
    bool value = false;
};

struct filter {
    std::variant<presence, comparison, value_path, conjunction, disjunction, negation, constant>
        node;
};

// Attribute names and operators without regard to case. Refuses with errc::invalid_filter: syntax
// (with the position), operators that the attribute's type does not have, values of the wrong type,
// passwords and other writeOnly or never-returned attributes, limits. An attribute that the
// resource type does not have has no value (RFC 7644 §3.4.2.1 SHALL), which the tolerance notes,
// strict or not, unless one of `others` has it: the types that are listed besides, at the root.
model::result<filter> parse_filter(std::string_view text, const resource_type&, tolerance&,
                                   std::span<const resource_type* const> others = {});

// The filter inside `attribute[…]` of a PATCH path, relative to that attribute. An unknown
// sub-attribute is errc::invalid_filter unless the tolerance allows it.
model::result<filter> parse_value_filter(std::string_view text, const attribute& of,
                                         const resource_type&, tolerance&);

// The attribute that each term of a filter is about, in their order; nullptr where there is none.
std::vector<const attribute*> attributes_in(const filter&);

// Whether a full resource (as a client would read it with every attribute returned) matches. A
// comparison with a multi-valued attribute holds when any of its values does; "ne" is the negation
// of "eq"; an absent attribute equals null. A value of a list that does not say whether it is
// `primary` is compared as one that is not (RFC 7643 §2.4); present it is not.
bool matches(const filter&, const boost::json::object& resource);

// Whether `leaf` is a flag that says which value of a list is the primary one, when it is looked up
// in an element of such a list.
bool is_primary_flag(const attribute& leaf);

// Whether one value of a multi-valued attribute matches a value filter.
bool matches_element(const filter&, const boost::json::value& element);

}  // namespace scimd::scim
