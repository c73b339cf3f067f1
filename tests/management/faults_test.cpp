#include "management/faults.hpp"

#include <gtest/gtest.h>

#include <set>

namespace scimd::management {
namespace {

using model::errc;

// clang-format off
const struct { errc code; int status; const char* text; } house_rows[] = {
    {errc::invalid_syntax,           400, "InvalidParameter"},
    {errc::invalid_value,            400, "InvalidParameter"},
    {errc::invalid_path,             400, "InvalidParameter"},
    {errc::invalid_filter,           400, "InvalidParameter.Filter"},
    {errc::invalid_sort,             400, "InvalidParameter"},
    {errc::invalid_cursor,           400, "InvalidParameter.NextToken"},
    {errc::expired_cursor,           400, "InvalidParameter.NextToken"},
    {errc::invalid_count,            400, "InvalidParameter.MaxResults"},
    {errc::no_target,                400, "InvalidParameter"},
    {errc::mutability,               400, "InvalidParameter"},
    {errc::invalid_parameter,        400, "InvalidParameter.Name"},
    {errc::missing_parameter,        400, "MissingName"},
    {errc::too_many,                 400, "InvalidParameter.Filter"},
    {errc::too_large,                413, "RequestTooLarge"},
    {errc::unauthenticated,          404, "InvalidAccessKeyId.NotFound"},
    {errc::synchronization_disabled, 403, "OperationDenied.SCIMSynchronization"},
    {errc::locked_user,              403, "OperationDenied.SynchronizedUser"},
    {errc::locked_group,             403, "OperationDenied.SynchronizedGroup"},
    {errc::not_permitted,            403, "NoPermission"},
    {errc::service_disabled,         403, "OperationDenied.ServiceStatus"},
    {errc::directory_not_found,      404, "EntityNotExists.Directory"},
    {errc::user_not_found,           404, "EntityNotExists.User"},
    {errc::group_not_found,          404, "EntityNotExists.Group"},
    {errc::credential_not_found,     404, "EntityNotExists.SCIMCredential"},
    {errc::access_key_not_found,     404, "EntityNotExists.AccessKey"},
    {errc::mfa_device_not_found,     404, "EntityNotExists.MFADevice"},
    {errc::not_a_member,             404, "EntityNotExists.User.Group"},
    {errc::user_name_taken,          409, "EntityAlreadyExists.User"},
    {errc::group_name_taken,         409, "EntityAlreadyExists.Group"},
    {errc::email_taken,              409, "EntityAlreadyExists.User.Email"},
    {errc::value_taken,              409, "EntityAlreadyExists.User"},
    {errc::directory_name_taken,     409, "EntityAlreadyExists.Directory"},
    {errc::access_key_taken,         409, "EntityAlreadyExists.AccessKey"},
    {errc::already_a_member,         409, "EntityAlreadyExists.User.Group"},
    {errc::user_in_group,            409, "DeletionConflict.User.Group"},
    {errc::group_has_members,        409, "DeletionConflict.Group.User"},
    {errc::directory_not_empty,      409, "DeletionConflict.Directory.NotEmpty"},
    {errc::rollback_conflict,        409, "OperationConflict.SCIMSynchronization"},
    {errc::credential_limit,         409, "LimitExceeded.SCIMCredential"},
    {errc::access_key_limit,         409, "LimitExceeded.AccessKey"},
    {errc::version_mismatch,         409, "OperationConflict.Version"},
    {errc::version_missing,          409, "OperationConflict.Version"},
    {errc::unresolved_reference,     409, "OperationConflict.Reference"},
    {errc::busy,                     503, "ServiceUnavailable"},
    {errc::stopping,                 503, "ServiceUnavailable"},
    {errc::internal,                 500, "InternalError"},
};

const struct { gate code; int status; const char* text; } gate_rows[] = {
    {gate::access_key_disabled,  400, "InvalidAccessKeyId.Inactive"},
    {gate::access_key_not_found, 404, "InvalidAccessKeyId.NotFound"},
    {gate::timestamp_format,     400, "InvalidTimeStamp.Format"},
    {gate::timestamp_expired,    400, "InvalidTimeStamp.Expired"},
    {gate::signature_incomplete, 400, "IncompleteSignature"},
    {gate::signature_mismatch,   400, "SignatureDoesNotMatch"},
    {gate::signature_method,     400, "InvalidSignatureMethod"},
    {gate::signature_version,    400, "InvalidSignatureVersion"},
    {gate::nonce_used,           400, "SignatureNonceUsed"},
    {gate::nonces_full,          400, "Throttling.User"},
    {gate::key_too_fast,         400, "Throttling.User"},
    {gate::action_too_fast,      400, "Throttling.Api"},
    {gate::format,               400, "InvalidParameter.Format"},
    {gate::content_type,         400, "InvalidContentType"},
    {gate::version,              400, "InvalidVersion"},
    {gate::action_not_found,     404, "InvalidAction.NotFound"},
    {gate::http_method,          400, "UnsupportedHTTPMethod"},
};
// clang-format on

TEST(Faults, HaveARowForEveryRefusalOfTheHouse) {
    std::set<errc> seen;
    for (const auto& row : house_rows) {
        SCOPED_TRACE(row.text);
        seen.insert(row.code);

        const rejection made = to_rejection(model::fault{row.code, "A sentence.", "Name"});
        const rejection bare = to_rejection(model::fault{row.code, "", "Name"});

        EXPECT_EQ(made.status, row.status);
        EXPECT_EQ(made.code, row.text);
        EXPECT_FALSE(bare.message.empty());
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(errc::internal) + 1);
}

TEST(Faults, HaveARowForEveryRefusalOfTheGateway) {
    std::set<gate> seen;
    for (const auto& row : gate_rows) {
        SCOPED_TRACE(row.text);
        seen.insert(row.code);

        const rejection made = to_rejection(row.code, "More.");

        EXPECT_EQ(made.status, row.status);
        EXPECT_EQ(made.code, row.text);
        EXPECT_TRUE(made.message.ends_with("More."));
    }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(gate::http_method) + 1);
}

TEST(Faults, SayTheirOwnSentence) {
    EXPECT_EQ(to_rejection(model::refusal(errc::locked_user, "Ask the identity provider.")).message,
              "Ask the identity provider.");
}

TEST(Faults, InsideTheHouseAreNotTold) {
    const rejection made = to_rejection(model::refusal(errc::internal, "disk /srv/x is broken"));

    EXPECT_EQ(made.message.find("disk"), std::string::npos);
}

TEST(Faults, NameTheParameterThatIsMissing) {
    const rejection expected{400, "MissingDirectoryId",
                             "DirectoryId is mandatory for this action."};

    EXPECT_EQ(missing("DirectoryId"), expected);
    EXPECT_EQ(to_rejection(model::refusal(errc::missing_parameter, "DirectoryId", "")), expected);
}

}  // namespace
}  // namespace scimd::management
