// PATCH (RFC 7644 §3.5.2): parsed and resolved at the border, applied inside the transaction. The
// dialects of Okta and Entra are normalised while parsing; nothing behind it knows of them.
#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string_view>
#include <vector>

#include "model/result.hpp"
#include "scim/document.hpp"
#include "scim/filter.hpp"
#include "scim/path.hpp"

namespace scimd::scim {

// Limits: errc::too_large.
constexpr std::size_t patch_operations_max = 1000;
constexpr std::size_t patch_members_max = 10000;
// Values looked at, once for each term of a filter: a PATCH is applied on the one thread that
// writes. Every patch_text_bytes of a value's text count as one more, for comparing folds them.
constexpr std::size_t patch_work_max = 1000000;
constexpr std::size_t patch_text_bytes = 64;

enum class patch_kind { add, remove, replace };

// One operation about one path: operations without a path were split into one per attribute of
// their value, those about a complex attribute that is not a list into one per sub-attribute (the
// others stay, RFC 7644 §3.5.2.3).
struct patch_operation {
    patch_kind kind = patch_kind::replace;
    attribute_path path;
    std::optional<filter> where;  // path.attribute[where], and then path.sub
    boost::json::value value;     // as read_value left it; null for remove
    std::vector<boost::json::value>
        listed;  // remove with a `value`: these elements (rule remove_listed_values)
};

struct patch {
    std::vector<patch_operation> operations;
};

// Refuses with errc::invalid_syntax, invalid_path, invalid_filter, invalid_value, mutability,
// too_large.
model::result<patch> parse_patch(const boost::json::value& body, const resource_type&, tolerance&);

// Applies all operations in order, or none: on a refusal the document is as it was.
// errc::no_target, invalid_value, mutability, too_large. The document is canonical afterwards;
// whether it changed is for the caller to see (==).
model::result<void> apply_patch(document&, const patch&, const resource_type&, tolerance&);
// The same where several PATCHes share what one request may cost: `work` grows by what this one
// looked at, and errc::too_large is for what makes it more than patch_work_max.
model::result<void> apply_patch(document&, const patch&, const resource_type&, tolerance&,
                                std::size_t& work);
// The same for who has no other use for the document: it is taken apart, whatever comes of it.
model::result<document> patched(document, const patch&, const resource_type&, tolerance&,
                                std::size_t& work);

// What the operations about a group's `members` ask for, in their order: rows in the store, never
// part of the document.
struct member_step {
    enum class what { add, remove, remove_all, remove_matching, replace };
    member_step::what what = what::add;
    std::vector<pushed_member> members;  // of add, remove and replace
    std::optional<filter> where;         // of remove_matching, over {value, display, type}
};
// Takes the operations about `members` out of the patch. `members[value eq "x"]` comes back as a
// remove of x. errc::mutability for changes inside a member, which are immutable (RFC 7643 §4.2);
// errc::invalid_filter for a filter by `$ref`; errc::too_large.
model::result<std::vector<member_step>> take_member_steps(patch&, const resource_type&);

// Takes the operations about a simple core attribute out of the patch (password): the last one's
// value, or a null value when it was a removal. Nothing when the patch does not mention it.
std::optional<boost::json::value> take(patch&, std::string_view attribute);

}  // namespace scimd::scim
