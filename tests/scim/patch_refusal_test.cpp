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
    expect_refusals(
        {
            {"a filter that describes nothing", "{}",
             R"([{"op":"replace","path":"emails[type ne \"work\"].value","value":"x"}])",
             errc::no_target},
            {"a filter that says too little", "{}",
             R"([{"op":"add","path":"emails[type eq \"a\" or type eq \"b\"].value","value":"x"}])",
             errc::no_target},
            {"a filter that what it describes does not match", "{}",
             R"([{"op":"add","path":"emails[type eq \"a\" and display sw \"b\"].value",
                 "value":"x"}])",
             errc::no_target},
        },
        both);
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

}  // namespace
}  // namespace scimd::scim
