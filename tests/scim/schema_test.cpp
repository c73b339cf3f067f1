#include "scim/schema.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

struct characteristics_row {
    std::string_view path;
    data_type type;
    bool multi_valued;
    bool required;
    bool case_exact;
    scim::mutability mutability;
    scim::returned returned;
    scim::uniqueness uniqueness;
};

const attribute* at(const resource_type& type, std::string_view path) {
    const std::size_t dot = path.find('.');
    const attribute* found = type.find(path.substr(0, dot));
    if (found == nullptr) found = type.find_in_extensions(path.substr(0, dot));
    if (found != nullptr && dot != std::string_view::npos) found = found->sub(path.substr(dot + 1));
    return found;
}

void expect_rows(const resource_type& type, std::initializer_list<characteristics_row> rows) {
    for (const characteristics_row& row : rows) {
        SCOPED_TRACE(row.path);
        const attribute* found = at(type, row.path);
        ASSERT_NE(found, nullptr);
        EXPECT_EQ(found->type, row.type);
        EXPECT_EQ(found->multi_valued, row.multi_valued);
        EXPECT_EQ(found->required, row.required);
        EXPECT_EQ(found->case_exact, row.case_exact);
        EXPECT_EQ(found->mutability, row.mutability);
        EXPECT_EQ(found->returned, row.returned);
        EXPECT_EQ(found->uniqueness, row.uniqueness);
    }
}

using enum data_type;
using enum mutability;
constexpr auto usual = returned::by_default;
constexpr auto not_unique = uniqueness::none;

TEST(Catalogue, KnowsTheCharacteristicsOfAUsersAttributes) {
    // clang-format off
    expect_rows(user(), {
        {"userName",               string,    false, true,  false, read_write, usual,             uniqueness::server},
        {"name.familyName",        string,    false, false, false, read_write, usual,             not_unique},
        {"active",                 boolean,   false, false, false, read_write, usual,             not_unique},
        {"password",               string,    false, false, false, write_only, returned::never,   not_unique},
        {"profileUrl",             reference, false, false, true,  read_write, usual,             not_unique},
        {"emails",                 complex,   true,  false, false, read_write, usual,             not_unique},
        {"emails.primary",         boolean,   false, false, false, read_write, usual,             not_unique},
        {"addresses.postalCode",   string,    false, false, false, read_write, usual,             not_unique},
        {"addresses.primary",      boolean,   false, false, false, read_write, usual,             not_unique},
        {"groups",                 complex,   true,  false, false, read_only,  usual,             not_unique},
        {"groups.$ref",            reference, false, false, true,  read_only,  usual,             not_unique},
        {"x509Certificates.value", binary,    false, false, true,  read_write, usual,             not_unique},
        {"manager.displayName",    string,    false, false, false, read_only,  usual,             not_unique},
        {"id",                     string,    false, false, true,  read_only,  returned::always,  uniqueness::server},
        {"externalId",             string,    false, false, true,  read_write, usual,             not_unique},
        {"schemas",                reference, true,  false, false, read_only,  returned::always,  not_unique},
        {"meta.lastModified",      date_time, false, false, false, read_only,  usual,             not_unique},
    });
    // clang-format on
}

TEST(Catalogue, KnowsTheCharacteristicsOfAGroupsAttributes) {
    // clang-format off
    expect_rows(group(), {
        {"displayName",     string,    false, true,  false, read_write, usual, not_unique},
        {"members",         complex,   true,  false, false, read_write, usual, not_unique},
        {"members.value",   string,    false, true,  true,  immutable,  usual, not_unique},
        {"members.$ref",    reference, false, false, true,  immutable,  usual, not_unique},
        {"members.type",    string,    false, false, false, immutable,  usual, not_unique},
        {"members.display", string,    false, false, false, read_only,  usual, not_unique},
    });
    // clang-format on
}

TEST(Catalogue, HasEveryAttributeOfTheCoreUser) {
    for (const char* name : {"userName",        "name",         "displayName",  "nickName",
                             "profileUrl",      "title",        "userType",     "preferredLanguage",
                             "locale",          "timezone",     "active",       "password",
                             "emails",          "phoneNumbers", "ims",          "photos",
                             "addresses",       "groups",       "entitlements", "roles",
                             "x509Certificates"})
        EXPECT_NE(user().core->find(name), nullptr) << name;
    for (const char* name :
         {"employeeNumber", "costCenter", "organization", "division", "department", "manager"})
        EXPECT_NE(user().extension(enterprise_urn)->find(name), nullptr) << name;
}

TEST(Catalogue, FindsNamesAndUrnsWithoutRegardToCase) {
    EXPECT_EQ(user().find("USERNAME"), user().find("userName"));
    EXPECT_EQ(user().find("Emails")->sub("VALUE"), user().find("emails")->sub("value"));
    EXPECT_EQ(user().extension("URN:IETF:PARAMS:SCIM:SCHEMAS:EXTENSION:ENTERPRISE:2.0:USER"),
              user().extension(enterprise_urn));
    EXPECT_EQ(user().find("nobody"), nullptr);
    EXPECT_EQ(user().extension(user_urn), nullptr);
}

TEST(Catalogue, FindsABareExtensionAttributeOnlyWhenTheCoreDoesNotHaveIt) {
    EXPECT_EQ(user().find_in_extensions("Department")->schema, enterprise_urn);
    EXPECT_EQ(user().find_in_extensions("userName"), nullptr);
    EXPECT_EQ(user().find_in_extensions("nobody"), nullptr);
    EXPECT_EQ(group().find_in_extensions("department"), nullptr);
}

TEST(Catalogue, AdvertisesEverySchemaButTheCommonOne) {
    std::vector<std::string> urns;
    for (const schema& one : built_in().schemas()) {
        urns.push_back(one.urn);
        EXPECT_EQ(one.definition.at("id").as_string(), one.urn);
        EXPECT_FALSE(one.definition.contains("meta"));
    }
    std::ranges::sort(urns);
    EXPECT_EQ(urns, (std::vector<std::string>{group_urn, user_urn, enterprise_urn}));
}

TEST(Catalogue, SurvivesBeingMoved) {
    catalogue first = load_catalogue(built_in_schemas()).value();
    const resource_type* type = &first.user();
    catalogue second = std::move(first);
    EXPECT_EQ(&second.user(), type);
    EXPECT_NE(second.user().find("userName"), nullptr);
}

// The built-in files with one of them replaced, or left out when the text is empty.
std::string refusal_with(std::string_view file, std::string_view text) {
    std::vector<model::embedded_file> files;
    for (const model::embedded_file& one : built_in_schemas())
        if (one.name != file) files.push_back(one);
    if (!text.empty()) files.push_back({file, text});
    const auto loaded = load_catalogue(files);
    if (loaded.has_value()) return "accepted";
    EXPECT_EQ(loaded.error().code, errc::invalid_value);
    return loaded.error().detail;
}

TEST(Catalogue, SaysWhereAFileIsBroken) {
    struct row {
        std::string_view name, file, text, says;
    };
    const row rows[] = {
        {"not JSON", "user.json", "{", "user.json: "},
        {"not an object", "user.json", "[]", "user.json#: an object is expected"},
        {"no id", "user.json", R"({"name":"User"})", "user.json#: there is no \"id\""},
        {"a word of no meaning", "user.json",
         R"({"id":"u","name":"U","attributes":[{"name":"a","type":"strng"}]})",
         "user.json#/attributes/0/type: \"strng\""},
        {"a flag that is text", "user.json",
         R"({"id":"u","name":"U","attributes":[{"name":"a","required":"yes"}]})",
         "user.json#/attributes/0/required: true or false"},
        {"a name twice", "user.json",
         R"({"id":"u","name":"U","attributes":[{"name":"a"},{"name":"A"}]})",
         "user.json#/attributes/1: there are two"},
        {"complex within complex", "user.json",
         R"({"id":"u","name":"U","attributes":[{"name":"a","type":"complex","subAttributes":
            [{"name":"b","type":"complex","subAttributes":[]}]}]})",
         "user.json#/attributes/0/subAttributes/0: a sub-attribute cannot"},
        {"a schema that is not there", "group.json", "",
         "resource_types.json#/1/schema: there is no"},
        {"a file that is not there", "common.json", "", "common.json: the file is missing"},
        {"a third kind of resource", "resource_types.json",
         R"([{"name":"Device","endpoint":"/D","description":"","schema":")"
         R"(urn:ietf:params:scim:schemas:core:2.0:User","schemaExtensions":[]}])",
         "resource_types.json#/0: scimd keeps users and groups"},
        {"no users", "resource_types.json", "[]", "there is no resource type \"User\""},
    };
    for (const row& one : rows) {
        SCOPED_TRACE(one.name);
        EXPECT_THAT(refusal_with(one.file, one.text), ::testing::HasSubstr(one.says));
    }
}

TEST(Catalogue, ComparesNamesByAsciiLettersOnly) {
    EXPECT_TRUE(equal_names("displayName", "DISPLAYNAME"));
    EXPECT_FALSE(equal_names("displayName", "display"));
    EXPECT_FALSE(equal_names("K", "\xE2\x84\xAA"));  // the Kelvin sign is not a letter of a name
}

}  // namespace
}  // namespace scimd::scim
