// A resource in canonical form: schema spelling, schema order, no null, no empty list or object,
// `schemas` first and true, readOnly attributes gone. Equal documents have equal texts: the store
// and the drift law rely on it.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/result.hpp"
#include "scim/schema.hpp"
#include "scim/tolerance.hpp"

namespace scimd::scim {

constexpr std::size_t json_depth_max = 32;
// Values of one attribute in a document: errc::too_large. Not of `members`, which are rows.
constexpr std::size_t values_max = 1000;
// Names in `attributes` or `excludedAttributes`: errc::invalid_value.
constexpr std::size_t projection_names_max = 1000;

struct document {
    boost::json::object attributes;

    friend bool operator==(const document&, const document&) = default;
};

// JSON text of a request: at most json_depth_max deep, UTF-8, one value, in no object a member
// twice. errc::invalid_syntax says what and where.
model::result<boost::json::value> parse_json(std::string_view text);

// What a client sent in a POST or PUT. readOnly attributes are ignored (RFC 7644 §3.3, OKTA-04),
// types and `required` enforced: errc::invalid_value names the attribute; errc::invalid_syntax when
// `schemas` lacks the core schema or a name is given twice; errc::too_large beyond values_max.
model::result<document> read_document(const boost::json::value& body, const resource_type&,
                                      tolerance&);

// One value as an attribute would hold it: the value of a PATCH operation. Null and empty come back
// as a null value.
model::result<boost::json::value> read_value(const boost::json::value&, const attribute&,
                                             tolerance&);

// The same for a single element of a multi-valued attribute: what a value path selects.
model::result<boost::json::value> read_element(const boost::json::value&, const attribute&,
                                               tolerance&);

// Puts the attributes in canonical order, drops what is empty or there twice, states `schemas`; and
// refuses what no document may be: a required attribute missing, two primaries
// (errc::invalid_value), more values than values_max (errc::too_large). Called after every change.
model::result<void> make_canonical(document&, const resource_type&, tolerance&);

std::string to_text(const document&);
document document_from_text(
    std::string_view canonical);  // what to_text wrote; anything else throws

// Takes an attribute of the core schema out of the document: those that have a home of their own in
// the store (password, active, members). Nothing when it is absent.
std::optional<boost::json::value> take(document&, std::string_view attribute);

// A core or common string attribute's value; empty when absent.
std::string_view text_of(const document&, std::string_view attribute);

// What it means that a change leaves an attribute out: a PUT does not speak of what it may not
// change or cannot have read (RFC 7644 §3.5.1), a PATCH has removed it.
enum class left_out { stays, is_removed };
// Holds `after` to what is immutable in `before` (RFC 7643 §2.2): an attribute with a value keeps
// it, in the letters it has; one without takes what is given. The values of a list come and go
// whole; one that stays (by its `value`) keeps its immutable parts. errc::mutability names the
// attribute. What is writeOnly and left out of a PUT stays too. Group members are rows of the store
// and not looked at.
model::result<void> keep_values(const document& before, document& after, const resource_type&,
                                left_out);

// One element of a group's `members`, as it was pushed.
struct pushed_member {
    std::string value;
    std::string type;  // as sent: empty, "User" or "Group"
};
// The elements of a `members` value (canonical: a list of objects), duplicates dropped, order kept.
std::vector<pushed_member> members_from(const boost::json::value&);

// Whether a stored document can be answered as it stands where everything returned by default is
// asked for: what it names in `schemas` is returned_whole. Anything else goes through a projection.
bool is_returned_whole(std::string_view document, const resource_type&);

// Which attributes a client wants back (RFC 7644 §3.9).
class projection {
 public:
    projection() = default;  // everything that is returned by default

    bool is_default() const { return !included_ && excluded_.empty(); }
    // Whether this core attribute (groups, members) can be in the answer: if not, it need not be
    // read.
    bool wants(const resource_type&, std::string_view attribute) const;
    // Leaves in a full resource what is to be returned: `always` always, `never` never, `request`
    // only by its own name; parts of a complex attribute likewise, as far as it is returned at all.
    void apply(boost::json::object& resource, const resource_type&) const;

 private:
    // Lower-case, canonical paths, sorted, each once.
    std::optional<std::vector<std::string>> included_;
    std::vector<std::string> excluded_;
    friend model::result<projection> parse_projection(std::string_view, std::string_view,
                                                      const resource_type&, tolerance&);
};
// The query parameters' texts, comma-separated; empty means not given. Unknown attributes are
// ignored. errc::invalid_value for both at once (RFC 7644 §3.9: they are mutually exclusive), and
// for more than projection_names_max names, known or not.
model::result<projection> parse_projection(std::string_view attributes,
                                           std::string_view excluded_attributes,
                                           const resource_type&, tolerance&);

}  // namespace scimd::scim
