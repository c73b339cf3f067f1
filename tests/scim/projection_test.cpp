#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

json::object ann() {
    return from_text(R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "u-1",
        "externalId": "7", "userName": "ann", "name": {"familyName": "S", "givenName": "A"},
        "emails": [{"value": "a@x", "type": "work"}, {"type": "home"}],
        "groups": [{"value": "g-1", "display": "Tours"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
            {"department": "D", "manager": {"value": "u-2", "$ref": "r"}},
        "meta": {"resourceType": "User", "version": "W/\"1\""}})")
        .as_object();
}

projection chosen(std::string_view attributes, std::string_view excluded) {
    auto allowed = lenient();
    return parse_projection(attributes, excluded, user(), allowed).value();
}

// What is left of ann, without `schemas` and `id`, which always are.
std::string left(std::string_view attributes, std::string_view excluded) {
    json::object resource = ann();
    chosen(attributes, excluded).apply(resource, user());
    EXPECT_TRUE(resource.contains("schemas"));
    EXPECT_TRUE(resource.contains("id"));
    resource.stable_erase("schemas");
    resource.stable_erase("id");
    return json::serialize(resource);
}

TEST(Projection, ReturnsEverythingByDefault) {
    json::object resource = ann();
    chosen("", "").apply(resource, user());
    EXPECT_EQ(resource, ann());
    EXPECT_TRUE(chosen("", "").is_default());
    EXPECT_TRUE(projection().is_default());
    EXPECT_FALSE(chosen("userName", "").is_default());
    EXPECT_FALSE(chosen("", "userName").is_default());
}

// A document may have been stored while there was a schema file more.
TEST(Projection, NamesTheSchemasThatAreThereNow) {
    json::object resource = ann();
    resource["schemas"] = json::array{user_urn, "urn:of:a:file:that:is:gone", enterprise_urn};
    chosen("", "").apply(resource, user());
    EXPECT_EQ(resource["schemas"], (json::array{user_urn, enterprise_urn}));
}

TEST(Projection, ReturnsWhatIsAskedForAndTheMinimum) {
    const std::string urn = enterprise_urn;
    struct row {
        std::string attributes, expected;
    };
    const row rows[] = {
        {"userName", R"({"userName":"ann"})"},
        {"USERNAME , externalId", R"({"externalId":"7","userName":"ann"})"},
        {"name", R"({"name":{"familyName":"S","givenName":"A"}})"},
        {"name.givenName", R"({"name":{"givenName":"A"}})"},
        {"emails.value", R"({"emails":[{"value":"a@x"}]})"},
        {"emails.value,emails", R"({"emails":[{"value":"a@x","type":"work"},{"type":"home"}]})"},
        {R"(emails[type eq "work"])",
         R"({"emails":[{"value":"a@x","type":"work"},{"type":"home"}]})"},
        {R"(emails[type eq "a,b]"],userName)",
         R"({"userName":"ann","emails":[{"value":"a@x","type":"work"},{"type":"home"}]})"},
        {"id", "{}"},
        {"nobody", "{}"},
        {",", "{}"},
        {"nickName", "{}"},
        {"password", "{}"},
        {"meta.version", R"({"meta":{"version":"W/\"1\""}})"},
        {user_urn + ":userName", R"({"userName":"ann"})"},
        {urn, R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":)"
              R"({"department":"D","manager":{"value":"u-2","$ref":"r"}}})"},
        {urn + ":department",
         R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D"}})"},
        {urn + ":manager.value", R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":)"
                                 R"({"manager":{"value":"u-2"}}})"},
        {"department",
         R"({"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D"}})"},
    };
    for (const row& one : rows) EXPECT_EQ(left(one.attributes, ""), one.expected) << one.attributes;
}

TEST(Projection, LeavesOutWhatIsExcludedButNeverTheMinimum) {
    const json::object all = [] {
        json::object resource = ann();
        resource.stable_erase("schemas");
        resource.stable_erase("id");
        return resource;
    }();
    const auto without = [&](std::initializer_list<const char*> names) {
        json::object resource = all;
        for (const char* name : names) resource.stable_erase(name);
        return json::serialize(resource);
    };
    EXPECT_EQ(left("", "groups"), without({"groups"}));
    EXPECT_EQ(left("", "EMAILS,meta"), without({"emails", "meta"}));
    EXPECT_EQ(left("", "id,schemas"), without({}));
    EXPECT_EQ(left("", "nobody"), without({}));
    EXPECT_EQ(left("", enterprise_urn), without({enterprise_urn.c_str()}));

    json::object expected = all;
    expected["name"] = {{"familyName", "S"}};
    EXPECT_EQ(left("", "name.givenName"), json::serialize(expected));
    EXPECT_EQ(left("", "name.givenName,name.familyName"), without({"name"}));

    expected = all;
    expected["emails"] = json::array{{{"value", "a@x"}}};
    EXPECT_EQ(left("", "emails.type"), json::serialize(expected));

    expected = all;
    expected[enterprise_urn] = {{"department", "D"}};
    EXPECT_EQ(left("", enterprise_urn + ":manager"), json::serialize(expected));
}

// Every way of being returned, of attributes and of their parts.
const resource_type& secretive_user() {
    static const catalogue loaded = [] {
        const model::embedded_file files[] = {{"x.json", R"({"id":"urn:x:User","attributes":[
            {"name":"usual"},{"name":"always","returned":"always"},
            {"name":"never","returned":"never"},{"name":"asked","returned":"request"},
            {"name":"whole","type":"complex","multiValued":true,"subAttributes":[
                {"name":"usual"},{"name":"always","returned":"always"},
                {"name":"never","mutability":"writeOnly"},{"name":"asked","returned":"request"}]},
            {"name":"firm","type":"complex","returned":"always","subAttributes":[
                {"name":"usual"},{"name":"asked","returned":"request"}]},
            {"name":"shy","type":"complex","returned":"request","subAttributes":[
                {"name":"usual"},{"name":"always","returned":"always"}]}]})"}};
        return load_catalogue(built_in_schemas(), files).value();
    }();
    return loaded.user();
}

std::string left_of_secrets(std::string_view attributes, std::string_view excluded) {
    const json::value parts = from_text(R"({"usual":"1","always":"2","never":"3","asked":"4"})");
    json::object held = parts.as_object();
    held["whole"] = json::array{parts};
    held["firm"] = {{"usual", "1"}, {"asked", "4"}};
    held["shy"] = {{"usual", "1"}, {"always", "2"}};
    json::object resource{{"urn:x:User", held}};
    auto allowed = strict();
    parse_projection(attributes, excluded, secretive_user(), allowed)
        ->apply(resource, secretive_user());
    return json::serialize(resource.at("urn:x:User"));
}

TEST(Projection, ReturnsEachAttributeWhenItsSchemaSaysSo) {
    const std::string least = R"("always":"2","firm":{"usual":"1"})";
    const std::string usual_whole = R"("whole":[{"usual":"1","always":"2"}])";
    struct row {
        std::string_view attributes, excluded;
        std::string expected;
    };
    const row rows[] = {
        {"", "", R"({"usual":"1","always":"2",)" + usual_whole + R"(,"firm":{"usual":"1"}})"},
        {"", "userName",
         R"({"usual":"1","always":"2",)" + usual_whole + R"(,"firm":{"usual":"1"}})"},
        {"", "urn:x:User", "{" + least + "}"},
        {"", "urn:x:User:usual,urn:x:User:always,urn:x:User:whole", "{" + least + "}"},
        {"", "urn:x:User:whole.usual,urn:x:User:whole.always,urn:x:User:usual",
         R"({"always":"2","whole":[{"always":"2"}],"firm":{"usual":"1"}})"},
        {"", "urn:x:User:firm.usual,urn:x:User:usual,urn:x:User:whole", R"({"always":"2"})"},
        {"userName", "", "{" + least + "}"},
        {"urn:x:User", "",
         R"({"usual":"1","always":"2",)" + usual_whole + R"(,"firm":{"usual":"1"}})"},
        {"urn:x:User:asked,urn:x:User:never", "",
         R"({"always":"2","asked":"4","firm":{"usual":"1"}})"},
        {"urn:x:User:whole", "", R"({"always":"2",)" + usual_whole + R"(,"firm":{"usual":"1"}})"},
        {"urn:x:User:whole.asked", "",
         R"({"always":"2","whole":[{"always":"2","asked":"4"}],"firm":{"usual":"1"}})"},
        {"urn:x:User:whole.never", "",
         R"({"always":"2","whole":[{"always":"2"}],"firm":{"usual":"1"}})"},
        {"urn:x:User:firm.asked", "", R"({"always":"2","firm":{"asked":"4"}})"},
        {"urn:x:User:shy", "", "{" + least + R"(,"shy":{"usual":"1","always":"2"}})"},
        {"urn:x:User:shy.usual", "", "{" + least + R"(,"shy":{"usual":"1","always":"2"}})"},
    };
    for (const row& one : rows)
        EXPECT_EQ(left_of_secrets(one.attributes, one.excluded), one.expected)
            << one.attributes << " without " << one.excluded;
}

TEST(Projection, KnowsWhatNeedNotBeRead) {
    EXPECT_TRUE(projection().wants(user(), "groups"));
    EXPECT_FALSE(projection().wants(user(), "password"));
    EXPECT_FALSE(projection().wants(user(), "nobody"));
    EXPECT_FALSE(chosen("", "groups").wants(user(), "groups"));
    EXPECT_TRUE(chosen("", "groups.display").wants(user(), "groups"));
    EXPECT_FALSE(chosen("userName", "").wants(user(), "groups"));
    EXPECT_TRUE(chosen("userName,Groups", "").wants(user(), "groups"));
    EXPECT_TRUE(chosen("groups.value", "").wants(user(), "groups"));

    auto allowed = strict();
    const auto lean = parse_projection("", "members", group(), allowed);
    EXPECT_FALSE(lean->wants(group(), "members"));
    EXPECT_TRUE(lean->wants(group(), "displayName"));
}

TEST(Projection, LooksUpNamesInWhateverOrderAndHoweverOftenTheyAreGiven) {
    EXPECT_EQ(left("userName,nobody,emails.type,externalId,emails.value,userName", ""),
              left("externalId,userName,emails.value,emails.type", ""));
    EXPECT_EQ(left("", "name.givenName,meta,emails,groups,emails,name.familyName"),
              left("", "emails,groups,meta,name"));
    // A name that begins like another is no part of it: '-' sorts before the dot.
    const std::string urn = enterprise_urn;
    EXPECT_EQ(left(urn + "-:x,name-x,name", ""), left("name", ""));
}

TEST(Projection, TakesSoManyNamesAndNoMore) {
    const auto names = [](std::size_t count) {
        std::string text = "userName";
        for (std::size_t i = 1; i < count; ++i) text += ",x" + std::to_string(i);
        return text;
    };
    const auto refusal_of = [](std::string_view attributes, std::string_view excluded) {
        auto allowed = lenient();
        const auto made = parse_projection(attributes, excluded, user(), allowed);
        return made ? "accepted" : made.error().detail;
    };
    EXPECT_EQ(refusal_of(names(projection_names_max), ""), "accepted");
    EXPECT_EQ(refusal_of("", names(projection_names_max)), "accepted");
    EXPECT_EQ(refusal_of(names(projection_names_max + 1), ""),
              "\"attributes\" names at most 1000 attributes.");
    EXPECT_EQ(refusal_of("", std::string(8 << 20, ',')),
              "\"excludedAttributes\" names at most 1000 attributes.");
    auto allowed = lenient();
    EXPECT_EQ(parse_projection(names(2000), "", user(), allowed).error().code, errc::invalid_value);
}

TEST(Projection, RefusesToIncludeAndExcludeAtOnce) {
    auto allowed = lenient();
    const auto both = parse_projection("userName", "emails", user(), allowed);
    ASSERT_FALSE(both.has_value());
    EXPECT_EQ(both.error().code, errc::invalid_value);
}

}  // namespace
}  // namespace scimd::scim
