// JSON text to values whose numbers are the nearest doubles there are. Boost.JSON 1.81 takes some
// numbers (of 17 digits, of large exponents) for a neighbour of theirs; a document that is read and
// written again must stay what it is, and a filter must find the number that it names.
#pragma once

#include <boost/json/error.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <string_view>

namespace scimd::scim {

// One value, UTF-8, at most json_depth_max deep, with nothing behind it but blanks. Otherwise
// `error` says what is wrong and `stopped_at` where, and the value is null.
struct parsed_text {
    boost::json::value read;
    boost::json::error_code error;
    std::size_t stopped_at = 0;
    std::size_t names = 0;  // of members, as often as they were given
};
parsed_text parse_text(std::string_view text);

// The same where nobody asks for more than the value.
boost::json::value parse_exactly(std::string_view text, boost::json::error_code& error);

// Whether an object in the text named a member twice: the parser keeps the last of the two and says
// nothing (RFC 8259 §4).
bool names_a_member_twice(const parsed_text&);

}  // namespace scimd::scim
