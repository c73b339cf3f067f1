// What the tests of this room stand on: the built-in catalogue, the two tolerances, short ways to
// say JSON.
#pragma once

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <string>
#include <string_view>

#include "scim/document.hpp"
#include "scim/schema.hpp"
#include "scim/tolerance.hpp"

namespace scimd::scim::testing {

namespace json = boost::json;
using model::errc;

inline const std::string user_urn = "urn:ietf:params:scim:schemas:core:2.0:User";
inline const std::string group_urn = "urn:ietf:params:scim:schemas:core:2.0:Group";
inline const std::string enterprise_urn =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

inline const catalogue& built_in() {
    static const catalogue loaded = load_catalogue(built_in_schemas()).value();
    return loaded;
}
inline const resource_type& user() {
    return built_in().user();
}
inline const resource_type& group() {
    return built_in().group();
}

inline tolerance lenient() {
    return tolerance(model::tolerance::lenient);
}
inline tolerance strict() {
    return tolerance(model::tolerance::strict);
}

inline json::value from_text(std::string_view text) {
    return json::parse(text);
}

// A user as it is stored: what is given and a userName.
inline document a_user(std::string_view members = "{}") {
    document made{json::parse(members).as_object()};
    made.attributes.emplace("userName", "ann");
    auto allowed = strict();
    EXPECT_TRUE(make_canonical(made, user(), allowed).has_value());
    return made;
}

// How a refusal shows in a failed expectation.
template <class Result>
std::string reason(const Result& from) {
    return from.has_value() ? std::string("accepted") : "refused: " + from.error().detail;
}

}  // namespace scimd::scim::testing
