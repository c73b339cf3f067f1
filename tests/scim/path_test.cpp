#include "scim/path.hpp"

#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

// "extension|attribute.sub" of what a path leads to; "-" when it leads nowhere.
std::string resolved(std::string_view text, const resource_type& type, tolerance allowed) {
    const auto path = resolve_path(text, type, allowed);
    if (!path) {
        EXPECT_EQ(path.error().code, errc::invalid_path);
        return "-";
    }
    std::string shown = path->extension == nullptr ? "" : path->extension->name + "|";
    if (path->attribute != nullptr) shown += path->attribute->name;
    if (path->sub != nullptr) shown += "." + path->sub->name;
    return shown;
}

TEST(Path, LeadsToWhatItNames) {
    struct row {
        std::string path;
        std::string_view lenient, strict;
    };
    const std::string& urn = enterprise_urn;
    const row rows[] = {
        {"userName", "userName", "userName"},
        {"USERNAME", "userName", "userName"},
        {"name.familyname", "name.familyName", "name.familyName"},
        {"emails", "emails", "emails"},
        {"emails.Value", "emails.value", "emails.value"},
        {"externalId", "externalId", "externalId"},
        {"meta.Created", "meta.created", "meta.created"},
        {user_urn + ":userName", "userName", "userName"},
        {user_urn + ":name.givenName", "name.givenName", "name.givenName"},
        {"URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:title", "title", "title"},
        {urn, "EnterpriseUser|", "EnterpriseUser|"},
        {urn + ":department", "EnterpriseUser|department", "EnterpriseUser|department"},
        {urn + ":Manager.Value", "EnterpriseUser|manager.value", "EnterpriseUser|manager.value"},
        {urn + ":manager.$ref", "EnterpriseUser|manager.$ref", "EnterpriseUser|manager.$ref"},
        {"department", "EnterpriseUser|department", "-"},
        {"manager.value", "EnterpriseUser|manager.value", "-"},
        {"", "-", "-"},
        {".", "-", "-"},
        {"nobody", "-", "-"},
        {"name.nobody", "-", "-"},
        {"name.", "-", "-"},
        {".givenName", "-", "-"},
        {"userName.value", "-", "-"},
        {"name.givenName.x", "-", "-"},
        {" userName", "-", "-"},
        {"members", "-", "-"},
        {user_urn, "-", "-"},
        {user_urn + ":", "-", "-"},
        {user_urn + ":department", "-", "-"},
        {urn + ":", "-", "-"},
        {urn + ":userName", "-", "-"},
        {urn + ".department", "-", "-"},
        {urn + "department", "-", "-"},
        {"urn:nobody:userName", "-", "-"},
        {"urn:", "-", "-"},
        {group_urn + ":displayName", "-", "-"},
    };
    for (const row& one : rows) {
        EXPECT_EQ(resolved(one.path, user(), lenient()), one.lenient) << one.path;
        EXPECT_EQ(resolved(one.path, user(), strict()), one.strict) << one.path << ", strictly";
    }
    EXPECT_EQ(resolved("members.value", group(), strict()), "members.value");
    EXPECT_EQ(resolved(group_urn + ":members", group(), strict()), "members");
    EXPECT_EQ(resolved(enterprise_urn, group(), lenient()), "-");
}

TEST(Path, NamesTheRuleThatABareExtensionAttributeNeeds) {
    auto allowed = lenient();
    ASSERT_TRUE(resolve_path("userName", user(), allowed).has_value());
    ASSERT_TRUE(resolve_path(enterprise_urn + ":manager", user(), allowed).has_value());
    EXPECT_EQ(to_text(allowed.needed()), "");

    ASSERT_TRUE(resolve_path("manager", user(), allowed).has_value());
    EXPECT_EQ(to_text(allowed.needed()), "bare-extension-attribute");
}

TEST(Path, EndsInItsLeaf) {
    auto allowed = strict();
    EXPECT_EQ(resolve_path("name", user(), allowed)->leaf().name, "name");
    EXPECT_EQ(resolve_path("name.givenName", user(), allowed)->leaf().name, "givenName");
}

}  // namespace
}  // namespace scimd::scim
