#include "directory/shown_fields.hpp"

#include <algorithm>

namespace scimd::directory {

namespace json = boost::json;

namespace {

std::string_view text_in(const json::object& from, std::string_view name) {
    const json::value* const value = from.if_contains(name);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                  : std::string_view();
}

std::string_view part_of_name(const scim::document& from, std::string_view part) {
    const json::value* const name = from.attributes.if_contains("name");
    return name != nullptr && name->is_object() ? text_in(name->get_object(), part)
                                                : std::string_view();
}

bool is_primary(const json::value& email) {
    const json::value* const primary = email.as_object().if_contains("primary");
    return primary != nullptr && primary->is_bool() && primary->get_bool();
}

}  // namespace

std::string_view first_name_of(const scim::document& from) {
    return part_of_name(from, "givenName");
}

std::string_view last_name_of(const scim::document& from) {
    return part_of_name(from, "familyName");
}

std::string_view email_of(const scim::document& from) {
    const json::value* const found = from.attributes.if_contains("emails");
    const json::array* const emails = found == nullptr ? nullptr : found->if_array();
    if (emails == nullptr || emails->empty()) return {};
    return text_in((*emails)[shown_email(*emails)].as_object(), "value");
}

std::size_t shown_email(const json::array& emails) {
    const auto found = std::ranges::find_if(emails, is_primary);
    return found == emails.end() ? 0 : static_cast<std::size_t>(found - emails.begin());
}

}  // namespace scimd::directory
