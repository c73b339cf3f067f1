#include "server/faults.hpp"

#include "scim/messages.hpp"

namespace scimd::server {

using model::errc;

scim_status scim_status_of(errc code) {
    // clang-format off
    switch (code) {
        case errc::invalid_syntax:           return {400, "invalidSyntax"};
        case errc::invalid_value:            return {400, "invalidValue"};
        case errc::invalid_path:             return {400, "invalidPath"};
        case errc::invalid_filter:           return {400, "invalidFilter"};
        case errc::invalid_sort:             return {400, "invalidValue"};
        case errc::invalid_cursor:           return {400, "invalidCursor"};
        case errc::expired_cursor:           return {400, "expiredCursor"};
        case errc::invalid_count:            return {400, "invalidCount"};
        case errc::no_target:                return {400, "noTarget"};
        case errc::mutability:               return {400, "mutability"};
        case errc::invalid_parameter:        return {400, "invalidValue"};
        case errc::missing_parameter:        return {400, "invalidValue"};
        case errc::too_many:                 return {400, "tooMany"};
        case errc::too_large:                return {413, ""};
        case errc::unauthenticated:          return {401, ""};
        case errc::synchronization_disabled: return {403, ""};
        case errc::locked_user:              return {403, ""};
        case errc::locked_group:             return {403, ""};
        case errc::not_permitted:            return {403, ""};
        case errc::service_disabled:         return {403, ""};
        case errc::directory_not_found:      return {404, ""};
        case errc::user_not_found:           return {404, ""};
        case errc::group_not_found:          return {404, ""};
        case errc::credential_not_found:     return {404, ""};
        case errc::access_key_not_found:     return {404, ""};
        case errc::mfa_device_not_found:     return {404, ""};
        case errc::not_a_member:             return {404, ""};
        case errc::user_name_taken:          return {409, "uniqueness"};
        case errc::group_name_taken:         return {409, "uniqueness"};
        case errc::email_taken:              return {409, "uniqueness"};
        case errc::value_taken:              return {409, "uniqueness"};
        case errc::directory_name_taken:     return {409, "uniqueness"};
        case errc::access_key_taken:         return {409, "uniqueness"};
        case errc::already_a_member:         return {409, ""};
        case errc::user_in_group:            return {409, ""};
        case errc::group_has_members:        return {409, ""};
        case errc::directory_not_empty:      return {409, ""};
        case errc::rollback_conflict:        return {409, ""};
        case errc::credential_limit:         return {409, ""};
        case errc::access_key_limit:         return {409, ""};
        case errc::version_mismatch:         return {412, ""};
        case errc::version_missing:          return {428, ""};
        case errc::unresolved_reference:     return {409, ""};
        case errc::busy:                     return {503, ""};
        case errc::stopping:                 return {503, ""};
        case errc::internal:                 return {500, ""};
    }
    // clang-format on
    return {};
}

response refuse(const model::fault& why) {
    const scim_status said = scim_status_of(why.code);
    response answer = refuse(said.status, said.scim_type, why.detail);
    if (said.status == 503) answer.add("Retry-After", "1");
    answer.refusal = why;
    return answer;
}

response refuse(int status, std::string_view scim_type, std::string_view detail) {
    response answer;
    answer.status = status;
    answer.content_type = scim_content_type;
    answer.body = scim::error_text(status, scim_type, detail);
    answer.refusal = model::refusal(errc::invalid_syntax, std::string(detail));
    return answer;
}

}  // namespace scimd::server
