#include <gtest/gtest.h>

#include "a_house.hpp"
#include "model/secret.hpp"

namespace scimd::management {
namespace {

namespace json = boost::json;
using tests::a_house;

json::object make(a_house& house) {
    return house.succeed("CreateSCIMServerCredential").at("SCIMServerCredential").as_object();
}
std::string id_of(const json::object& credential) {
    return std::string(credential.at("CredentialId").as_string());
}

TEST(Credentials, TellTheirSecretOnceAndLastAYear) {
    a_house house;

    json::object made = make(house);

    EXPECT_EQ(made.size(), 7U);
    EXPECT_EQ(made.at("CredentialType").as_string(), "BearerToken");
    EXPECT_EQ(made.at("DirectoryId").as_string(), house.directory_id);
    EXPECT_EQ(made.at("Status").as_string(), "Enabled");
    EXPECT_EQ(made.at("CreateTime").as_string(), "2026-11-22T08:00:00Z");
    EXPECT_EQ(made.at("ExpireTime").as_string(), "2027-11-22T08:00:00Z");
    const std::string secret(made.at("CredentialSecret").as_string());
    EXPECT_TRUE(house.view.find_bearer(model::digest_token(secret), house.now));

    made.erase("CredentialSecret");
    const auto listed = house.succeed("ListSCIMServerCredentials");
    EXPECT_EQ(listed.at("TotalCounts").as_int64(), 1);
    EXPECT_EQ(listed.at("SCIMServerCredentials").as_array(), json::array{made});
}

TEST(Credentials, OfALeapDayExpireOnTheTwentyEighth) {
    a_house house;
    house.now = *model::instant_from_text("2028-02-29T23:59:59Z");

    EXPECT_EQ(make(house).at("ExpireTime").as_string(), "2029-02-28T23:59:59Z");
}

TEST(Credentials, AreTwoAtMost) {
    a_house house;
    make(house);
    make(house);

    const auto refused = house.call("CreateSCIMServerCredential");

    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "LimitExceeded.SCIMCredential");
    EXPECT_EQ(house.succeed("ListSCIMServerCredentials").at("TotalCounts").as_int64(), 2);
}

TEST(Credentials, AreDisabledAndEnabledAgain) {
    a_house house;
    const json::object made = make(house);
    const std::string secret(made.at("CredentialSecret").as_string());

    const auto disabled = house.succeed("UpdateSCIMServerCredentialStatus",
                                        {{"CredentialId", id_of(made)}, {"NewStatus", "Disabled"}});
    EXPECT_EQ(disabled.at("SCIMServerCredential").at("Status").as_string(), "Disabled");
    EXPECT_FALSE(disabled.at("SCIMServerCredential").as_object().contains("CredentialSecret"));
    EXPECT_FALSE(house.view.find_bearer(model::digest_token(secret), house.now));

    const auto same =
        house.succeed("UpdateSCIMServerCredentialStatus", {{"CredentialId", id_of(made)}});
    EXPECT_EQ(same.at("SCIMServerCredential"), disabled.at("SCIMServerCredential"));

    house.succeed("UpdateSCIMServerCredentialStatus",
                  {{"CredentialId", id_of(made)}, {"NewStatus", "Enabled"}});
    EXPECT_TRUE(house.view.find_bearer(model::digest_token(secret), house.now));
}

TEST(Credentials, AreDeletedForGood) {
    a_house house;
    const std::string id = id_of(make(house));

    house.succeed("DeleteSCIMServerCredential", {{"CredentialId", id}});

    EXPECT_EQ(
        house.succeed("ListSCIMServerCredentials").at("SCIMServerCredentials").as_array().size(),
        0U);
    EXPECT_EQ(house.call("DeleteSCIMServerCredential", {{"CredentialId", id}}).code(),
              "EntityNotExists.SCIMCredential");
}

TEST(Credentials, ThatAreNotThereAreNamedFirst) {
    a_house house;
    const std::string id = id_of(make(house));
    const struct {
        const char* name;
        parameters sent;
        const char* code;
    } rows[] = {
        {"another form of id",
         {{"CredentialId", "x"}, {"NewStatus", "On"}},
         "EntityNotExists.SCIMCredential"},
        {"nobody's id",
         {{"CredentialId", "scimcred-00000000000000000000"}, {"NewStatus", "On"}},
         "EntityNotExists.SCIMCredential"},
        {"nobody's id, no status",
         {{"CredentialId", "scimcred-00000000000000000000"}},
         "EntityNotExists.SCIMCredential"},
        {"a wrong status",
         {{"CredentialId", id}, {"NewStatus", "On"}},
         "InvalidParameter.NewStatus"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(house.call("UpdateSCIMServerCredentialStatus", row.sent).code(), row.code);
    }
}

}  // namespace
}  // namespace scimd::management
