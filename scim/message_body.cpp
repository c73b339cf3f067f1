#include "scim/message_body.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <string>

#include "scim/schema.hpp"

namespace scimd::scim {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

const json::value* member_named(const json::object& of, std::string_view name) {
    const auto found =
        std::ranges::find_if(of, [&](const auto& one) { return equal_names(one.key(), name); });
    return found == of.end() ? nullptr : &found->value();
}

result<void> check_message_schema(const json::object& body, std::string_view urn,
                                  tolerance& allowed) {
    const json::value* stated = member_named(body, "schemas");
    const auto is_it = [urn](const json::value& one) {
        return one.is_string() && equal_names(one.get_string(), urn);
    };
    if (stated == nullptr || stated->is_null()) {
        if (allowed.allows(rule::missing_message_schema)) return {};
    } else {
        if (stated->is_array() && std::ranges::any_of(stated->get_array(), is_it)) return {};
        if (is_it(*stated) && allowed.allows(rule::single_value_bare)) return {};
        if (allowed.allows(rule::unknown_schema)) return {};
    }
    return refusal(errc::invalid_syntax, "\"schemas\" lacks " + std::string(urn) + ".");
}

}  // namespace scimd::scim
