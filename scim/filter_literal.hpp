// The right side of a comparison: from its text to a value typed like the attribute it is compared
// with.
#pragma once

#include <boost/json/value.hpp>

#include <string_view>

#include "model/result.hpp"
#include "scim/filter.hpp"
#include "scim/tolerance.hpp"

namespace scimd::scim {

// compValue = false / null / true / number / string, and what some write instead of a string.
struct written_value {
    boost::json::value value;  // of a bare word: its text
    bool bare_word = false;    // neither quoted nor one of JSON's own words
    std::string_view text;     // as it stands in the filter
};

// The comparison of `to` with a value, refused with errc::invalid_filter when the attribute's
// type has no such operator or no such value.
model::result<filter> make_comparison(const attribute_path& to, comparison_operator,
                                      const written_value&, tolerance&);

}  // namespace scimd::scim
