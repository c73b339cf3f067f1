// What a PATCH of a group asks of its members: rows in the store, told apart from the document.
#include "scim/patch.hpp"
#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

model::result<std::vector<member_step>> steps_of(std::string_view operations, tolerance& allowed,
                                                 std::size_t operations_left = 0) {
    const json::object body{{"schemas", {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
                            {"Operations", from_text(operations)}};
    auto parsed = parse_patch(body, group(), allowed);
    if (!parsed) return parsed.error();
    auto steps = take_member_steps(*parsed, group());
    EXPECT_TRUE(!steps || parsed->operations.size() == operations_left) << operations;
    return steps;
}

// "add a,b:Group; remove a; remove all; replace": the steps on a line.
std::string shown(const std::vector<member_step>& steps) {
    using asks = enum member_step::what;
    std::string text;
    for (const member_step& step : steps) {
        if (!text.empty()) text += "; ";
        switch (step.what) {
            case asks::add:
                text += "add";
                break;
            case asks::remove:
                text += "remove";
                break;
            case asks::remove_all:
                text += "remove all";
                break;
            case asks::remove_matching:
                text += "remove matching";
                break;
            case asks::replace:
                text += "replace";
                break;
        }
        for (const pushed_member& one : step.members)
            text += " " + one.value + (one.type.empty() ? "" : ":" + one.type);
    }
    return text;
}

struct step_row {
    std::string_view name, operations, lenient, strict;
};

TEST(MemberSteps, AreWhatThePatchAsksFor) {
    const step_row rows[] = {
        {"OKTA-13", R"([{"op":"remove","path":"members[value eq \"a\"]"},
            {"op":"add","path":"members","value":[{"value":"b","display":"B"}]}])",
         "remove a; add b", "remove a; add b"},
        {"add without a path",
         R"([{"op":"add","value":{"members":[{"value":"a","type":"Group"}]}}])", "add a:Group",
         "add a:Group"},
        {"ENTRA-19", R"([{"op":"Add","path":"members","value":[{"$ref":null,"value":"a"},
            {"$ref":null,"value":"b"},{"$ref":null,"value":"a"}]}])",
         "add a b", "add a b"},
        {"OKTA-14", R"([{"op":"replace","path":"members","value":[{"value":"a"},{"value":"b"}]}])",
         "replace a b", "replace a b"},
        {"OKTA-14, empty", R"([{"op":"replace","path":"members","value":[]}])", "replace",
         "replace"},
        {"replace with null", R"([{"op":"replace","path":"members","value":null}])", "replace",
         "replace"},
        {"add nobody", R"([{"op":"add","path":"members","value":[]}])", "", ""},
        {"everybody", R"([{"op":"remove","path":"members"}])", "remove all", "remove all"},
        {"several by value",
         R"([{"op":"remove","path":"members[value eq \"a\" or value eq \"b\"]"}])", "remove a b",
         "remove a b"},
        {"by another filter", R"([{"op":"remove","path":"members[type eq \"Group\"]"}])",
         "remove matching", "remove matching"},
        {"by value and more",
         R"([{"op":"remove","path":"members[value eq \"a\" and type eq \"User\"]"}])",
         "remove matching", "remove matching"},
        {"with the core URN",
         R"([{"op":"remove","path":"urn:ietf:params:scim:schemas:core:2.0:Group:members[value eq \"a\"]"}])",
         "remove a", "remove a"},
        {"ENTRA-17", R"([{"op":"Remove","path":"members","value":[{"$ref":null,"value":"a"}]}])",
         "remove a", "refused"},
        {"ENTRA-17, as Salesforce has it",
         R"([{"op":"remove","path":"members","value":{"members":[{"value":"a"}]}}])", "remove a",
         "refused"},
        {"ENTRA-17, without a path", R"([{"op":"remove","value":{"members":[{"value":"a"}]}}])",
         "remove a", "refused"},
        {"ENTRA-17, empty", R"([{"op":"remove","path":"members","value":[]}])", "", "refused"},
        {"ENTRA-17, one who is nobody", R"([{"op":"remove","path":"members","value":[{}]}])",
         "refused", "refused"},
        {"ENTRA-17, nobody among others",
         R"([{"op":"remove","path":"members","value":[{"value":"a"},null]}])", "refused",
         "refused"},
        {"ENTRA-17, nobody without a path", R"([{"op":"remove","value":{"members":[{}]}}])",
         "refused", "refused"},
        {"ENTRA-36: text", R"([{"op":"add","path":"members","value":["a"]}])", "add a", "refused"},
        {"ENTRA-36: extras", R"([{"op":"add","name":"addMember","path":"members",
            "value":[{"displayName":"A","value":"a"}]}])",
         "add a", "refused"},
        {"one text", R"([{"op":"add","path":"members","value":"a"}])", "add a", "refused"},
        {"one object", R"([{"op":"add","path":"members","value":{"value":"a"}}])", "add a",
         "add a"},
        {"OKTA-14, one who is nobody", R"([{"op":"replace","path":"members","value":[{}]}])",
         "refused", "refused"},
        {"null in the list", R"([{"op":"replace","path":"members","value":[null]}])", "refused",
         "refused"},
        {"nobody without a list", R"([{"op":"replace","path":"members","value":{}}])", "refused",
         "refused"},
        {"nobody, no path", R"([{"op":"replace","value":{"members":[{}]}}])", "refused", "refused"},
        {"nobody to add", R"([{"op":"add","path":"members","value":{}}])", "refused", "refused"},
        {"nobody named", R"([{"op":"add","path":"members","value":[{"display":"A"}]}])", "refused",
         "refused"},
    };
    for (const step_row& row : rows) {
        SCOPED_TRACE(row.name);
        auto allowed = lenient();
        auto exact = strict();
        const auto leniently = steps_of(row.operations, allowed);
        const auto strictly = steps_of(row.operations, exact);
        EXPECT_EQ(leniently ? shown(*leniently) : "refused", row.lenient) << reason(leniently);
        EXPECT_EQ(strictly ? shown(*strictly) : "refused", row.strict) << reason(strictly);
    }
}

TEST(MemberSteps, KeepTheFilterThatIsNotAboutTheValue) {
    auto allowed = strict();
    const auto steps = steps_of(R"([{"op":"remove","path":"members[display sw \"A\"]"}])", allowed);
    ASSERT_TRUE(steps.has_value());
    ASSERT_TRUE(steps->at(0).where.has_value());
    EXPECT_TRUE(
        matches_element(*steps->at(0).where, from_text(R"({"value":"x","display":"ann"})")));
    EXPECT_FALSE(matches_element(*steps->at(0).where, from_text(R"({"value":"x"})")));
}

TEST(MemberSteps, LeaveTheOtherOperationsInThePatch) {
    auto allowed = lenient();
    const auto steps = steps_of(
        R"([{"op":"replace","value":{"id":"g","displayName":"New","members":[{"value":"a"}]}},
            {"op":"add","path":"externalId","value":"7"}])",
        allowed, 2);
    ASSERT_TRUE(steps.has_value()) << reason(steps);
    EXPECT_EQ(shown(*steps), "replace a");
}

TEST(MemberSteps, OfAUserAreNone) {
    auto allowed = strict();
    auto parsed =
        parse_patch(from_text(R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations":[{"op":"add","path":"title","value":"t"}]})"),
                    user(), allowed);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_TRUE(take_member_steps(*parsed, user())->empty());
    EXPECT_EQ(parsed->operations.size(), 1U);
}

TEST(MemberSteps, RefuseAChangeInsideAMember) {
    for (const char* operations :
         {R"([{"op":"replace","path":"members[value eq \"a\"].type","value":"Group"}])",
          R"([{"op":"replace","path":"members[value eq \"a\"].value","value":"b"}])",
          R"([{"op":"add","path":"members[value eq \"a\"].type","value":"User"}])",
          R"([{"op":"remove","path":"members[value eq \"a\"].type"}])",
          R"([{"op":"replace","path":"members.value","value":"b"}])",
          R"([{"op":"remove","path":"members.value"}])",
          R"([{"op":"replace","path":"members[value eq \"a\"]","value":{"value":"b"}}])",
          R"([{"op":"add","path":"members[value eq \"a\"]","value":{"value":"a"}}])",
          R"([{"op":"replace","path":"members[value eq \"a\"].display","value":"A"}])"}) {
        auto allowed = lenient();
        const auto steps = steps_of(operations, allowed);
        ASSERT_FALSE(steps.has_value()) << operations;
        EXPECT_EQ(static_cast<int>(steps.error().code), static_cast<int>(errc::mutability))
            << operations << ": " << steps.error().detail;
    }
}

TEST(MemberSteps, RefuseAFilterByAddress) {
    for (const char* filter :
         {R"($ref eq \"/Users/a\")", "$ref pr", R"(value eq \"a\" or $ref ew \"a\")",
          R"(type eq \"User\" and not ($REF eq null))"}) {
        for (auto allowed : {strict(), lenient()}) {
            const auto steps = steps_of(
                std::string(R"([{"op":"remove","path":"members[)") + filter + R"(]"}])", allowed);
            ASSERT_FALSE(steps.has_value()) << filter;
            EXPECT_EQ(static_cast<int>(steps.error().code), static_cast<int>(errc::invalid_filter))
                << filter;
        }
    }
}

std::string adding(std::size_t count) {
    json::array list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(json::object{{"value", "u-" + std::to_string(i)}});
    return json::serialize(
        json::array{json::object{{"op", "add"}, {"path", "members"}, {"value", list}}});
}

TEST(MemberSteps, HaveALimit) {
    auto allowed = strict();
    EXPECT_TRUE(steps_of(adding(patch_members_max), allowed).has_value());
    const auto refused = steps_of(adding(patch_members_max + 1), allowed);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::too_large);
}

TEST(MemberSteps, HaveALimitOverAllOperationsAndInFiltersToo) {
    std::string term = R"(value eq \"a\")";
    std::string filter = term;
    for (std::size_t i = 1; i < filter_terms_max; ++i) filter += " or " + term;
    std::string operations = "[";
    for (std::size_t i = 0; i < patch_members_max / filter_terms_max; ++i)
        operations += R"({"op":"remove","path":"members[)" + filter + R"(]"},)";
    operations.back() = ']';
    auto allowed = lenient();
    EXPECT_TRUE(steps_of(operations, allowed).has_value());

    operations.back() = ',';
    operations += R"({"op":"remove","path":"members[value eq \"a\"]"}])";
    const auto refused = steps_of(operations, allowed);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::too_large);

    std::string halves = adding(patch_members_max / 2 + 1);
    halves.back() = ',';
    halves += adding(patch_members_max / 2).substr(1);
    const auto too_many = steps_of(halves, allowed);
    ASSERT_FALSE(too_many.has_value());
    EXPECT_EQ(too_many.error().code, errc::too_large);
}

}  // namespace
}  // namespace scimd::scim
