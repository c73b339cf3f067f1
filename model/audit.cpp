#include "model/audit.hpp"

namespace scimd::model {

std::string_view to_text(errc code) {
    // clang-format off
    switch (code) {
        case errc::invalid_syntax:           return "invalid_syntax";
        case errc::invalid_value:            return "invalid_value";
        case errc::invalid_path:             return "invalid_path";
        case errc::invalid_filter:           return "invalid_filter";
        case errc::invalid_sort:             return "invalid_sort";
        case errc::invalid_cursor:           return "invalid_cursor";
        case errc::expired_cursor:           return "expired_cursor";
        case errc::invalid_count:            return "invalid_count";
        case errc::no_target:                return "no_target";
        case errc::mutability:               return "mutability";
        case errc::invalid_parameter:        return "invalid_parameter";
        case errc::missing_parameter:        return "missing_parameter";
        case errc::too_many:                 return "too_many";
        case errc::too_large:                return "too_large";
        case errc::unauthenticated:          return "unauthenticated";
        case errc::synchronization_disabled: return "synchronization_disabled";
        case errc::locked_user:              return "locked_user";
        case errc::locked_group:             return "locked_group";
        case errc::not_permitted:            return "not_permitted";
        case errc::service_disabled:         return "service_disabled";
        case errc::directory_not_found:      return "directory_not_found";
        case errc::user_not_found:           return "user_not_found";
        case errc::group_not_found:          return "group_not_found";
        case errc::credential_not_found:     return "credential_not_found";
        case errc::access_key_not_found:     return "access_key_not_found";
        case errc::mfa_device_not_found:     return "mfa_device_not_found";
        case errc::not_a_member:             return "not_a_member";
        case errc::user_name_taken:          return "user_name_taken";
        case errc::group_name_taken:         return "group_name_taken";
        case errc::email_taken:              return "email_taken";
        case errc::value_taken:              return "value_taken";
        case errc::directory_name_taken:     return "directory_name_taken";
        case errc::access_key_taken:         return "access_key_taken";
        case errc::already_a_member:         return "already_a_member";
        case errc::user_in_group:            return "user_in_group";
        case errc::group_has_members:        return "group_has_members";
        case errc::directory_not_empty:      return "directory_not_empty";
        case errc::rollback_conflict:        return "rollback_conflict";
        case errc::credential_limit:         return "credential_limit";
        case errc::access_key_limit:         return "access_key_limit";
        case errc::version_mismatch:         return "version_mismatch";
        case errc::version_missing:          return "version_missing";
        case errc::unresolved_reference:     return "unresolved_reference";
        case errc::busy:                     return "busy";
        case errc::stopping:                 return "stopping";
        case errc::internal:                 return "internal";
    }
    // clang-format on
    return {};
}

std::optional<errc> errc_from_text(std::string_view text) {
    for (int at = 0; at <= static_cast<int>(errc::internal); ++at)
        if (to_text(static_cast<errc>(at)) == text) return static_cast<errc>(at);
    return std::nullopt;
}

}  // namespace scimd::model
