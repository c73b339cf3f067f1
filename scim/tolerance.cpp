#include "scim/tolerance.hpp"

#include <array>

namespace scimd::scim {
namespace {

// clang-format off
constexpr std::array<rule_description, rule_count> rows = {{
    {rule::boolean_text,             "boolean-text",             "ENTRA-11, ENTRA-24", "A boolean may be written as text, in any letter case: \"True\"."},
    {rule::number_text,              "number-text",              "ENTRA-45",          "A whole number may stand where text is declared, and text that is a number where a number is."},
    {rule::empty_text,               "empty-text",               "OKTA-29, ENTRA-34",  "Empty text is no value: it leaves an attribute out, and removes it in a PATCH."},
    {rule::reference_text,           "reference-text",           "-",                  "A reference may be any text."},
    {rule::unknown_schema,           "unknown-schema",           "ENTRA-07, OL-03, AK-08", "`schemas` may name URNs that are not known here, or be left out."},
    {rule::unknown_attribute,        "unknown-attribute",        "ENTRA-06, ENTRA-23", "Attributes that no schema declares are left out."},
    {rule::single_value_list,        "single-value-list",        "OKTA-08, ENTRA-09",  "A list of one value may stand for the value."},
    {rule::single_value_bare,        "single-value-bare",        "ENTRA-17",           "One value may stand for a list of it."},
    {rule::bare_complex_value,       "bare-complex-value",       "ENTRA-08, ENTRA-36", "Text may stand for the object whose `value` it is: a manager, a member."},
    {rule::several_primaries,        "several-primaries",        "PING-01",            "Of several primary values the first stays primary."},
    {rule::bare_extension_attribute, "bare-extension-attribute", "ENTRA-09",           "An attribute that only one extension has may be named without its URN."},
    {rule::dotted_keys,              "dotted-keys",              "ENTRA-15",           "The keys of a PATCH value may be paths; in any body the core schema's URN may qualify or hold its attributes."},
    {rule::create_on_unmatched_path, "create-on-unmatched-path", "ENTRA-13, ENTRA-14, ENTRA-43", "A value path that matches nothing makes the element it describes."},
    {rule::remove_listed_values,     "remove-listed-values",     "ENTRA-17, JC-03, PING-07, AK-06", "A remove with a value removes the values it lists, and no others."},
    {rule::readonly_in_patch,        "readonly-in-patch",        "OKTA-12, AK-04",     "Attributes that are read-only are left out of a PATCH value."},
    {rule::empty_operations,         "empty-operations",         "ENTRA-38",           "A PATCH without operations, or a replacement without attributes, changes nothing."},
    {rule::missing_message_schema,   "missing-message-schema",   "JC-06",              "A PATCH, search or Bulk body may leave `schemas` out."},
    {rule::null_path,                "null-path",                "AK-13",              "A path that is null or empty is no path."},
    {rule::value_path_sub_attribute, "value-path-sub-attribute", "ENTRA-04",           "A filter may compare what a value path selects: emails[type eq \"work\"].value eq \"x\"."},
    {rule::unquoted_value,           "unquoted-value",           "ENTRA-32",           "Text in a filter may lack its quotes."},
    {rule::complex_means_value,      "complex-means-value",      "ENTRA-29",           "Comparing a complex attribute means its `value`."},
    {rule::unknown_filter_attribute, "unknown-filter-attribute", "-",                  "An attribute in a filter that the resource type does not have has no value: in lists strict directories grant it too (RFC 7644 section 3.4.2.1) and note it."},
    {rule::repeated_slash,           "repeated-slash",           "KC-01, PING-05",     "Repeated slashes in an address count as one."},
    {rule::missing_bulk_id,          "missing-bulk-id",          "-",                  "A POST in a Bulk request may lack a bulkId: nothing can refer to what it makes."},
}};
// clang-format on

constexpr bool rows_are_in_the_rules_order() {
    for (std::size_t at = 0; at < rows.size(); ++at)
        if (static_cast<std::size_t>(rows[at].rule) != at) return false;
    return true;
}
static_assert(rows_are_in_the_rules_order());

}  // namespace

std::span<const rule_description> rule_descriptions() {
    return rows;
}

tolerance::tolerance(model::tolerance setting) : on_(setting == model::tolerance::lenient) {}

bool tolerance::allows(rule asked) {
    if (on_) note(asked);
    return on_;
}

void tolerance::note(rule granted) {
    needed_.set(static_cast<std::size_t>(granted));
}

std::string to_text(const rules& needed) {
    std::string names;
    for (const rule_description& row : rows) {
        if (!needed.test(static_cast<std::size_t>(row.rule))) continue;
        if (!names.empty()) names += ", ";
        names += row.name;
    }
    return names;
}

}  // namespace scimd::scim
