#include "management/user_fields.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace scimd::management {
namespace {

namespace json = boost::json;

const scim::catalogue& catalogue() {
    static const scim::catalogue loaded = scim::load_catalogue(scim::built_in_schemas()).value();
    return loaded;
}

model::user a_user(const std::string& attributes) {
    scim::tolerance strict(model::tolerance::strict);
    const json::value body = json::parse(
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann")" +
        attributes + "}");
    model::user made;
    made.id = *model::user_id::from_text("u-00q8wbq42wiltcrk0001");
    made.document = scim::to_text(scim::read_document(body, catalogue().user(), strict).value());
    made.created = {1'795'334'400'123};
    made.modified = {1'795'334'400'999};
    return made;
}

TEST(UserFields, AreReadFromTheirScimPaths) {
    model::user user = a_user(
        R"(,"externalId":"x-1","name":{"givenName":"Ann","familyName":"Lee"},"displayName":"Ann L")");
    user.description = "about Ann";
    user.active = false;
    user.provision = model::provision::synchronized;

    EXPECT_EQ(json::serialize(to_json_with_external_id({user, {{"Team", "a"}}})),
              R"({"UserId":"u-00q8wbq42wiltcrk0001","UserName":"ann","FirstName":"Ann",)"
              R"("LastName":"Lee","DisplayName":"Ann L","Description":"about Ann",)"
              R"("Status":"Disabled","ProvisionType":"Synchronized",)"
              R"("CreateTime":"2026-11-22T08:00:00Z","UpdateTime":"2026-11-22T08:00:00Z",)"
              R"("ExternalId":{"Id":"x-1","Issuer":"SCIM"},"Tags":[{"Key":"Team","Value":"a"}]})");
    EXPECT_FALSE(to_json(user).contains("ExternalId"));
}

TEST(UserFields, ThatWereNeverSetAreLeftOut) {
    const json::object written = to_json_with_external_id({a_user(""), {}});

    for (const char* name :
         {"FirstName", "LastName", "DisplayName", "Email", "Description", "ExternalId", "Tags"})
        EXPECT_FALSE(written.contains(name)) << name;
}

TEST(UserFields, ShowThePrimaryEmailElseTheFirst) {
    const struct {
        const char* name;
        const char* emails;
        const char* shown;
    } rows[] = {
        {"one", R"([{"value":"a@x"}])", "a@x"},
        {"the first", R"([{"value":"a@x"},{"value":"b@x"}])", "a@x"},
        {"the primary", R"([{"value":"a@x"},{"value":"b@x","primary":true}])", "b@x"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto user = a_user(std::string(R"(,"emails":)") + row.emails);
        EXPECT_EQ(to_json(user).at("Email").as_string(), row.shown);
    }
}

// The document's e-mails after UpdateUser with NewEmail.
std::string emails_after(const std::string& before, const std::string& email) {
    const model::user user = a_user(before.empty() ? "" : R"(,"emails":)" + before);
    scim::tolerance strict(model::tolerance::strict);
    scim::document document = scim::document_from_text(user.document);
    user_fields fields;
    fields.email = email;
    const auto patch = user_patch(fields, user, catalogue().user());
    EXPECT_TRUE(patch);
    EXPECT_TRUE(scim::apply_patch(document, *patch, catalogue().user(), strict));
    const json::value* const after = document.attributes.if_contains("emails");
    return after == nullptr ? "" : json::serialize(*after);
}

TEST(UserFields, SetTheEmailThatIsShown) {
    const struct {
        const char* name;
        const char* before;
        const char* email;
        const char* after;
    } rows[] = {
        {"a first one", "", "a@x", R"([{"value":"a@x","type":"work","primary":true}])"},
        {"the only one keeps its type", R"([{"value":"a@x","type":"home"}])", "b@x",
         R"([{"value":"b@x","type":"home"}])"},
        {"the primary among several", R"([{"value":"a@x"},{"value":"b@x","primary":true}])", "c@x",
         R"([{"value":"a@x"},{"value":"c@x","primary":true}])"},
        {"cleared", R"([{"value":"a@x"}])", "", ""},
        {"cleared, another remains", R"([{"value":"a@x"},{"value":"b@x","primary":true}])", "",
         R"([{"value":"a@x"}])"},
        {"cleared where there is none", "", "", ""},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(emails_after(row.before, row.email), row.after);
    }
}

TEST(UserFields, AreKeptSetAndClearedByAPatch) {
    const model::user user = a_user(
        R"(,"name":{"givenName":"Ann","familyName":"Lee","middleName":"M"},"displayName":"Ann L")");
    scim::tolerance strict(model::tolerance::strict);
    scim::document document = scim::document_from_text(user.document);
    user_fields fields;
    fields.first_name = "Anna";
    fields.last_name = "";

    const auto patch = user_patch(fields, user, catalogue().user());
    ASSERT_TRUE(patch);
    ASSERT_TRUE(scim::apply_patch(document, *patch, catalogue().user(), strict));

    EXPECT_EQ(json::serialize(document.attributes.at("name")),
              R"({"givenName":"Anna","middleName":"M"})");
    EXPECT_EQ(scim::text_of(document, "displayName"), "Ann L");
}

TEST(UserFields, ThatAreNotSentMakeAnEmptyPatch) {
    const auto patch = user_patch({}, a_user(""), catalogue().user());

    ASSERT_TRUE(patch);
    EXPECT_TRUE(patch->operations.empty());
}

TEST(UserFields, MakeDocumentsForCreation) {
    user_fields fields;
    fields.first_name = "Ann";
    fields.display_name = "";
    fields.email = "a@x";

    const auto made = user_document("ann", fields, false, catalogue().user());

    ASSERT_TRUE(made);
    EXPECT_EQ(scim::text_of(*made, "userName"), "ann");
    EXPECT_EQ(json::serialize(made->attributes.at("name")), R"({"givenName":"Ann"})");
    EXPECT_EQ(json::serialize(made->attributes.at("emails")),
              R"([{"value":"a@x","type":"work","primary":true}])");
    EXPECT_FALSE(made->attributes.contains("displayName"));
    EXPECT_FALSE(made->attributes.at("active").as_bool());
}

}  // namespace
}  // namespace scimd::management
