// What CloudSSO shows of a user's document: FirstName is name.givenName, Email the primary e-mail
// address, and so on (reference, end of section 5).
#pragma once

#include <boost/json/array.hpp>

#include <string_view>

#include "scim/document.hpp"

namespace scimd::directory {

// Empty when the user has none; into the document otherwise.
std::string_view first_name_of(const scim::document&);
std::string_view last_name_of(const scim::document&);
std::string_view email_of(const scim::document&);

// Which element of `emails` is Email: the primary one, else the first. 0 when there is none.
std::size_t shown_email(const boost::json::array& emails);

}  // namespace scimd::directory
