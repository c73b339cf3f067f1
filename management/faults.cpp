#include "management/faults.hpp"

namespace scimd::management {

using model::errc;

namespace {

struct row {
    int status;
    std::string_view code;
    std::string_view message;  // when the fault brings no sentence of its own
};

constexpr std::string_view no_sentence;

// Every errc has its row: without a default, a new one does not compile (-Werror=switch).
// clang-format off
constexpr row row_of(errc code) {
    switch (code) {
    case errc::invalid_syntax:           return {400, "InvalidParameter", "The request cannot be understood."};
    case errc::invalid_value:            return {400, "InvalidParameter", "A value does not fit its attribute."};
    case errc::invalid_path:             return {400, "InvalidParameter", "A path names no attribute."};
    case errc::invalid_filter:           return {400, "InvalidParameter.Filter", "Specified parameter Filter is not valid."};
    case errc::invalid_sort:             return {400, "InvalidParameter", "The order cannot be sorted by."};
    case errc::invalid_cursor:           return {400, "InvalidParameter.NextToken", "Specified parameter NextToken is not valid."};
    case errc::expired_cursor:           return {400, "InvalidParameter.NextToken", "Specified parameter NextToken has expired."};
    case errc::invalid_count:            return {400, "InvalidParameter.MaxResults", "Specified parameter MaxResults is not valid."};
    case errc::no_target:                return {400, "InvalidParameter", "There is nothing to change."};
    case errc::mutability:               return {400, "InvalidParameter", "The value cannot be changed."};
    case errc::invalid_parameter:        return {400, "InvalidParameter", "A parameter is not valid."};
    case errc::missing_parameter:        return {400, "Missing", no_sentence};
    case errc::too_many:                 return {400, "InvalidParameter.Filter", "The filter looks at more than can be read in time."};
    case errc::too_large:                return {413, "RequestTooLarge", "The request is too large."};
    case errc::unauthenticated:          return {404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."};
    case errc::synchronization_disabled: return {403, "OperationDenied.SCIMSynchronization", "SCIM synchronization is Disabled."};
    case errc::locked_user:              return {403, "OperationDenied.SynchronizedUser", "The user is synchronized and locked."};
    case errc::locked_group:             return {403, "OperationDenied.SynchronizedGroup", "The group is synchronized and locked."};
    case errc::not_permitted:            return {403, "NoPermission", "The operation is not permitted."};
    case errc::service_disabled:         return {403, "OperationDenied.ServiceStatus", "The service is Disabled."};
    case errc::directory_not_found:      return {404, "EntityNotExists.Directory", "The directory does not exist."};
    case errc::user_not_found:           return {404, "EntityNotExists.User", "The user does not exist."};
    case errc::group_not_found:          return {404, "EntityNotExists.Group", "The group does not exist."};
    case errc::credential_not_found:     return {404, "EntityNotExists.SCIMCredential", "The SCIM credential does not exist."};
    case errc::access_key_not_found:     return {404, "EntityNotExists.AccessKey", "The access key does not exist."};
    case errc::mfa_device_not_found:     return {404, "EntityNotExists.MFADevice", "The MFA device does not exist."};
    case errc::not_a_member:             return {404, "EntityNotExists.User.Group", "The user is not in the group."};
    case errc::user_name_taken:          return {409, "EntityAlreadyExists.User", "The user name is taken."};
    case errc::group_name_taken:         return {409, "EntityAlreadyExists.Group", "The group name is taken."};
    case errc::email_taken:              return {409, "EntityAlreadyExists.User.Email", "The e-mail address is taken."};
    case errc::value_taken:              return {409, "EntityAlreadyExists.User", "Another user has a value that must be unique."};
    case errc::directory_name_taken:     return {409, "EntityAlreadyExists.Directory", "The directory name is taken."};
    case errc::access_key_taken:         return {409, "EntityAlreadyExists.AccessKey", "The access key exists already."};
    case errc::already_a_member:         return {409, "EntityAlreadyExists.User.Group", "The user is in the group already."};
    case errc::user_in_group:            return {409, "DeletionConflict.User.Group", "The user is in a group."};
    case errc::group_has_members:        return {409, "DeletionConflict.Group.User", "The group has members."};
    case errc::directory_not_empty:      return {409, "DeletionConflict.Directory.NotEmpty", "The directory is not empty."};
    case errc::rollback_conflict:        return {409, "OperationConflict.SCIMSynchronization", "Manual entities hold names that a rollback needs."};
    case errc::credential_limit:         return {409, "LimitExceeded.SCIMCredential", "The directory has as many SCIM credentials as it may."};
    case errc::access_key_limit:         return {409, "LimitExceeded.AccessKey", "There are as many access keys as there may be."};
    case errc::version_mismatch:         return {409, "OperationConflict.Version", "The entity was changed meanwhile; try again."};
    case errc::version_missing:          return {409, "OperationConflict.Version", "The version that is to be changed must be named."};
    case errc::unresolved_reference:     return {409, "OperationConflict.Reference", "The request refers to something that was not made."};
    case errc::busy:                     return {503, "ServiceUnavailable", "Too many changes are waiting; try again."};
    case errc::stopping:                 return {503, "ServiceUnavailable", "The server is shutting down; try again."};
    case errc::internal:                 return {500, "InternalError", "The request processing has failed due to an internal error."};
    }
    return {500, "InternalError", "The request processing has failed due to an internal error."};
}

constexpr row row_of(gate code) {
    switch (code) {
    case gate::access_key_not_found: return {404, "InvalidAccessKeyId.NotFound", "Specified access key is not found."};
    case gate::access_key_disabled:  return {400, "InvalidAccessKeyId.Inactive", "Specified access key is disabled."};
    case gate::timestamp_format:     return {400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."};
    case gate::timestamp_expired:    return {400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired."};
    case gate::signature_incomplete: return {400, "IncompleteSignature", "The request signature does not conform to Aliyun standards."};
    case gate::signature_mismatch:   return {400, "SignatureDoesNotMatch", no_sentence};
    case gate::signature_method:     return {400, "InvalidSignatureMethod", "Specified signature method is not valid."};
    case gate::signature_version:    return {400, "InvalidSignatureVersion", "Specified parameter SignatureVersion is not valid."};
    case gate::nonce_used:           return {400, "SignatureNonceUsed", "Specified signature nonce was used already."};
    case gate::nonces_full:          return {400, "Throttling.User", "Request was denied due to user flow control."};
    case gate::format:               return {400, "InvalidParameter.Format", "Specified parameter format is not valid."};
    case gate::content_type:         return {400, "InvalidContentType", "Specified parameter ContentType is not valid."};
    case gate::version:              return {400, "InvalidVersion", "Specified parameter Version is not valid."};
    case gate::action_not_found:     return {404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method."};
    case gate::key_too_fast:         return {400, "Throttling.User", "Request was denied due to user flow control."};
    case gate::action_too_fast:      return {400, "Throttling.Api", "Request was denied due to api flow control."};
    case gate::http_method:          return {400, "UnsupportedHTTPMethod", "The actions are called with GET or POST."};
    }
    return {500, "InternalError", no_sentence};
}
// clang-format on

}  // namespace

rejection to_rejection(const model::fault& fault) {
    if (fault.code == errc::missing_parameter) return missing(fault.parameter);

    const row found = row_of(fault.code);
    rejection made{found.status, std::string(found.code), std::string(found.message), {}};
    if (fault.code == errc::invalid_parameter && !fault.parameter.empty())
        made.code += "." + fault.parameter;
    if (fault.code != errc::internal && !fault.detail.empty()) made.message = fault.detail;
    return made;
}

rejection to_rejection(gate code, std::string_view more) {
    const row found = row_of(code);
    rejection made{found.status, std::string(found.code), std::string(found.message), {}};
    if (!made.message.empty() && !more.empty()) made.message += ' ';
    made.message += more;
    return made;
}

rejection to_detailed_rejection(gate code, std::string_view detail) {
    rejection made = to_rejection(code);
    made.more["Detail"] = detail;
    return made;
}

rejection to_throttling(gate code, std::int64_t per_second,
                        std::chrono::steady_clock::duration wait) {
    rejection made = to_rejection(
        code, "It lets " + std::to_string(per_second) + " calls of this action a second pass.");
    made.retry_after = std::chrono::ceil<std::chrono::milliseconds>(wait);
    return made;
}

rejection missing(std::string_view parameter) {
    return {row_of(errc::missing_parameter).status,
            std::string(row_of(errc::missing_parameter).code) + std::string(parameter),
            std::string(parameter) + " is mandatory for this action.",
            {}};
}

}  // namespace scimd::management
