#include "server/faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace scimd::server {
namespace {

using model::errc;

struct row {
    errc code;
    int status;
    const char* scim_type;
};

// clang-format off
constexpr row rows[] = {
    {errc::invalid_syntax,            400, "invalidSyntax"},
    {errc::invalid_value,             400, "invalidValue"},
    {errc::invalid_path,              400, "invalidPath"},
    {errc::invalid_filter,            400, "invalidFilter"},
    {errc::invalid_sort,              400, "invalidValue"},
    {errc::invalid_cursor,            400, "invalidCursor"},
    {errc::expired_cursor,            400, "expiredCursor"},
    {errc::invalid_count,             400, "invalidCount"},
    {errc::no_target,                 400, "noTarget"},
    {errc::mutability,                400, "mutability"},
    {errc::invalid_parameter,         400, "invalidValue"},
    {errc::missing_parameter,         400, "invalidValue"},
    {errc::too_many,                  400, "tooMany"},
    {errc::too_large,                 413, ""},
    {errc::unauthenticated,           401, ""},
    {errc::synchronization_disabled,  403, ""},
    {errc::locked_user,               403, ""},
    {errc::locked_group,              403, ""},
    {errc::not_permitted,             403, ""},
    {errc::service_disabled,          403, ""},
    {errc::directory_not_found,       404, ""},
    {errc::user_not_found,            404, ""},
    {errc::group_not_found,           404, ""},
    {errc::credential_not_found,      404, ""},
    {errc::access_key_not_found,      404, ""},
    {errc::mfa_device_not_found,      404, ""},
    {errc::not_a_member,              404, ""},
    {errc::user_name_taken,           409, "uniqueness"},
    {errc::group_name_taken,          409, "uniqueness"},
    {errc::email_taken,               409, "uniqueness"},
    {errc::value_taken,               409, "uniqueness"},
    {errc::directory_name_taken,      409, "uniqueness"},
    {errc::access_key_taken,          409, "uniqueness"},
    {errc::already_a_member,          409, ""},
    {errc::user_in_group,             409, ""},
    {errc::group_has_members,         409, ""},
    {errc::directory_not_empty,       409, ""},
    {errc::rollback_conflict,         409, ""},
    {errc::credential_limit,          409, ""},
    {errc::access_key_limit,          409, ""},
    {errc::version_mismatch,          412, ""},
    {errc::version_missing,           428, ""},
    {errc::unresolved_reference,      409, ""},
    {errc::busy,                      503, ""},
    {errc::stopping,                  503, ""},
    {errc::internal,                  500, ""},
};
// clang-format on

TEST(Faults, HaveTheStatusAndScimTypeOfTheRfc) {
    for (const row& one : rows) {
        const scim_status said = scim_status_of(one.code);
        EXPECT_EQ(said.status, one.status) << one.scim_type << " " << static_cast<int>(one.code);
        EXPECT_EQ(said.scim_type, one.scim_type) << one.status << " " << static_cast<int>(one.code);
    }
    EXPECT_EQ(std::size(rows), static_cast<std::size_t>(errc::internal) + 1) << "a row for each";
}

TEST(Faults, AreAnsweredAsScimErrors) {
    const response answer = refuse(model::refusal(errc::busy, "Try \"again\"."));

    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.content_type, scim_content_type);
    EXPECT_THAT(answer.headers, testing::HasSubstr("Retry-After: 1\r\n"));
    EXPECT_THAT(answer.body, testing::HasSubstr(R"("status":"503")"));
    EXPECT_THAT(answer.body, testing::HasSubstr(R"("detail":"Try \"again\".")"));
}

}  // namespace
}  // namespace scimd::server
