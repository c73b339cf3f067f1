// What a PATCH is refused for, in a strict directory and in a lenient one, and that it leaves no
// trace.
#include "scim/patch.hpp"
#include "tests/scim/patching.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

TEST(Patch, IsRefusedAsAWhole) {
    expect_refusals(
        {
            {"no such attribute", "{}", R"([{"op":"add","path":"shoeSize","value":9}])",
             errc::invalid_path},
            {"no such sub-attribute", "{}", R"([{"op":"add","path":"name.shoe","value":9}])",
             errc::invalid_path},
            {"no such sub-attribute of a value", "{}",
             R"([{"op":"add","path":"emails[type eq \"w\"].shoe","value":9}])", errc::invalid_path},
            {"no such URN", "{}", R"([{"op":"add","path":"urn:x:y","value":9}])",
             errc::invalid_path},
            {"no closing bracket", "{}",
             R"([{"op":"add","path":"emails[type eq \"w\"","value":"x"}])", errc::invalid_path},
            {"something behind the bracket", "{}",
             R"([{"op":"add","path":"emails[type eq \"w\"]x","value":"x"}])", errc::invalid_path},
            {"values of a single attribute", "{}",
             R"([{"op":"add","path":"name[givenName eq \"w\"]","value":{}}])", errc::invalid_path},
            {"a path that is a number", "{}", R"([{"op":"add","path":7,"value":"x"}])",
             errc::invalid_path},
            {"no filter in the brackets", "{}", R"([{"op":"add","path":"emails[]","value":{}}])",
             errc::invalid_filter},
            {"a filter that is none", "{}", R"([{"op":"remove","path":"emails[type is \"w\"]"}])",
             errc::invalid_filter},
            {"remove without a path", "{}", R"([{"op":"remove"}])", errc::no_target},
            {"remove without a path, with a value", "{}",
             R"([{"op":"remove","value":{"title":"x"}}])", errc::no_target},
            {"remove of the core schema", R"({"title":"x"})",
             R"([{"op":"remove","path":"urn:ietf:params:scim:schemas:core:2.0:User"}])",
             errc::no_target},
            {"remove of the core schema, with a value", R"({"emails":[{"value":"a"}]})",
             R"([{"op":"remove","path":"urn:ietf:params:scim:schemas:core:2.0:User",
                 "value":{"emails":[{"value":"a"}]}}])",
             errc::no_target},
            {"text for the core schema", "{}",
             R"([{"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:User","value":"x"}])",
             errc::invalid_value},
            {"inside the core schema", "{}",
             R"([{"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:User[title pr]",
                 "value":{"title":"t"}}])",
             errc::invalid_path},
            {"two operations in one", "{}",
             R"([{"op":"add","OP":"remove","path":"title","value":"t"}])", errc::invalid_syntax},
            {"a required attribute removed", "{}", R"([{"op":"remove","path":"userName"}])",
             errc::mutability},
            {"a required attribute set to null", "{}",
             R"([{"op":"replace","path":"userName","value":null}])", errc::invalid_value},
            {"a required attribute emptied", "{}",
             R"([{"op":"replace","path":"userName","value":""}])", errc::invalid_value},
            {"a read-only attribute", "{}", R"([{"op":"replace","path":"id","value":"u"}])",
             errc::mutability},
            {"a read-only attribute removed", "{}", R"([{"op":"remove","path":"meta"}])",
             errc::mutability},
            {"a read-only list", "{}", R"([{"op":"add","path":"groups","value":[{"value":"g"}]}])",
             errc::mutability},
            {"a read-only sub-attribute", "{}",
             R"([{"op":"replace","path":"meta.version","value":"x"}])", errc::mutability},
            {"a read-only sub-attribute of an extension", "{}",
             R"([{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName","value":"x"}])",
             errc::mutability},
            {"schemas removed", "{}", R"([{"op":"remove","path":"schemas"}])", errc::mutability},
            {"a value of another type", "{}", R"([{"op":"add","path":"active","value":"maybe"}])",
             errc::invalid_value},
            {"a list that is text without a value", "{}",
             R"([{"op":"add","path":"addresses","value":"x"}])", errc::invalid_value},
            {"no value to add", "{}", R"([{"op":"add","path":"title"}])", errc::invalid_value},
            {"no value to replace with", "{}", R"([{"op":"replace"}])", errc::invalid_value},
            {"text without a path", "{}", R"([{"op":"replace","value":"x"}])", errc::invalid_value},
            {"an operation of another name", "{}", R"([{"op":"move","path":"title","value":"x"}])",
             errc::invalid_syntax},
            {"an operation without a name", "{}", R"([{"path":"title","value":"x"}])",
             errc::invalid_syntax},
            {"an operation that is no object", "{}", R"(["add"])", errc::invalid_syntax},
            {"operations that are no list", "{}", R"({"op":"add"})", errc::invalid_syntax},
            {"a name twice", "{}", R"([{"op":"add","value":{"title":"a","TITLE":"b"}}])",
             errc::invalid_syntax},
            {"a sub-attribute twice", "{}",
             R"([{"op":"add","path":"name","value":{"givenName":"a","GIVENNAME":"b"}}])",
             errc::invalid_syntax},
            {"a sub-attribute of a value twice", "{}",
             R"([{"op":"add","path":"emails","value":[{"value":"a","Value":"b"}]}])",
             errc::invalid_syntax},
            {"an extension twice", "{}",
             R"([{"op":"add","value":{
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"division":"a"},
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:USER":{"division":"b"}}}])",
             errc::invalid_syntax},
            {"an extension's attribute twice", "{}",
             R"([{"op":"add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                 "value":{"division":"a","Division":"b"}}])",
             errc::invalid_syntax},
            {"a number whose spelling is lost", "{}",
             R"([{"op":"add","path":"title","value":1.10}])", errc::invalid_value},
            {"the last of several", R"({"emails":[{"value":"a"}]})",
             R"([{"op":"add","path":"title","value":"t"},{"op":"remove","path":"emails"},
                 {"op":"remove","path":"userName"}])",
             errc::mutability},
        },
        both);
}

TEST(Patch, HasNoTargetWhereNothingMatches) {
    expect_refusals(
        {
            {"replace of a value", R"({"emails":[{"value":"a"}]})",
             R"([{"op":"replace","path":"emails[type eq \"work\"]","value":{"value":"x"}}])",
             errc::no_target},
            {"replace of a sub-attribute", "{}",
             R"([{"op":"replace","path":"emails[type eq \"work\"].value","value":"x"}])",
             errc::no_target},
            {"add to a value", "{}",
             R"([{"op":"add","path":"emails[type eq \"work\"].value","value":"x"}])",
             errc::no_target},
            {"after what was done before it", R"({"emails":[{"value":"a","type":"work"}]})",
             R"([{"op":"remove","path":"emails"},
                 {"op":"replace","path":"emails[type eq \"work\"].value","value":"x"}])",
             errc::no_target},
        },
        {model::tolerance::strict});
    expect_refusals({{"a filter for what no value may be", "{}",
                      R"([{"op":"add","path":"emails[type eq \"a\\u0000\"].value","value":"x"}])",
                      errc::invalid_value}},
                    {model::tolerance::lenient});
    expect_refusals(
        {
            {"a filter that describes nothing", "{}",
             R"([{"op":"replace","path":"emails[type ne \"work\"].value","value":"x"}])",
             errc::no_target},
            {"a filter that says too little", "{}",
             R"([{"op":"add","path":"emails[type eq \"a\" or type eq \"b\"].value","value":"x"}])",
             errc::no_target},
            {"a filter for no text", "{}",
             R"([{"op":"add","path":"emails[type eq \"\"].value","value":"x"}])", errc::no_target},
            {"a filter that what it describes does not match", "{}",
             R"([{"op":"add","path":"emails[type eq \"a\" and display sw \"b\"].value",
                 "value":"x"}])",
             errc::no_target},
        },
        both);
}

// What is required inside a complex value stands in no built-in schema but that of groups.
TEST(Patch, LeavesNoValueWithoutWhatIsRequiredOfIt) {
    std::vector<model::embedded_file> files(built_in_schemas().begin(), built_in_schemas().end());
    for (model::embedded_file& one : files)
        if (one.name == "enterprise_user.json")
            one.text = R"({"id":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                "name":"Offices","attributes":[{"name":"office","type":"complex","subAttributes":[
                {"name":"city","required":true,"type":"string"},{"name":"room","type":"string"}]}]})";
    const auto loaded = load_catalogue(files);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    struct required_row {
        std::string_view operations;
        std::optional<errc> refused;
    };
    const required_row rows[] = {
        {R"([{"op":"remove","path":"office.city"}])", errc::mutability},
        {R"([{"op":"replace","path":"office.city","value":null}])", errc::invalid_value},
        {R"([{"op":"remove","path":"office"},{"op":"add","path":"office.room","value":"2"}])",
         errc::invalid_value},
        {R"([{"op":"remove","path":"office"},{"op":"remove","path":"office.city"}])", {}},
        {R"([{"op":"remove","path":"office"},{"op":"add","path":"office","value":{"room":"2","city":"C"}}])",
         {}},
        {R"([{"op":"remove","path":"office.room"}])", {}},
    };
    for (const required_row& row : rows) {
        SCOPED_TRACE(row.operations);
        auto allowed = lenient();  // for the names without their URN
        document changed{json::object{
            {"userName", "ann"}, {enterprise_urn, {{"office", {{"city", "B"}, {"room", "1"}}}}}}};
        ASSERT_TRUE(make_canonical(changed, loaded->user(), allowed).has_value());
        const auto parsed = parse_patch(body_of(row.operations), loaded->user(), allowed);
        ASSERT_TRUE(parsed.has_value()) << reason(parsed);
        const auto patched = apply_patch(changed, *parsed, loaded->user(), allowed);
        ASSERT_EQ(patched.has_value(), !row.refused) << reason(patched);
        if (!row.refused) continue;
        EXPECT_EQ(static_cast<int>(patched.error().code), static_cast<int>(*row.refused));
    }
}

TEST(Patch, HasALimitOfOperations) {
    json::array operations(patch_operations_max,
                           from_text(R"({"op":"replace","path":"title","value":"t"})"));
    auto allowed = strict();
    EXPECT_TRUE(parse_patch(body_of(json::serialize(operations)), user(), allowed).has_value());

    operations.push_back(operations.front());
    const auto refused = parse_patch(body_of(json::serialize(operations)), user(), allowed);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::too_large);
}

// A user with this many e-mail addresses.
document with_emails(std::size_t count) {
    json::array list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(json::object{{"value", std::to_string(i)}});
    return a_user(json::serialize(json::object{{"emails", list}}));
}

std::string list_of(std::string_view operation, std::size_t count) {
    std::string list = "[";
    for (std::size_t i = 0; i < count; ++i) list += std::string(operation) + ",";
    list.back() = ']';
    return list;
}

TEST(Patch, HasALimitOfValuesInTheDocument) {
    auto allowed = strict();
    document changed = with_emails(values_max - 1);
    ASSERT_TRUE(
        patch_with(changed, R"([{"op":"add","path":"emails","value":[{"value":"x"}]}])", allowed)
            .has_value());

    const auto refused =
        patch_with(changed, R"([{"op":"add","path":"emails","value":[{"value":"y"}]}])", allowed);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::too_large);
    EXPECT_NE(refused.error().detail.find("\"emails\""), std::string::npos);
}

TEST(Patch, HasALimitOfWork) {
    std::string filter = "display pr";
    for (int i = 1; i < 100; ++i) filter += " and display pr";
    const std::string removal = R"({"op":"remove","path":"emails[)" + filter + R"(]"})";
    constexpr std::string_view addition = R"({"op":"add","path":"emails","value":[{"value":"7"}]})";
    const std::string additions = list_of(addition, 901).substr(1);
    const document before = with_emails(values_max);
    const auto refused = [&](const std::string& operations) {
        auto allowed = strict();
        document changed = before;
        const auto patched = patch_with(changed, operations, allowed);
        EXPECT_EQ(changed, before);
        return !patched && patched.error().code == errc::too_large;
    };

    EXPECT_FALSE(refused(list_of(removal, patch_work_max / values_max / 100)));
    EXPECT_TRUE(refused(list_of(removal, patch_work_max / values_max / 100 + 1)));
    EXPECT_FALSE(refused(list_of(addition, patch_operations_max)));
    EXPECT_TRUE(refused("[" + removal + "," + additions));
}

TEST(Patch, CountsLongTextAsMoreWork) {
    std::string filter = "display pr";
    for (int i = 1; i < 100; ++i) filter += " and display pr";
    const std::string removal = R"([{"op":"remove","path":"emails[)" + filter + R"(]"}])";
    const auto patched = [&](std::size_t text_bytes) {
        const json::array emails{json::object{{"value", std::string(text_bytes, 'x')}}};
        document changed = a_user(json::serialize(json::object{{"emails", emails}}));
        auto allowed = strict();
        return patch_with(changed, removal, allowed);
    };
    constexpr std::size_t most = patch_work_max / 100 * patch_text_bytes;

    EXPECT_TRUE(patched(most - 1).has_value());
    const auto refused = patched(most);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::too_large);
}

}  // namespace
}  // namespace scimd::scim
