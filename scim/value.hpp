// Canonical values: what read_value makes, and what a document is made of.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "model/result.hpp"
#include "scim/schema.hpp"
#include "scim/tolerance.hpp"

namespace scimd::scim {

// Values on their way from a body to a document, by the attribute they are of: found by address,
// which an object of names would have to compare and to copy.
class read_values {
 public:
    void add(const attribute& of, boost::json::value&& value) {
        values_.emplace_back(&of, std::move(value));
    }
    boost::json::value* find(const attribute& of) {
        const auto found = std::ranges::find(
            values_, &of, &std::pair<const attribute*, boost::json::value>::first);
        return found == values_.end() ? nullptr : &found->second;
    }
    std::size_t size() const { return values_.size(); }
    bool empty() const { return values_.empty(); }

 private:
    std::vector<std::pair<const attribute*, boost::json::value>> values_;
};

// A typed value with its sub-attributes in schema order and without what is empty; null when
// nothing is left. Takes apart what it is given.
boost::json::value canonical(boost::json::value&&, const attribute&);

// What holds for canonical values: of a list there are at most values_max, of one inside a value
// too (errc::too_large), none is there twice, and one at most is primary (RFC 7643 §2.4): the first
// stays, where rule several_primaries is on; errc::invalid_value where it is not. A group's members
// are rows of the store, not values of a document: they are left alone.
model::result<void> settle_values(boost::json::value&, const attribute&, tolerance&);

// Whether canonical values have all the sub-attributes that are required: a PATCH may have taken
// one away. errc::invalid_value.
model::result<void> check_required_parts(const boost::json::value&, const attribute&);

// errc::invalid_syntax when two keys are one name: names compare without regard to case.
model::result<void> check_names(const boost::json::object&);

// Whether a value of a stored document has the form that its attribute has now, parts included:
// schema files may say something else than they did when it was written.
bool has_form_of(const boost::json::value&, const attribute&);

// Whether a value is there at all: not null, empty text, an empty list or an object of such.
bool is_present(const boost::json::value&);

}  // namespace scimd::scim
