// Schema files that an operator adds: what they come to, and how their mistakes are told.
#include <gmock/gmock.h>

#include "scim/catalogues.hpp"
#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

const std::string urn = "urn:example:params:scim:schemas:extension:x:2.0:User";

std::string schema_text(const std::string& attributes, const std::string& more = "",
                        const std::string& id = urn) {
    return R"({"id":")" + id + R"(","name":"X",)" + more + R"("attributes":[)" + attributes + "]}";
}

model::result<catalogue> with(std::string_view text) {
    const model::embedded_file files[] = {{"x.json", text}};
    return load_catalogue(built_in_schemas(), files);
}

std::string refusal_of(std::string_view text) {
    const auto loaded = with(text);
    if (loaded.has_value()) return "accepted";
    EXPECT_EQ(loaded.error().code, errc::invalid_value);
    return loaded.error().detail;
}

TEST(AddedSchema, ExtendsWhatItsUrnOrItselfSays) {
    struct row {
        std::string id, more;
        bool users, groups;
    };
    const row rows[] = {
        {"urn:example:x:User", "", true, false},
        {"urn:example:x:GROUP", "", false, true},
        {"urn:example:x", R"("extends":"Group",)", false, true},
        {"urn:example:x:User", R"("extends":"Group",)", false, true},
        {"urn:example:x", R"("extends":["User","Group"],)", true, true},
    };
    for (const row& one : rows) {
        SCOPED_TRACE(one.id + one.more);
        const auto loaded = with(schema_text(R"({"name":"a"})", one.more, one.id));
        ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
        EXPECT_EQ(loaded->user().extension(one.id) != nullptr, one.users);
        EXPECT_EQ(loaded->group().extension(one.id) != nullptr, one.groups);
        EXPECT_EQ(json::serialize(loaded->group().definition.at("schemaExtensions")),
                  one.groups ? R"([{"schema":")" + one.id + R"(","required":false}])" : "[]");
    }
}

TEST(AddedSchema, IsAdvertisedAsItIsHeldTo) {
    const auto loaded = with(schema_text(
        R"({"name":"a"},{"name":"b","type":"binary","mutability":"writeOnly","returned":"default"},
           {"name":"c","type":"complex","caseExact":true,"subAttributes":
                [{"name":"$ref","type":"reference","referenceTypes":["User"],"required":true}]},
           {"name":"d","type":"integer","caseExact":true,"referenceTypes":["uri"]})",
        R"("schemas":["urn:nobody:knows"],"meta":{"version":7},"description":"D",)"));
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    const json::object& shown = loaded->schemas().back().definition;
    EXPECT_EQ(
        json::serialize(shown),
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Schema"],"id":")" + urn +
            R"(","name":"X","description":"D","attributes":[)"
            R"({"name":"a","type":"string","multiValued":false,"description":"","required":false,)"
            R"("caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"none"},)"
            R"({"name":"b","type":"binary","multiValued":false,"description":"","required":false,)"
            R"("caseExact":true,"mutability":"writeOnly","returned":"never","uniqueness":"none"},)"
            R"({"name":"c","type":"complex","multiValued":false,"description":"","required":false,)"
            R"("caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"none",)"
            R"("subAttributes":[{"name":"$ref","type":"reference","referenceTypes":["User"],)"
            R"("multiValued":false,"description":"","required":true,"caseExact":true,)"
            R"("mutability":"readWrite","returned":"default","uniqueness":"none"}]},)"
            R"({"name":"d","type":"integer","multiValued":false,"description":"","required":false,)"
            R"("caseExact":false,"mutability":"readWrite","returned":"default","uniqueness":"none"}]})");
}

TEST(AddedSchema, SaysWhereItIsBroken) {
    struct row {
        std::string_view name;
        std::string text, says;
    };
    const std::string sub = R"({"name":"s"})";
    const row rows[] = {
        {"not JSON", "{\"id\":", "x.json: this is not JSON: "},
        {"more than JSON", "{} {}", "x.json: this is not JSON: "},
        {"a characteristic twice",
         schema_text(R"({"name":"a","mutability":"immutable","mutability":"readWrite"})"),
         "x.json: an object names a member twice"},
        {"a name twice, written differently",
         R"({"id":"urn:x:User","attributes":[],"\u0069d":"urn:y:User"})",
         "x.json: an object names a member twice"},
        {"not an object", "7", "x.json#: an object is expected"},
        {"no id", R"({"attributes":[]})", R"(x.json#: there is no "id")"},
        {"no attributes", R"({"id":"urn:a:User"})", R"(x.json#: there is no "attributes")"},
        {"attributes that are no list", R"({"id":"urn:a:User","attributes":{}})",
         "x.json#/attributes: an array is expected"},
        {"a member nobody knows", schema_text(sub, R"("atributes":[],)"),
         "x.json#/atributes: there is no such characteristic"},
        {"one with a slash and a tilde", schema_text(sub, R"("a/b~c":1,)"), "x.json#/a~1b~0c: "},
        {"not a URN", schema_text(sub, "", "badge:User"),
         "x.json#/id: \"badge:User\" is not a URN"},
        {"a URN with a quote", schema_text(sub, "", "urn:a'b:User"), "is not a URN"},
        {"a URN that ends nowhere", schema_text(sub, "", "urn:a:User:"), "is not a URN"},
        {"our URN", schema_text(sub, "", enterprise_urn), "x.json#/id: there is a schema "},
        {"our URN, shouted", schema_text(sub, "", "URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:GROUP"),
         "x.json#/id: there is a schema "},
        {"a URN within ours", schema_text(sub, R"("extends":"User",)", user_urn + ":emails"),
         "x.json#/id: it reads like an attribute of " + user_urn},
        {"a URN that ours lies within",
         schema_text(sub, R"("extends":"User",)", "urn:ietf:params:scim:schemas:core:2.0"),
         "would read like its attribute"},
        {"what it extends is not said", schema_text(sub, "", "urn:a:Device"),
         "x.json#/id: what does it extend?"},
        {"it extends what there is not", schema_text(sub, R"("extends":"Device",)"),
         "x.json#/extends: what can be extended"},
        {"it extends nothing", schema_text(sub, R"("extends":[],)"),
         "x.json#/extends: it extends nothing"},
        {"it extends one thing twice", schema_text(sub, R"("extends":["User","user"],)"),
         "x.json#/extends/1: this is said twice"},
        {"no name", schema_text(R"({"type":"string"})"),
         R"(x.json#/attributes/0: there is no "name")"},
        {"a name that begins with a digit", schema_text(R"({"name":"1a"})"),
         "x.json#/attributes/0/name: a name is"},
        {"a name with a dot", schema_text(R"({"name":"a.b"})"), "/name: a name is"},
        {"an empty name", schema_text(R"({"name":""})"), "/name: a name is"},
        {"two of one name", schema_text(R"({"name":"a"},{"name":"A"})"),
         "x.json#/attributes/1: there are two attributes"},
        {"a misspelt characteristic", schema_text(R"({"name":"a","mutabilty":"readOnly"})"),
         "x.json#/attributes/0/mutabilty: there is no such characteristic"},
        {"a type nobody knows", schema_text(R"({"name":"a","type":"text"})"),
         "x.json#/attributes/0/type: \"text\" is not one of the words"},
        {"a mutability nobody knows", schema_text(R"({"name":"a","mutability":"fixed"})"),
         "/mutability: "},
        {"a returned nobody knows", schema_text(R"({"name":"a","returned":"no"})"), "/returned: "},
        {"a uniqueness nobody knows", schema_text(R"({"name":"a","uniqueness":true})"),
         "x.json#/attributes/0/uniqueness: a string is expected"},
        {"a flag that is a number", schema_text(R"({"name":"a","multiValued":1})"),
         "x.json#/attributes/0/multiValued: true or false"},
        {"values that are no list", schema_text(R"({"name":"a","canonicalValues":"b"})"),
         "/canonicalValues: an array"},
        {"values that are no text", schema_text(R"({"name":"a","canonicalValues":["b",7]})"),
         "x.json#/attributes/0/canonicalValues/1: a string"},
        {"parts of what has none", schema_text(R"({"name":"a","subAttributes":[{"name":"b"}]})"),
         "x.json#/attributes/0/subAttributes: only a complex"},
        {"complex without parts", schema_text(R"({"name":"a","type":"complex"})"),
         R"(x.json#/attributes/0: there is no "subAttributes")"},
        {"complex with no part", schema_text(R"({"name":"a","type":"complex","subAttributes":[]})"),
         "x.json#/attributes/0/subAttributes: a complex attribute has at least one"},
        {"complex in complex",
         schema_text(R"({"name":"a","type":"complex","subAttributes":[{"name":"b","type":"complex",
                        "subAttributes":[{"name":"c"}]}]})"),
         "x.json#/attributes/0/subAttributes/0: a sub-attribute cannot be complex"},
        {"a unique boolean", schema_text(R"({"name":"a","type":"boolean","uniqueness":"server"})"),
         "x.json#/attributes/0/uniqueness: values of this type have no uniqueness"},
        {"a unique moment", schema_text(R"({"name":"a","type":"dateTime","uniqueness":"global"})"),
         "/uniqueness: "},
        {"a unique complex value",
         schema_text(
             R"({"name":"a","type":"complex","uniqueness":"server","subAttributes":[{"name":"b"}]})"),
         "/uniqueness: "},
        {"required of nobody",
         schema_text(R"({"name":"a","required":true,"mutability":"readOnly"})"),
         "x.json#/attributes/0/required: nobody can give"},
    };
    for (const row& one : rows) {
        SCOPED_TRACE(one.name);
        EXPECT_THAT(refusal_of(one.text), ::testing::HasSubstr(one.says));
    }
}

std::string attributes(std::size_t count) {
    std::string list;
    for (std::size_t i = 0; i < count; ++i)
        list += (i == 0 ? "" : ",") + (R"({"name":"a)" + std::to_string(i)) + R"("})";
    return list;
}

TEST(AddedSchema, HasLimits) {
    EXPECT_EQ(refusal_of(schema_text(attributes(schema_attributes_max))), "accepted");
    EXPECT_THAT(refusal_of(schema_text(attributes(schema_attributes_max + 1))),
                ::testing::HasSubstr("x.json#/attributes/1000: a schema has at most 1000"));
    EXPECT_THAT(
        refusal_of(schema_text(R"({"name":"whole","type":"complex","subAttributes":[)" +
                               attributes(schema_attributes_max) + "]}")),
        ::testing::HasSubstr("x.json#/attributes/0/subAttributes/999: a schema has at most"));
    std::string text = schema_text(R"({"name":"a"})");
    text.resize(schema_bytes_max, ' ');
    EXPECT_EQ(refusal_of(text), "accepted");
    EXPECT_THAT(refusal_of(text + " "), ::testing::HasSubstr("x.json: a schema file has at most"));
}

TEST(AddedSchema, KnowsWhetherADocumentMayBeShownAsItIsStored) {
    const auto loaded = with(schema_text(R"({"name":"a"})"));
    ASSERT_TRUE(loaded.has_value());
    const auto whole = [&](const std::string& urns) {
        return is_returned_whole(R"({"schemas":[)" + urns + R"(],"userName":"ann"})",
                                 loaded->user());
    };
    const std::string core = "\"" + user_urn + "\"";
    EXPECT_TRUE(whole(core));
    EXPECT_TRUE(whole(core + ",\"" + enterprise_urn + "\""));
    EXPECT_FALSE(whole(core + ",\"" + urn + "\"")) << "its file may be another one tomorrow";
    EXPECT_FALSE(whole(core + ",\"urn:of:a:file:that:is:gone\""));
}

TEST(Catalogues, HaveTheCommonFilesAndThoseOfTheDirectory) {
    const auto here = *model::directory_id::from_text("d-00000000here");
    const auto there = *model::directory_id::from_text("d-0000000there");
    const auto nowhere = *model::directory_id::from_text("d-00000nowhere");
    const auto file = [](const std::string& id) { return schema_text(R"({"name":"a"})", "", id); };
    const std::vector<added_schema> added = {{"all.json", file("urn:x:all:User"), std::nullopt},
                                             {"here.json", file("urn:x:own:User"), here},
                                             {"there.json", file("urn:x:own:User"), there}};
    const auto loaded = load_catalogues(added);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;

    EXPECT_EQ(&loaded->of(nowhere), &loaded->common());
    EXPECT_NE(loaded->common().user().extension("urn:x:all:User"), nullptr);
    EXPECT_EQ(loaded->common().user().extension("urn:x:own:User"), nullptr);
    for (const auto& id : {here, there}) {
        EXPECT_NE(loaded->of(id).user().extension("urn:x:all:User"), nullptr);
        EXPECT_NE(loaded->of(id).user().extension("urn:x:own:User"), nullptr);
    }

    const std::vector<added_schema> twice = {{"all.json", file("urn:x:all:User"), std::nullopt},
                                             {"here.json", file("urn:x:all:User"), here}};
    const auto refused = load_catalogues(twice);
    ASSERT_FALSE(refused.has_value());
    EXPECT_THAT(refused.error().detail, ::testing::HasSubstr("here.json#/id: there is a schema"));
}

}  // namespace
}  // namespace scimd::scim
