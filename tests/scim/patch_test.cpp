// RFC 7644 §3.5.2 to the letter: everything here holds in a strict directory.
#include "scim/patch.hpp"

#include "tests/scim/patching.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

constexpr std::string_view enterprise =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

TEST(PatchAdd, SetsSingleValuesAndAddsToLists) {
    expect_changes({
        {"a value that was not there", "{}", R"([{"op":"add","path":"nickName","value":"Babs"}])",
         R"({"nickName":"Babs"})"},
        {"a value that was there", R"({"nickName":"Babs"})",
         R"([{"op":"add","path":"nickName","value":"Barb"}])", R"({"nickName":"Barb"})"},
        {"a sub-attribute makes its parent", "{}",
         R"([{"op":"add","path":"name.givenName","value":"Ann"}])",
         R"({"name":{"givenName":"Ann"}})"},
        {"a complex value merges", R"({"name":{"givenName":"Ann","familyName":"S"}})",
         R"([{"op":"add","path":"name","value":{"givenName":"Bea","middleName":"M"}}])",
         R"({"name":{"givenName":"Bea","familyName":"S","middleName":"M"}})"},
        {"a list of values", R"({"emails":[{"value":"a"}]})",
         R"([{"op":"add","path":"emails","value":[{"value":"b"},{"value":"c"}]}])",
         R"({"emails":[{"value":"a"},{"value":"b"},{"value":"c"}]})"},
        {"one value to a list", R"({"emails":[{"value":"a"}]})",
         R"([{"op":"add","path":"emails","value":{"value":"b","type":"home"}}])",
         R"({"emails":[{"value":"a"},{"value":"b","type":"home"}]})"},
        {"what is there already", R"({"emails":[{"value":"a","type":"work"}]})",
         R"([{"op":"add","path":"emails","value":[{"type":"work","value":"a"}]}])",
         R"({"emails":[{"value":"a","type":"work"}]})"},
        {"what is there in other letters of no meaning",
         R"({"emails":[{"value":"a","type":"work"}]})",
         R"([{"op":"add","path":"emails","value":[{"type":"WORK","value":"a"}]}])",
         R"({"emails":[{"value":"a","type":"work"}]})"},
        {"what is there already, with more to say", R"({"emails":[{"value":"a","type":"work"}]})",
         R"([{"op":"add","path":"emails","value":[{"value":"a","type":"work","display":"A"}]}])",
         R"({"emails":[{"value":"a","display":"A","type":"work"}]})"},
        {"the same value of another type", R"({"emails":[{"value":"a","type":"work"}]})",
         R"([{"op":"add","path":"emails","value":[{"value":"a","type":"home"}]}])",
         R"({"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]})"},
        {"the same twice in one list", "{}",
         R"([{"op":"add","path":"emails","value":[{"value":"a"},{"value":"a"}]}])",
         R"({"emails":[{"value":"a"}]})"},
        {"an equal value without a value", R"({"addresses":[{"locality":"L"}]})",
         R"([{"op":"add","path":"addresses","value":[{"locality":"L"},{"locality":"M"}]}])",
         R"({"addresses":[{"locality":"L"},{"locality":"M"}]})"},
        {"nothing", R"({"emails":[{"value":"a"}]})", R"([{"op":"add","path":"emails","value":[]}])",
         R"({"emails":[{"value":"a"}]})"},
        {"without a path", R"({"emails":[{"value":"a"}],"name":{"givenName":"Ann"}})",
         R"([{"op":"add","value":{"emails":[{"value":"b","type":"home"}],"nickname":"Babs",
             "name":{"familyName":"S"}}}])",
         R"({"emails":[{"value":"a"},{"value":"b","type":"home"}],"nickName":"Babs",
             "name":{"givenName":"Ann","familyName":"S"}})"},
        {"to the values that match", R"({"emails":[{"value":"a","type":"work"},{"value":"b"}]})",
         R"([{"op":"add","path":"emails[type eq \"work\"]","value":{"display":"A"}}])",
         R"({"emails":[{"value":"a","display":"A","type":"work"},{"value":"b"}]})"},
        {"null clears a single value", R"({"nickName":"x","title":"y"})",
         R"([{"op":"add","path":"nickName","value":null}])", R"({"title":"y"})"},
    });
}

TEST(PatchReplace, SetsWhatItNamesAndLeavesTheRest) {
    expect_changes({
        {"a sub-attribute of every value that is left",
         R"({"emails":[{"value":"a"},{"type":"t"}]})",
         R"([{"op":"remove","path":"emails.value"},
             {"op":"replace","path":"emails.display","value":"D"}])",
         R"({"emails":[{"display":"D","type":"t"}]})"},
        {"a value", R"({"title":"a","nickName":"n"})",
         R"([{"op":"replace","path":"title","value":"b"}])", R"({"title":"b","nickName":"n"})"},
        {"a value that was not there", "{}", R"([{"op":"replace","path":"title","value":"b"}])",
         R"({"title":"b"})"},
        {"the userName", "{}", R"([{"op":"replace","path":"userName","value":"bob"}])",
         R"({"userName":"bob"})"},
        {"given sub-attributes only", R"({"name":{"givenName":"Ann","familyName":"S"}})",
         R"([{"op":"replace","path":"name","value":{"givenName":"Bea"}}])",
         R"({"name":{"givenName":"Bea","familyName":"S"}})"},
        {"a sub-attribute with null", R"({"name":{"givenName":"Ann","familyName":"S"}})",
         R"([{"op":"replace","path":"name","value":{"givenName":null}}])",
         R"({"name":{"familyName":"S"}})"},
        {"a whole list", R"({"emails":[{"value":"a"},{"value":"b"}]})",
         R"([{"op":"replace","path":"emails","value":[{"value":"c"}]}])",
         R"({"emails":[{"value":"c"}]})"},
        {"a list with nothing", R"({"emails":[{"value":"a"}],"title":"t"})",
         R"([{"op":"replace","path":"emails","value":[]}])", R"({"title":"t"})"},
        {"a value with null", R"({"title":"a"})",
         R"([{"op":"replace","path":"title","value":null}])", "{}"},
        {"the values that match, as a whole",
         R"({"addresses":[{"type":"work","locality":"L","region":"R"},{"type":"home"}]})",
         R"([{"op":"replace","path":"addresses[type eq \"work\"]",
             "value":{"type":"work","locality":"M"}}])",
         R"({"addresses":[{"type":"work","locality":"M"},{"type":"home"}]})"},
        {"a sub-attribute of the values that match",
         R"({"addresses":[{"type":"work","locality":"L","region":"R"},{"type":"home","locality":"H"},
             {"type":"WORK","locality":"K"}]})",
         R"([{"op":"replace","path":"addresses[type eq \"work\"].locality","value":"M"}])",
         R"({"addresses":[{"type":"work","locality":"M","region":"R"},{"type":"home","locality":"H"},
             {"type":"WORK","locality":"M"}]})"},
        {"by a filter of several terms",
         R"({"emails":[{"value":"a@x","type":"work"},{"value":"a@y","type":"work"}]})",
         R"([{"op":"replace","path":"emails[type eq \"work\" and value ew \"y\"].display",
             "value":"D"}])",
         R"({"emails":[{"value":"a@x","type":"work"},{"value":"a@y","type":"work","display":"D"}]})"},
        {"by a filter with brackets in its text", R"({"emails":[{"value":"a]b\"c"}]})",
         R"([{"op":"replace","path":"emails[value eq \"a]b\\\"c\"].type","value":"t"}])",
         R"({"emails":[{"value":"a]b\"c","type":"t"}]})"},
        {"a sub-attribute of every value", R"({"emails":[{"value":"a"},{"value":"b"}]})",
         R"([{"op":"replace","path":"emails.type","value":"other"}])",
         R"({"emails":[{"value":"a","type":"other"},{"value":"b","type":"other"}]})"},
        {"a sub-attribute of a list that is empty", "{}",
         R"([{"op":"replace","path":"emails.value","value":"a"}])",
         R"({"emails":[{"value":"a"}]})"},
        {"without a path",
         R"({"emails":[{"value":"a"}],"title":"t","name":{"givenName":"A","familyName":"S"}})",
         R"([{"op":"replace","value":{"emails":[{"value":"b","primary":true}],"nickName":"Babs",
             "name":{"givenName":"B"},"externalId":"7"}}])",
         R"({"emails":[{"value":"b","primary":true}],"title":"t","nickName":"Babs",
             "name":{"givenName":"B","familyName":"S"},"externalId":"7"})"},
        {"without a path, null and nothing",
         R"({"emails":[{"value":"a"}],"title":"t","nickName":"n"})",
         R"([{"op":"replace","value":{"emails":[],"title":null}}])", R"({"nickName":"n"})"},
        {"values that match, with nothing",
         R"({"emails":[{"value":"a","type":"w"},{"value":"b"}]})",
         R"([{"op":"replace","path":"emails[type eq \"w\"]","value":null}])",
         R"({"emails":[{"value":"b"}]})"},
    });
}

TEST(PatchRemove, TakesAwayWhatItNames) {
    expect_changes({
        {"a value", R"({"title":"a","nickName":"n"})", R"([{"op":"remove","path":"title"}])",
         R"({"nickName":"n"})"},
        {"what is not there", R"({"nickName":"n"})", R"([{"op":"remove","path":"title"}])",
         R"({"nickName":"n"})"},
        {"a sub-attribute", R"({"name":{"givenName":"A","familyName":"S"}})",
         R"([{"op":"remove","path":"name.givenName"}])", R"({"name":{"familyName":"S"}})"},
        {"the last sub-attribute", R"({"name":{"givenName":"A"}})",
         R"([{"op":"remove","path":"name.givenName"}])", "{}"},
        {"a whole list", R"({"emails":[{"value":"a"},{"value":"b"}]})",
         R"([{"op":"remove","path":"emails"}])", "{}"},
        {"the values that match",
         R"({"emails":[{"value":"a@x","type":"work"},{"value":"b","type":"work"},{"value":"c@x"}]})",
         R"([{"op":"remove","path":"emails[type eq \"work\" and value ew \"@x\"]"}])",
         R"({"emails":[{"value":"b","type":"work"},{"value":"c@x"}]})"},
        {"the last value", R"({"emails":[{"value":"a","type":"work"}]})",
         R"([{"op":"remove","path":"emails[type eq \"work\"]"}])", "{}"},
        {"nothing that matches", R"({"emails":[{"value":"a"}]})",
         R"([{"op":"remove","path":"emails[type eq \"work\"]"}])", R"({"emails":[{"value":"a"}]})"},
        {"nothing of an empty list", "{}",
         R"([{"op":"remove","path":"emails[type eq \"work\"].value"}])", "{}"},
        {"a sub-attribute of what matches", R"({"emails":[{"value":"a","type":"work"}]})",
         R"([{"op":"remove","path":"emails[type eq \"work\"].type"}])",
         R"({"emails":[{"value":"a"}]})"},
        {"one after the other without a shift",
         R"({"emails":[{"value":"a"},{"value":"b"},{"value":"c"},{"value":"d"}]})",
         R"([{"op":"remove","path":"emails[value eq \"a\"]"},
             {"op":"remove","path":"emails[value eq \"c\"]"}])",
         R"({"emails":[{"value":"b"},{"value":"d"}]})"},
    });
}

TEST(PatchPrimary, IsHandedOverToTheNewValue) {
    constexpr std::string_view before =
        R"({"emails":[{"value":"a","type":"work","primary":true},{"value":"b","type":"home"}]})";
    expect_changes({
        {"added", before,
         R"([{"op":"add","path":"emails","value":[{"value":"c","primary":true}]}])",
         R"({"emails":[{"value":"a","type":"work","primary":false},{"value":"b","type":"home"},
             {"value":"c","primary":true}]})"},
        {"added without a path", before,
         R"([{"op":"add","value":{"emails":[{"value":"c","primary":true}]}}])",
         R"({"emails":[{"value":"a","type":"work","primary":false},{"value":"b","type":"home"},
             {"value":"c","primary":true}]})"},
        {"an old value that becomes it", before,
         R"([{"op":"add","path":"emails","value":[{"value":"b","type":"home","primary":true}]}])",
         R"({"emails":[{"value":"a","type":"work","primary":false},
             {"value":"b","type":"home","primary":true}]})"},
        {"replaced at its path", before,
         R"([{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}])",
         R"({"emails":[{"value":"a","type":"work","primary":false},
             {"value":"b","type":"home","primary":true}]})"},
        {"replaced as a whole", before,
         R"([{"op":"replace","path":"emails[type eq \"home\"]",
             "value":{"value":"c","primary":true}}])",
         R"({"emails":[{"value":"a","type":"work","primary":false},{"value":"c","primary":true}]})"},
        {"no other is touched by a change of something else", before,
         R"([{"op":"replace","path":"emails[type eq \"home\"].value","value":"c"}])",
         R"({"emails":[{"value":"a","type":"work","primary":true},{"value":"c","type":"home"}]})"},
        {"set to false", before,
         R"([{"op":"replace","path":"emails[type eq \"work\"].primary","value":false}])",
         R"({"emails":[{"value":"a","type":"work","primary":false},{"value":"b","type":"home"}]})"},
        {"handed on twice", before,
         R"([{"op":"replace","path":"emails[value eq \"b\"].primary","value":true},
             {"op":"replace","path":"emails[value eq \"a\"].primary","value":true}])",
         R"({"emails":[{"value":"a","type":"work","primary":true},
             {"value":"b","type":"home","primary":false}]})"},
    });
    expect_refusals(
        {{"two at once", before, R"([{"op":"replace","path":"emails.primary","value":true}])",
          errc::invalid_value},
         {"two in one list", "{}",
          R"([{"op":"replace","path":"emails","value":[{"value":"a","primary":true},
                          {"value":"b","primary":true}]}])",
          errc::invalid_value}},
        {model::tolerance::strict});
}

std::string with_urn(std::string text) {
    for (std::size_t at = text.find("URN"); at != std::string::npos; at = text.find("URN", at))
        text.replace(at, 3, enterprise);
    return text;
}

TEST(PatchExtension, IsMadeAndUnmadeByItsAttributes) {
    const std::string before =
        with_urn(R"({"title":"t","URN":{"department":"D","manager":{"value":"m","$ref":"r"}}})");
    const auto change = [&](std::string_view from, const std::string& operations) {
        auto allowed = strict();
        document changed = a_user(from);
        const auto patched = patch_with(changed, with_urn(operations), allowed);
        EXPECT_TRUE(patched.has_value()) << reason(patched);
        return to_text(changed);
    };
    const auto meant = [](const std::string& members) {
        return to_text(a_user(with_urn(members)));
    };

    EXPECT_EQ(change("{}", R"([{"op":"add","path":"URN:department","value":"D"}])"),
              meant(R"({"URN":{"department":"D"}})"));
    EXPECT_NE(meant(R"({"URN":{"department":"D"}})").find("2.0:User\",\"urn:ietf"),
              std::string::npos)
        << "schemas names the extension";
    EXPECT_EQ(change(before, R"([{"op":"replace","path":"URN","value":{"costCenter":"C"}}])"),
              meant(R"({"title":"t","URN":{"costCenter":"C","department":"D",
                        "manager":{"value":"m","$ref":"r"}}})"));
    EXPECT_EQ(change(before, R"([{"op":"add","value":{"URN":{"manager":{"value":"n"}}}}])"),
              meant(R"({"title":"t","URN":{"department":"D",
                        "manager":{"value":"n","$ref":"r"}}})"));
    EXPECT_EQ(change(before, R"([{"op":"replace","path":"URN:manager.value","value":"n"}])"),
              meant(R"({"title":"t","URN":{"department":"D",
                        "manager":{"value":"n","$ref":"r"}}})"));
    EXPECT_EQ(change(before, R"([{"op":"replace","path":"URN:manager","value":{"value":null}}])"),
              meant(R"({"title":"t","URN":{"department":"D"}})"));
    EXPECT_EQ(change(before, R"([{"op":"remove","path":"URN"}])"), meant(R"({"title":"t"})"));
    EXPECT_EQ(change(before, R"([{"op":"replace","value":{"URN":null}}])"),
              meant(R"({"title":"t"})"));
    EXPECT_EQ(change(before, R"([{"op":"remove","path":"URN:manager"},
                                 {"op":"remove","path":"URN:department"}])"),
              meant(R"({"title":"t"})"));
}

TEST(Patch, TakesTheCoreSchemasUrnForTheResourceItself) {
    expect_changes({
        {"add", R"({"emails":[{"value":"a"}]})",
         R"([{"op":"add","path":"urn:ietf:params:scim:schemas:core:2.0:User",
             "value":{"title":"t","emails":[{"value":"b"}]}}])",
         R"({"emails":[{"value":"a"},{"value":"b"}],"title":"t"})"},
        {"replace, in other letters", R"({"emails":[{"value":"a"}],"nickName":"n"})",
         R"([{"op":"replace","path":"URN:IETF:params:scim:schemas:core:2.0:user",
             "value":{"title":"t","emails":[{"value":"b"}]}}])",
         R"({"emails":[{"value":"b"}],"nickName":"n","title":"t"})"},
    });
}

TEST(Patch, CaresForNoCaseOfOperationsAndNames) {
    expect_changes({
        {"op", "{}",
         R"([{"op":"Add","path":"TITLE","value":"t"},{"OP":"REPLACE","Path":"nickname","VALUE":"n"},
             {"op":"rEmOvE","path":"Title"}])",
         R"({"nickName":"n"})"},
    });
    auto allowed = strict();
    const auto parsed = parse_patch(from_text(R"({
        "SCHEMAS":["URN:ietf:params:scim:api:messages:2.0:PATCHOP"],
        "operations":[{"op":"add","path":"title","value":"t","name":"addTitle"}],"id":"x"})"),
                                    user(), allowed);
    ASSERT_TRUE(parsed.has_value()) << reason(parsed);
    EXPECT_EQ(parsed->operations.size(), 1U);
}

TEST(Patch, AppliesOperationsInTheirOrder) {
    expect_changes({
        {"add, replace, remove", "{}",
         R"([{"op":"add","path":"emails","value":[{"value":"a","type":"work"}]},
             {"op":"replace","path":"emails[type eq \"work\"].value","value":"b"},
             {"op":"add","path":"title","value":"t"},{"op":"remove","path":"title"}])",
         R"({"emails":[{"value":"b","type":"work"}]})"},
    });
}

TEST(Patch, AddsOneByOneWhatItWouldAddAtOnce) {
    expect_changes({
        {"to one list", R"({"emails":[{"value":"a"}]})",
         R"([{"op":"add","path":"emails","value":{"value":"b"}},
             {"op":"add","path":"phoneNumbers","value":{"value":"1"}},
             {"op":"add","path":"emails","value":{"value":"B","display":"D"}},
             {"op":"add","path":"phoneNumbers","value":{"value":"2"}}])",
         R"({"emails":[{"value":"a"},{"value":"b","display":"D"}],
             "phoneNumbers":[{"value":"1"},{"value":"2"}]})"},
        {"with a removal in between", R"({"emails":[{"value":"a"}]})",
         R"([{"op":"add","path":"emails","value":{"value":"b"}},
             {"op":"remove","path":"emails[value eq \"a\"]"},
             {"op":"add","path":"emails","value":{"value":"a"}},
             {"op":"add","path":"emails","value":{"value":"b","display":"D"}}])",
         R"({"emails":[{"value":"b","display":"D"},{"value":"a"}]})"},
        {"with a change of what a value is known by", R"({"emails":[{"value":"a"}]})",
         R"([{"op":"add","path":"emails","value":{"value":"b"}},
             {"op":"replace","path":"emails[value eq \"a\"].value","value":"c"},
             {"op":"add","path":"emails","value":{"value":"a"}}])",
         R"({"emails":[{"value":"c"},{"value":"b"},{"value":"a"}]})"},
    });
    expect_changes({
        {"equal values after a change",
         R"({"emails":[{"value":"a","type":"work"},{"value":"a","type":"home"}]})",
         R"([{"op":"replace","path":"emails.type","value":"other"}])",
         R"({"emails":[{"value":"a","type":"other"}]})"},
    });
}

TEST(Patch, GivesUpTheOperationsAboutAnAttributeThatHasAHomeOfItsOwn) {
    auto allowed = strict();
    auto parsed = parse_patch(body_of(R"([
        {"op":"replace","path":"password","value":"one"},{"op":"add","path":"title","value":"t"},
        {"op":"replace","value":{"password":"two","active":false}}])"),
                              user(), allowed);
    ASSERT_TRUE(parsed.has_value()) << reason(parsed);

    EXPECT_EQ(take(*parsed, "password"), json::value("two"));
    EXPECT_EQ(take(*parsed, "password"), std::nullopt);
    EXPECT_EQ(take(*parsed, "active"), json::value(false));
    ASSERT_EQ(parsed->operations.size(), 1U);
    EXPECT_EQ(parsed->operations[0].path.attribute->name, "title");

    parsed = parse_patch(body_of(R"([{"op":"remove","path":"password"}])"), user(), allowed);
    EXPECT_EQ(take(*parsed, "password"), json::value());
}

}  // namespace
}  // namespace scimd::scim
