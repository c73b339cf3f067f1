// What Okta, Entra and the others send as PATCH: understood where the directory is lenient, and
// said so; refused where it is strict.
#include "scim/patch.hpp"
#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

// Both are written with URN for the enterprise extension's.
std::string with_urn(std::string_view text) {
    std::string made(text);
    for (std::size_t at = made.find("URN"); at != std::string::npos; at = made.find("URN", at))
        made.replace(at, 3, enterprise_urn);
    return made;
}

model::result<void> patch_with(document& changed, std::string_view body, tolerance& allowed) {
    const auto parsed = parse_patch(from_text(with_urn(body)), user(), allowed);
    if (!parsed) return parsed.error();
    return apply_patch(changed, *parsed, user(), allowed);
}

struct dialect_row {
    std::string_view name, before, body, after, needed;
    errc strictly;
};

void expect_rows(std::initializer_list<dialect_row> rows) {
    for (const dialect_row& row : rows) {
        SCOPED_TRACE(row.name);
        auto allowed = lenient();
        document changed = a_user(with_urn(row.before));
        const auto patched = patch_with(changed, row.body, allowed);
        ASSERT_TRUE(patched.has_value()) << reason(patched);
        EXPECT_EQ(to_text(changed), to_text(a_user(with_urn(row.after))));
        EXPECT_EQ(to_text(allowed.needed()), row.needed);

        auto exact = strict();
        changed = a_user(with_urn(row.before));
        const auto refused = patch_with(changed, row.body, exact);
        ASSERT_FALSE(refused.has_value()) << to_text(changed);
        EXPECT_EQ(static_cast<int>(refused.error().code), static_cast<int>(row.strictly))
            << refused.error().detail;
    }
}

#define PATCH_OF(operations) \
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":)" operations "}"

TEST(PatchDialect, OfTheBody) {
    expect_rows({
        {"JC-06: no schemas", "{}", R"({"Operations":[{"op":"replace","value":{"active":false}}]})",
         R"({"active":false})", "missing-message-schema", errc::invalid_syntax},
        {"another schema", "{}",
         R"({"schemas":["urn:x"],"Operations":[{"op":"add","path":"title","value":"t"}]})",
         R"({"title":"t"})", "unknown-schema", errc::invalid_syntax},
        {"the schema as text", "{}",
         R"({"schemas":"urn:ietf:params:scim:api:messages:2.0:PatchOp",
             "Operations":[{"op":"add","path":"title","value":"t"}]})",
         R"({"title":"t"})", "single-value-bare", errc::invalid_syntax},
        {"ENTRA-38: nothing to do", R"({"title":"t"})", PATCH_OF("[]"), R"({"title":"t"})",
         "empty-operations", errc::invalid_syntax},
        {"a replacement without attributes", R"({"title":"t"})",
         PATCH_OF(R"([{"op":"replace","value":{}}])"), R"({"title":"t"})", "empty-operations",
         errc::invalid_value},
        {"AK-13: a null path", "{}",
         PATCH_OF(R"([{"op":"replace","path":null,"value":{"title":"t"}}])"), R"({"title":"t"})",
         "null-path", errc::invalid_path},
        {"an empty path", "{}", PATCH_OF(R"([{"op":"replace","path":"","value":{"title":"t"}}])"),
         R"({"title":"t"})", "null-path", errc::invalid_path},
        {"a list of one object", "{}", PATCH_OF(R"([{"op":"replace","value":[{"title":"t"}]}])"),
         R"({"title":"t"})", "single-value-list", errc::invalid_value},
    });
}

TEST(PatchDialect, OfValues) {
    expect_rows({
        {"ENTRA-11", "{}", PATCH_OF(R"([{"op":"Replace","path":"active","value":"False"}])"),
         R"({"active":false})", "boolean-text", errc::invalid_value},
        {"ENTRA-11, no path", "{}", PATCH_OF(R"([{"op":"replace","value":{"active":"TRUE"}}])"),
         R"({"active":true})", "boolean-text", errc::invalid_value},
        {"OKTA-08", R"({"active":true})",
         PATCH_OF(R"([{"op":"replace","path":"active","value":[false]}])"), R"({"active":false})",
         "single-value-list", errc::invalid_value},
        {"ENTRA-34: no boolean", R"({"emails":[{"value":"a","primary":true}]})",
         PATCH_OF(R"([{"op":"replace","path":"emails[value eq \"a\"].primary","value":""}])"),
         R"({"emails":[{"value":"a"}]})", "empty-text", errc::invalid_value},
        {"ENTRA-45", "{}", PATCH_OF(R"([{"op":"add","path":"URN:employeeNumber","value":30877}])"),
         R"({"URN":{"employeeNumber":"30877"}})", "number-text", errc::invalid_value},
        {"ENTRA-08: text", R"({"URN":{"department":"D"}})",
         PATCH_OF(R"([{"op":"Add","path":"URN:manager","value":"m"}])"),
         R"({"URN":{"department":"D","manager":{"value":"m"}}})", "bare-complex-value",
         errc::invalid_value},
        {"ENTRA-08: text over an object", R"({"URN":{"manager":{"value":"m","$ref":"r"}}})",
         PATCH_OF(R"([{"op":"replace","path":"URN:manager","value":"n"}])"),
         R"({"URN":{"manager":{"value":"n"}}})", "bare-complex-value", errc::invalid_value},
        {"ENTRA-08: empty text", R"({"URN":{"department":"D","manager":{"value":"m"}}})",
         PATCH_OF(R"([{"op":"replace","path":"URN:manager","value":""}])"),
         R"({"URN":{"department":"D"}})", "empty-text, bare-complex-value", errc::invalid_value},
        {"ENTRA-09: bare, in a list", "{}",
         PATCH_OF(R"([{"op":"Add","path":"manager","value":[{"$ref":"../Users/r","value":"m"}]}])"),
         R"({"URN":{"manager":{"value":"m","$ref":"../Users/r"}}})",
         "single-value-list, bare-extension-attribute", errc::invalid_path},
        {"one value where a list is meant", R"({"emails":[{"value":"a"}]})",
         PATCH_OF(R"([{"op":"replace","path":"emails","value":{"value":"b"}}])"),
         R"({"emails":[{"value":"b"}]})", "single-value-bare", errc::invalid_value},
        {"text in a list", "{}", PATCH_OF(R"([{"op":"add","path":"emails","value":["b"]}])"),
         R"({"emails":[{"value":"b"}]})", "bare-complex-value", errc::invalid_value},
        {"PING-01", "{}",
         PATCH_OF(R"([{"op":"replace","path":"emails","value":[{"value":"a","primary":true},
             {"value":"b","primary":true}]}])"),
         R"({"emails":[{"value":"a","primary":true},{"value":"b","primary":false}]})",
         "several-primaries", errc::invalid_value},
        {"ENTRA-23: an extra sub-attribute", "{}",
         PATCH_OF(R"([{"op":"add","path":"roles","value":[{"value":"r","displayName":"R"}]}])"),
         R"({"roles":[{"value":"r"}]})", "unknown-attribute", errc::invalid_syntax},
        {"an extra sub-attribute of a complex one", "{}",
         PATCH_OF(R"([{"op":"add","path":"name","value":{"givenName":"A","shoe":9}}])"),
         R"({"name":{"givenName":"A"}})", "unknown-attribute", errc::invalid_path},
    });
}

TEST(PatchDialect, ClearsWithEmptyText) {
    auto allowed = lenient();
    document changed = a_user(R"({"title":"t","nickName":"n"})");
    ASSERT_TRUE(
        patch_with(changed, PATCH_OF(R"([{"op":"replace","path":"title","value":""}])"), allowed)
            .has_value());
    EXPECT_EQ(changed, a_user(R"({"nickName":"n"})"));
    EXPECT_EQ(to_text(allowed.needed()), "empty-text");

    auto exact = strict();
    changed = a_user(R"({"title":"t"})");
    ASSERT_TRUE(
        patch_with(changed, PATCH_OF(R"([{"op":"replace","path":"title","value":""}])"), exact)
            .has_value());
    EXPECT_EQ(text_of(changed, "title"), "");
    EXPECT_TRUE(changed.attributes.contains("title"));
}

TEST(PatchDialect, OfKeys) {
    expect_rows({
        {"ENTRA-15: dotted", R"({"name":{"familyName":"S"}})",
         PATCH_OF(R"([{"op":"replace","value":{"displayName":"B","name.givenName":"K"}}])"),
         R"({"displayName":"B","name":{"familyName":"S","givenName":"K"}})", "dotted-keys",
         errc::invalid_path},
        {"ENTRA-15: with a URN", R"({"URN":{"costCenter":"C"}})",
         PATCH_OF(R"([{"op":"add","value":{"URN:department":"D","URN:manager.value":"m"}}])"),
         R"({"URN":{"costCenter":"C","department":"D","manager":{"value":"m"}}})", "dotted-keys",
         errc::invalid_path},
        {"a value path", R"({"emails":[{"value":"a","type":"work"}]})",
         PATCH_OF(R"([{"op":"replace","value":{"emails[type eq \"work\"].value":"b"}}])"),
         R"({"emails":[{"value":"b","type":"work"}]})", "dotted-keys", errc::invalid_path},
        {"the core URN", R"({"title":"t","name":{"familyName":"S"}})",
         PATCH_OF(R"([{"op":"replace","value":{"urn:ietf:params:scim:schemas:core:2.0:User":
             {"displayName":"x","name":{"givenName":"K"}}}}])"),
         R"({"title":"t","displayName":"x","name":{"familyName":"S","givenName":"K"}})",
         "dotted-keys", errc::invalid_path},
        {"unknown in the core URN", R"({"title":"t"})",
         PATCH_OF(R"([{"op":"add","value":{"urn:ietf:params:scim:schemas:core:2.0:USER":
             {"shoeSize":9,"id":"u-9"}}}])"),
         R"({"title":"t"})", "unknown-attribute, dotted-keys, readonly-in-patch",
         errc::invalid_path},
        {"a bare extension attribute", "{}",
         PATCH_OF(R"([{"op":"replace","value":{"department":"D"}}])"),
         R"({"URN":{"department":"D"}})", "bare-extension-attribute", errc::invalid_path},
        {"unknown", R"({"title":"t"})",
         PATCH_OF(R"([{"op":"replace","value":{"shoeSize":9,"name.shoe":9,"urn:x:y":1}}])"),
         R"({"title":"t"})", "unknown-attribute", errc::invalid_path},
        {"unknown in an extension", R"({"title":"t"})",
         PATCH_OF(R"([{"op":"replace","value":{"URN":{"shoeSize":9}}}])"), R"({"title":"t"})",
         "unknown-attribute", errc::invalid_path},
        {"OKTA-12, AK-04: read-only", "{}",
         PATCH_OF(R"([{"op":"replace","value":{"id":"u-9","schemas":["urn:x"],"meta":{},
             "groups":[],"title":"t"}}])"),
         R"({"title":"t"})", "readonly-in-patch", errc::mutability},
        {"schemas at its path", R"({"title":"t"})",
         PATCH_OF(R"([{"op":"add","path":"schemas","value":["URN"]}])"), R"({"title":"t"})",
         "readonly-in-patch", errc::mutability},
    });
}

TEST(PatchDialect, MakesTheElementThatAnUnmatchedPathDescribes) {
    expect_rows({
        {"ENTRA-13", "{}",
         PATCH_OF(R"([{"op":"add","path":"emails[type eq \"Work\"].value","value":"a"}])"),
         R"({"emails":[{"value":"a","type":"Work"}]})", "create-on-unmatched-path",
         errc::no_target},
        {"ENTRA-14", R"({"emails":[{"value":"a","type":"home"}]})",
         PATCH_OF(R"([{"op":"Replace","path":"emails[type eq \"work\"].value","value":"b"}])"),
         R"({"emails":[{"value":"a","type":"home"},{"value":"b","type":"work"}]})",
         "create-on-unmatched-path", errc::no_target},
        {"ENTRA-13: one element, not one each", "{}",
         PATCH_OF(R"([{"op":"Add","path":"addresses[type eq \"other\"].streetAddress","value":"S"},
             {"op":"Add","path":"addresses[type eq \"other\"].locality","value":"L"}])"),
         R"({"addresses":[{"streetAddress":"S","locality":"L","type":"other"}]})",
         "create-on-unmatched-path", errc::no_target},
        {"ENTRA-43", "{}",
         PATCH_OF(R"([{"op":"Add","path":"phoneNumbers[type eq \"untyped\"].value","value":"1"}])"),
         R"({"phoneNumbers":[{"value":"1","type":"untyped"}]})", "create-on-unmatched-path",
         errc::no_target},
        {"ENTRA-24: seeded with a boolean", R"({"roles":[{"value":"old","primary":false}]})",
         PATCH_OF(R"([{"op":"Replace","path":"roles[primary eq \"True\"].value","value":"V"}])"),
         R"({"roles":[{"value":"old","primary":false},{"value":"V","primary":true}]})",
         "boolean-text, create-on-unmatched-path", errc::invalid_filter},
        {"several terms", "{}",
         PATCH_OF(R"([{"op":"add","path":"emails[type eq \"work\" and primary eq true].value",
             "value":"a"}])"),
         R"({"emails":[{"value":"a","type":"work","primary":true}]})", "create-on-unmatched-path",
         errc::no_target},
        {"a whole element", R"({"addresses":[{"type":"home","primary":true}]})",
         PATCH_OF(R"([{"op":"replace","path":"addresses[type eq \"work\"]",
             "value":{"locality":"L","primary":true}}])"),
         R"({"addresses":[{"type":"home","primary":false},
             {"locality":"L","type":"work","primary":true}]})",
         "create-on-unmatched-path", errc::no_target},
    });
}

TEST(PatchDialect, RemovesTheListedValues) {
    constexpr std::string_view before =
        R"({"emails":[{"value":"a","type":"work"},{"value":"b","type":"home"},{"value":"c"}]})";
    expect_rows({
        {"by their value", before,
         PATCH_OF(R"([{"op":"Remove","path":"emails","value":[{"value":"A"},{"value":"c"}]}])"),
         R"({"emails":[{"value":"b","type":"home"}]})", "remove-listed-values",
         errc::invalid_value},
        {"by another sub-attribute", before,
         PATCH_OF(R"([{"op":"remove","path":"emails","value":[{"type":"home"}]}])"),
         R"({"emails":[{"value":"a","type":"work"},{"value":"c"}]})", "remove-listed-values",
         errc::invalid_value},
        {"one object", before,
         PATCH_OF(R"([{"op":"remove","path":"emails","value":{"value":"b"}}])"),
         R"({"emails":[{"value":"a","type":"work"},{"value":"c"}]})", "remove-listed-values",
         errc::invalid_value},
        {"one text", before, PATCH_OF(R"([{"op":"remove","path":"emails","value":"b"}])"),
         R"({"emails":[{"value":"a","type":"work"},{"value":"c"}]})",
         "bare-complex-value, remove-listed-values", errc::invalid_value},
        {"in an object of their name", before,
         PATCH_OF(R"([{"op":"remove","path":"emails","value":{"emails":[{"value":"b"}]}}])"),
         R"({"emails":[{"value":"a","type":"work"},{"value":"c"}]})", "remove-listed-values",
         errc::invalid_value},
        {"without a path", before,
         PATCH_OF(R"([{"op":"remove","value":{"emails":[{"value":"b"}]}}])"),
         R"({"emails":[{"value":"a","type":"work"},{"value":"c"}]})", "remove-listed-values",
         errc::no_target},
        {"one that is not there", before,
         PATCH_OF(R"([{"op":"remove","path":"emails","value":[{"value":"x"}]}])"), before,
         "remove-listed-values", errc::invalid_value},
        {"nothing listed is nothing removed", before,
         PATCH_OF(R"([{"op":"remove","path":"emails","value":[]}])"), before,
         "remove-listed-values", errc::invalid_value},
    });
    for (const char* nothing : {R"([{"shoe":9}])", "[{}]", R"([null])", R"([{"value":"b"},{}])"}) {
        auto allowed = lenient();
        document changed = a_user(before);
        const auto refused =
            patch_with(changed,
                       std::string(R"({"Operations":[{"op":"remove","path":"emails","value":)") +
                           nothing + "}]}",
                       allowed);
        ASSERT_FALSE(refused.has_value()) << nothing;
        EXPECT_EQ(static_cast<int>(refused.error().code), static_cast<int>(errc::invalid_value));
        EXPECT_EQ(changed, a_user(before));
    }
}

TEST(PatchDialect, IgnoresTheValueOfARemoveOfOneValue) {
    for (auto allowed : {strict(), lenient()}) {
        document changed = a_user(R"({"title":"t","emails":[{"value":"a"},{"value":"b"}]})");
        const auto patched =
            patch_with(changed, PATCH_OF(R"([{"op":"remove","path":"title","value":"other"},
                {"op":"remove","path":"emails[value eq \"a\"]","value":[{"value":"b"}]}])"),
                       allowed);
        ASSERT_TRUE(patched.has_value()) << reason(patched);
        EXPECT_EQ(changed, a_user(R"({"emails":[{"value":"b"}]})"));
    }
}

}  // namespace
}  // namespace scimd::scim
