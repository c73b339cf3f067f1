// What can be refused, in our words, and the one result type that says so. Only the two faults.cpp
// tables (server, management) know HTTP statuses, scimTypes and CloudSSO codes.
#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace scimd::model {

enum class errc {
    // What the request says cannot be understood or is not allowed to be said.
    invalid_syntax,     // the body is not what the operation takes
    invalid_value,      // a value does not fit its attribute
    invalid_path,       // a PATCH path cannot be resolved
    invalid_filter,     // a filter cannot be parsed or evaluated
    invalid_sort,       // sortBy names nothing that can be sorted
    invalid_cursor,     // a cursor that is none of ours, or of another query (RFC 9865 section 2.1)
    expired_cursor,     // a cursor that was ours for too long
    invalid_count,      // a page size that a walk by cursor cannot have
    no_target,          // a PATCH value path matches nothing
    mutability,         // a change of something that cannot be changed
    invalid_parameter,  // management: the value of fault::parameter breaks its rule
    missing_parameter,  // management: fault::parameter is required
    too_many,   // answering would mean looking at more than we are willing to (RFC 7644 tooMany)
    too_large,  // more than a limit allows
    // Who asks, and what for.
    unauthenticated,           // no credential, or not one of ours
    synchronization_disabled,  // a push while the switch is Disabled
    locked_user,               // a local edit of a synchronized user while Enabled
    locked_group,              // a local edit of a synchronized group while Enabled
    not_permitted,             // this author never may
    service_disabled,          // a new directory while the service is Disabled
    // What is there.
    directory_not_found,
    user_not_found,
    group_not_found,
    credential_not_found,
    access_key_not_found,
    mfa_device_not_found,
    not_a_member,
    user_name_taken,
    group_name_taken,
    email_taken,
    value_taken,  // of an attribute whose uniqueness is the server's
    directory_name_taken,
    access_key_taken,
    already_a_member,
    user_in_group,      // a local delete of a user who is in a group
    group_has_members,  // a local delete of a group with members
    directory_not_empty,
    rollback_conflict,     // manual entities hold names that a rollback needs
    credential_limit,      // a third SCIM credential
    access_key_limit,      // more access keys than a house may have
    version_mismatch,      // If-Match names another version
    version_missing,       // the directory demands an If-Match and there is none
    unresolved_reference,  // a bulkId that stands for nothing
    // The house itself.
    busy,      // the queue of writes is full
    stopping,  // the server is shutting down
    internal   // a broken promise or a broken disk; the log says which
};

struct fault {
    errc code = errc::internal;
    std::string detail;     // a sentence for a human; never holds a secret
    std::string parameter;  // which parameter, for invalid_parameter and missing_parameter
};

// Called by boost::system::result::value() when there is none: using a result unchecked is our own
// bug.
[[noreturn]] inline void throw_exception_from_error(const fault& reason,
                                                    const boost::source_location&) {
    throw std::logic_error("unchecked result: " + reason.detail);
}

template <class T>
using result = boost::system::result<T, fault>;

inline fault refusal(errc code, std::string detail) {
    return {code, std::move(detail), {}};
}
inline fault refusal(errc code, std::string parameter, std::string detail) {
    return {code, std::move(detail), std::move(parameter)};
}

}  // namespace scimd::model
