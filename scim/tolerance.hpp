// What identity providers send although the RFCs do not let them, as a table of named rules. A
// directory whose setting `tolerance` is lenient has all of them on, a strict one none
// (docs/dialects.md lists them with their quirk numbers). Output never bends: it is RFC 7643/7644
// either way.
#pragma once

#include <bitset>
#include <span>
#include <string>
#include <string_view>

#include "model/settings.hpp"

namespace scimd::scim {

enum class rule {
    boolean_text,              // "True", "false" where a boolean is declared
    number_text,               // 30877 where text is declared, "30877" where a number is
    empty_text,                // "" is no value
    reference_text,            // any text where a URI is declared
    unknown_schema,            // URNs in `schemas` that we do not know, or none at all
    unknown_attribute,         // attributes that no schema declares are left out
    single_value_list,         // [x] where one value is meant
    single_value_bare,         // x where a list of values is meant
    bare_complex_value,        // text where an object with `value` is meant: manager, members
    several_primaries,         // more than one primary: the first stays
    bare_extension_attribute,  // an extension's attribute named without its URN
    dotted_keys,               // "name.givenName" and "urn:…:User:department" as keys of a value
    create_on_unmatched_path,  // a value path that matches nothing makes the element it describes
    remove_listed_values,      // remove with a `value`: these and no others
    readonly_in_patch,         // id, schemas, meta in a PATCH value are left out
    empty_operations,          // a PATCH without operations changes nothing
    missing_message_schema,    // a PATCH, search or Bulk body without `schemas`
    null_path,                 // "path": null is no path
    value_path_sub_attribute,  // filter: emails[type eq "work"].value eq "x"
    unquoted_value,            // filter: externalId eq jyoung
    complex_means_value,       // filter: manager eq "x" means manager.value eq "x"
    unknown_filter_attribute,  // filter: an attribute the resource type lacks has no value
    repeated_slash,            // //Users
    missing_bulk_id,           // a POST in a Bulk request without a bulkId
    last_rule = missing_bulk_id
};
constexpr std::size_t rule_count = static_cast<std::size_t>(rule::last_rule) + 1;

// Which rules something needed.
using rules = std::bitset<rule_count>;
// "boolean-text, dotted-keys": in the table's order.
std::string to_text(const rules&);

struct rule_description {
    scim::rule rule;
    std::string_view name;     // as it stands in SCIM-Tolerated: "boolean-text"
    std::string_view quirks;   // "ENTRA-11"
    std::string_view meaning;  // a sentence
};
std::span<const rule_description> rule_descriptions();  // one row per rule, in their order

// Which rules are on for a request, and which of them it needed.
class tolerance {
 public:
    explicit tolerance(model::tolerance setting);

    // Whether the rule is on; asking is needing: call it only where strictness would refuse or
    // change the outcome.
    bool allows(rule);
    // What the RFCs grant in strict directories too and a client should still hear of.
    void note(rule);
    // What a later part of the same request needed.
    void note(const rules& more) { needed_ |= more; }
    const rules& needed() const { return needed_; }

 private:
    bool on_;
    rules needed_;
};

}  // namespace scimd::scim
