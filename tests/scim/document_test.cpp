#include "scim/document.hpp"

#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

// A POST body of a user: the core URN and these members.
json::value body_with(std::string_view members) {
    json::object body = from_text(members).as_object();
    if (!body.contains("schemas")) body["schemas"] = json::array{json::string(user_urn)};
    return body;
}

std::string read(std::string_view members, tolerance& allowed) {
    const auto made = read_document(body_with(members), user(), allowed);
    return made ? to_text(*made) : "refused";
}

errc refusal_of(std::string_view members, tolerance allowed) {
    const auto made = read_document(body_with(members), user(), allowed);
    EXPECT_FALSE(made.has_value()) << to_text(*made);
    return made ? errc::internal : made.error().code;
}

TEST(Document, IsWrittenInCanonicalFormWhateverTheOrderAndCaseOfTheRequest) {
    auto allowed = strict();
    const auto made = read_document(from_text(R"({
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user":
            {"manager": {"value": "u-boss"}, "Department": "Tours"},
        "emails": [{"primary": true, "VALUE": "a@x", "type": "work"}],
        "USERNAME": "ann", "externalid": "7",
        "name": {"givenName": "Ann", "familyName": "Smith"},
        "active": false, "password": "secret",
        "schemas": ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                    "urn:ietf:params:scim:schemas:core:2.0:User"]})"),
                                    user(), allowed);
    ASSERT_TRUE(made.has_value()) << reason(made);
    EXPECT_EQ(
        to_text(*made),
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)"
        R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],)"
        R"("externalId":"7","userName":"ann",)"
        R"("name":{"familyName":"Smith","givenName":"Ann"},"active":false,"password":"secret",)"
        R"("emails":[{"value":"a@x","type":"work","primary":true}],)"
        R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":)"
        R"({"department":"Tours","manager":{"value":"u-boss"}}})");
    EXPECT_EQ(document_from_text(to_text(*made)), *made);
    EXPECT_EQ(to_text(allowed.needed()), "");
}

TEST(Document, TakesNullEmptyAndAbsentForOne) {
    auto allowed = strict();
    const std::string bare = read(R"({"userName":"ann"})", allowed);
    for (const char* members :
         {R"({"userName":"ann","title":null})", R"({"userName":"ann","emails":[]})",
          R"({"userName":"ann","emails":null})", R"({"userName":"ann","emails":[null,{}]})",
          R"({"userName":"ann","emails":[{"value":null}]})", R"({"userName":"ann","name":{}})",
          R"({"userName":"ann","name":{"givenName":null}})",
          R"({"userName":"ann","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{}})",
          R"({"userName":"ann","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":null})",
          R"({"userName":"ann","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
              {"manager":{"value":null}}})"})
        EXPECT_EQ(read(members, allowed), bare) << members;
    EXPECT_EQ(to_text(allowed.needed()), "");
}

TEST(Document, IgnoresReadOnlyAttributes) {
    auto allowed = strict();
    EXPECT_EQ(read(R"({"userName":"ann","id":"u-7","meta":{"version":"x"},"groups":[{"value":"g"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
            {"manager":{"value":"b","displayName":"Bob"}}})",
                   allowed),
              read(R"({"userName":"ann",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"b"}}})",
                   allowed));
    EXPECT_EQ(read(R"({"userName":"ann","id":7,"groups":"none","meta":[]})", allowed),
              read(R"({"userName":"ann"})", allowed));
}

TEST(Document, KeepsTextAsItIs) {
    auto allowed = lenient();
    EXPECT_NE(read(R"({"userName":" Ann\u0041 ","title":"\t"})", allowed).find(R"(" AnnA ")"),
              std::string::npos);
}

TEST(Document, DemandsWhatIsRequired) {
    for (const char* members : {"{}", R"({"userName":null})", R"({"userName":""})",
                                R"({"userName":[]})", R"({"title":"x"})"}) {
        EXPECT_EQ(refusal_of(members, strict()), errc::invalid_value) << members;
        EXPECT_EQ(refusal_of(members, lenient()), errc::invalid_value) << members;
    }
    auto allowed = strict();
    const auto nameless = read_document(json::object{{"schemas", {group_urn}}}, group(), allowed);
    ASSERT_FALSE(nameless.has_value());
    EXPECT_EQ(nameless.error().code, errc::invalid_value);
    EXPECT_NE(nameless.error().detail.find("displayName"), std::string::npos);
}

TEST(Document, RefusesABodyThatIsNoObject) {
    auto allowed = lenient();
    for (const char* body : {"[]", "null", "7", R"("x")"}) {
        const auto made = read_document(from_text(body), user(), allowed);
        ASSERT_FALSE(made.has_value()) << body;
        EXPECT_EQ(made.error().code, errc::invalid_syntax);
    }
}

TEST(Document, RefusesAnAttributeThatIsGivenTwice) {
    EXPECT_EQ(refusal_of(R"({"userName":"ann","USERNAME":"bob"})", lenient()),
              errc::invalid_syntax);
    for (const char* members :
         {R"({"userName":"ann","name":{"givenName":"a","GIVENNAME":"b"}})",
          R"({"userName":"ann","name":{"givenName":null,"GIVENNAME":"b"}})",
          R"({"userName":"ann","emails":[{"value":"a","Value":"b"}]})",
          R"({"userName":"ann","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
              {"department":"a","DEPARTMENT":"b"}})",
          R"({"userName":"ann","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
              {"department":"a"},
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user":{"division":"b"}})",
          R"({"userName":"ann","urn:ietf:params:scim:schemas:core:2.0:User":{"userName":"bob"}})"})
        EXPECT_EQ(refusal_of(members, lenient()), errc::invalid_syntax) << members;
}

TEST(Document, RefusesValuesOfAnotherType) {
    for (const char* members :
         {R"({"userName":{"a":1}})",
          R"({"userName":true})",
          R"({"userName":["a","b"]})",
          R"({"userName":"a","active":"maybe"})",
          R"({"userName":"a","active":1})",
          R"({"userName":"a","active":" "})",
          R"({"userName":"a","active":{}})",
          R"({"userName":1.10})",
          R"({"userName":1e999})",
          R"({"userName":18446744073709551616})",
          R"({"userName":"a","name":"Ann"})",
          R"({"userName":"a","name":true})",
          R"({"userName":"a","name":{"givenName":{"x":1}}})",
          R"({"userName":"a","emails":[true]})",
          R"({"userName":"a","emails":[[1,2]]})",
          R"({"userName":"a","emails":[{"primary":"perhaps"}]})",
          R"({"userName":"a","addresses":["Main Street"]})",
          R"({"userName":"a","x509Certificates":[{"value":"not base64!"}]})",
          R"({"userName":"a","x509Certificates":[{"value":"AAAAA"}]})",
          R"({"userName":"a","x509Certificates":[{"value":"AA="}]})",
          R"({"userName":"a","title":"nul \u0000"})",
          R"({"userName":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":"x"})"}) {
        EXPECT_EQ(refusal_of(members, strict()), errc::invalid_value) << members;
        EXPECT_EQ(refusal_of(members, lenient()), errc::invalid_value) << members;
    }
}

TEST(Document, TakesBase64WithAndWithoutPadding) {
    auto allowed = strict();
    for (const char* value : {"AQIDBA==", "AQIDBA", "AQID", "-_-_", "+/+/"})
        EXPECT_NE(read(std::string(R"({"userName":"a","x509Certificates":[{"value":")") + value +
                           R"("}]})",
                       allowed),
                  "refused")
            << value;
}

struct dialect_row {
    std::string_view name, sent, means, needed;
    errc strictly;
};

TEST(Document, UnderstandsDialectsWhereTheDirectoryIsLenient) {
    const dialect_row rows[] = {
        {"ENTRA-11", R"({"userName":"a","active":"False"})", R"({"userName":"a","active":false})",
         "boolean-text", errc::invalid_value},
        {"ENTRA-11, capitals", R"({"userName":"a","emails":[{"value":"x","primary":"TRUE"}]})",
         R"({"userName":"a","emails":[{"value":"x","primary":true}]})", "boolean-text",
         errc::invalid_value},
        {"ENTRA-45", R"({"userName":30877})", R"({"userName":"30877"})", "number-text",
         errc::invalid_value},
        {"ENTRA-45, as long as it goes", R"({"userName":18446744073709551615})",
         R"({"userName":"18446744073709551615"})", "number-text", errc::invalid_value},
        {"OKTA-29, no boolean", R"({"userName":"a","active":""})", R"({"userName":"a"})",
         "empty-text", errc::invalid_value},
        {"ENTRA-34, no boolean", R"({"userName":"a","emails":[{"value":"x","primary":""}]})",
         R"({"userName":"a","emails":[{"value":"x"}]})", "empty-text", errc::invalid_value},
        {"the core URN before a name",
         R"({"userName":"a","URN:ietf:params:scim:schemas:core:2.0:User:displayName":"A"})",
         R"({"userName":"a","displayName":"A"})", "dotted-keys", errc::invalid_syntax},
        {"the core URN around names",
         R"({"urn:ietf:params:scim:schemas:core:2.0:User":{"userName":"a","name":{"givenName":"A"}}})",
         R"({"userName":"a","name":{"givenName":"A"}})", "dotted-keys", errc::invalid_syntax},
        {"OL-03", R"({"schemas":["urn:scim:schemas:core:1.0"],"userName":"a"})",
         R"({"userName":"a"})", "unknown-schema", errc::invalid_syntax},
        {"ENTRA-07",
         R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","http://x"],"userName":"a"})",
         R"({"userName":"a"})", "unknown-schema", errc::invalid_syntax},
        {"AK-08", R"({"schemas":[],"userName":"a"})", R"({"userName":"a"})", "unknown-schema",
         errc::invalid_syntax},
        {"AK-08, null", R"({"schemas":null,"userName":"a"})", R"({"userName":"a"})",
         "unknown-schema", errc::invalid_syntax},
        {"schemas as text",
         R"({"schemas":"urn:ietf:params:scim:schemas:core:2.0:User","userName":"a"})",
         R"({"userName":"a"})", "single-value-bare", errc::invalid_syntax},
        {"ENTRA-06", R"({"userName":"a","shoeSize":9})", R"({"userName":"a"})", "unknown-attribute",
         errc::invalid_syntax},
        {"ENTRA-23", R"({"userName":"a","roles":[{"value":"r","displayName":"R"}]})",
         R"({"userName":"a","roles":[{"value":"r"}]})", "unknown-attribute", errc::invalid_syntax},
        {"unknown in an extension",
         R"({"userName":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"x":1}})",
         R"({"userName":"a"})", "unknown-attribute", errc::invalid_syntax},
        {"OKTA-08", R"({"userName":"a","active":[false]})", R"({"userName":"a","active":false})",
         "single-value-list", errc::invalid_value},
        {"ENTRA-09",
         R"({"userName":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
             {"manager":[{"value":"b"}]}})",
         R"({"userName":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
             {"manager":{"value":"b"}}})",
         "single-value-list", errc::invalid_value},
        {"one e-mail without its list", R"({"userName":"a","emails":{"value":"x"}})",
         R"({"userName":"a","emails":[{"value":"x"}]})", "single-value-bare", errc::invalid_value},
        {"ENTRA-08",
         R"({"userName":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
             {"manager":"b"}})",
         R"({"userName":"a","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
             {"manager":{"value":"b"}}})",
         "bare-complex-value", errc::invalid_value},
        {"e-mails as texts", R"({"userName":"a","emails":["x","y"]})",
         R"({"userName":"a","emails":[{"value":"x"},{"value":"y"}]})", "bare-complex-value",
         errc::invalid_value},
        {"PING-01",
         R"({"userName":"a","emails":[{"value":"x","primary":true},{"value":"y","primary":true}]})",
         R"({"userName":"a","emails":[{"value":"x","primary":true},{"value":"y","primary":false}]})",
         "several-primaries", errc::invalid_value},
        {"OKTA-29, and it is required", R"({"userName":"a","schemas":"x"})", R"({"userName":"a"})",
         "unknown-schema, single-value-bare", errc::invalid_syntax},
    };
    for (const dialect_row& row : rows) {
        SCOPED_TRACE(row.name);
        auto allowed = lenient();
        auto meant = strict();
        EXPECT_EQ(read(row.sent, allowed), read(row.means, meant));
        EXPECT_EQ(to_text(allowed.needed()), row.needed);
        EXPECT_EQ(refusal_of(row.sent, strict()), row.strictly);
    }
}

TEST(Document, TakesEmptyTextForNoValueOnlyWhereTheDirectoryIsLenient) {
    const char* sent = R"({"userName":"a","title":"","name":{"middleName":""},
        "emails":[{"value":"x","type":""}],"profileUrl":""})";
    auto allowed = lenient();
    EXPECT_EQ(read(sent, allowed), read(R"({"userName":"a","emails":[{"value":"x"}]})", allowed));
    EXPECT_EQ(to_text(allowed.needed()), "empty-text");

    auto exact = strict();
    EXPECT_NE(read(sent, exact).find(R"("title":"")"), std::string::npos);
}

TEST(Document, SpendsNoToleranceOnWhatTheRfcAllows) {
    auto allowed = lenient();
    EXPECT_NE(read(R"({"userName":"a","active":true,"emails":[{"value":"x","primary":true},
        {"value":"y","primary":false}],"roles":[{"value":"r","type":"anything at all"}]})",
                   allowed),
              "refused");
    EXPECT_EQ(to_text(allowed.needed()), "");
}

TEST(Document, OfAGroupKeepsItsMembersWithoutWhatTheServerComputes) {
    auto allowed = strict();
    const auto made = read_document(from_text(R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "Tours",
        "members": [{"value": "u-1", "display": "Ann", "type": "User", "$ref": null},
                    {"value": "g-2"}]})"),
                                    group(), allowed);
    ASSERT_TRUE(made.has_value()) << reason(made);
    document changed = *made;
    const auto members = take(changed, "members");
    ASSERT_TRUE(members.has_value());
    EXPECT_EQ(*members, from_text(R"([{"value":"u-1","type":"User"},{"value":"g-2"}])"));
    EXPECT_EQ(to_text(changed), R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],)"
                                R"("displayName":"Tours"})");
}

TEST(Document, RefusesAMemberThatIsNobody) {
    auto allowed = lenient();
    const auto made = read_document(
        from_text(R"({"displayName":"Tours","members":[{"display":"Ann","type":"User"}]})"),
        group(), allowed);
    ASSERT_FALSE(made.has_value());
    EXPECT_EQ(made.error().code, errc::invalid_value);
}

TEST(Document, RefusesAMemberThatSaysNothing) {
    for (const char* members : {"[{}]", "[null]", "[[]]", R"([{"value":"a"},{}])"}) {
        for (auto allowed : {strict(), lenient()}) {
            const auto made = read_document(json::object{{"schemas", {group_urn}},
                                                         {"displayName", "Tours"},
                                                         {"members", from_text(members)}},
                                            group(), allowed);
            ASSERT_FALSE(made.has_value()) << members;
            EXPECT_EQ(made.error().code, errc::invalid_value) << members;
        }
    }
    for (const char* members : {"[]", "null"}) {
        auto allowed = strict();
        EXPECT_TRUE(read_document(json::object{{"schemas", {group_urn}},
                                               {"displayName", "Tours"},
                                               {"members", from_text(members)}},
                                  group(), allowed)
                        .has_value())
            << members;
    }
}

TEST(Members, AreReadOnceEachInTheirOrder) {
    const auto members = members_from(
        from_text(R"([{"value":"b","type":"Group"},{"value":"a"},{"value":"b","type":"User"}])"));
    ASSERT_EQ(members.size(), 2U);
    EXPECT_EQ(members[0].value, "b");
    EXPECT_EQ(members[0].type, "Group");
    EXPECT_EQ(members[1].value, "a");
    EXPECT_EQ(members[1].type, "");
    EXPECT_TRUE(members_from(json::value()).empty());
}

TEST(Document, GivesUpAttributesThatHaveAHomeOfTheirOwn) {
    document made = a_user(R"({"active":false,"title":"x","nickName":"y"})");
    EXPECT_EQ(take(made, "active"), json::value(false));
    EXPECT_EQ(take(made, "active"), std::nullopt);
    EXPECT_EQ(made, a_user(R"({"title":"x","nickName":"y"})"));
    EXPECT_EQ(to_text(made), to_text(a_user(R"({"nickName":"y","title":"x"})")));
    EXPECT_EQ(text_of(made, "title"), "x");
    EXPECT_EQ(text_of(made, "userName"), "ann");
    EXPECT_EQ(text_of(made, "externalId"), "");
}

TEST(Document, FromTextThrowsOnWhatWeNeverWrote) {
    EXPECT_THROW(document_from_text("{"), std::exception);
    EXPECT_THROW(document_from_text("[]"), std::exception);
}

TEST(ParseJson, ReadsOneValueAndSaysWhereItFails) {
    EXPECT_EQ(parse_json(R"( {"a":[1,"é"]} )").value(), from_text(R"({"a":[1,"é"]})"));
    EXPECT_EQ(parse_json("7").value(), json::value(7));
    for (const std::string_view text :
         {"", " ", "{", "{} {}", "{}x", "{'a':1}", "[1,]", R"({"a":"\q"})", R"("\ud800")",
          "\"\xFF\"", "nul", "// comment\n{}"}) {
        const auto read = parse_json(text);
        ASSERT_FALSE(read.has_value()) << text;
        EXPECT_EQ(read.error().code, errc::invalid_syntax) << text;
        EXPECT_NE(read.error().detail.find("at byte"), std::string::npos) << text;
    }
}

TEST(ParseJson, ReadsEveryNumberAsTheNearestThereIs) {
    for (const double number : {2.5e-300, 0.30000000000000004, 1.7976931348623157e308, 5e-324, 1e23,
                                9.109383701528e-31, -123456.78901234567}) {
        const json::value kept(number);
        EXPECT_EQ(parse_json(json::serialize(kept)).value(), kept) << json::serialize(kept);
    }
    EXPECT_EQ(parse_json("18446744073709551615").value(),
              json::value(std::numeric_limits<std::uint64_t>::max()));
    EXPECT_TRUE(parse_json("-0").value().is_int64());
}

TEST(ParseJson, RefusesAMemberThatIsNamedTwice) {
    for (const std::string_view text :
         {R"({"op":"add","op":"remove"})", R"([{"a":1},{"b":{"c":1,"d":2,"c":3}}])",
          R"({"a":1,"\u0061":2})"}) {
        const auto read = parse_json(text);
        ASSERT_FALSE(read.has_value()) << text;
        EXPECT_EQ(read.error().code, errc::invalid_syntax) << text;
    }
    for (const std::string_view text :
         {R"({"a:b":":","c\":":"\\","d":[{"a":1},{"a":1}]})", R"("\":")", R"({"a":1,"A":2})"})
        EXPECT_TRUE(parse_json(text).has_value()) << text;
}

TEST(ParseJson, HasALimitOfDepth) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(parse_json(nested(json_depth_max)).has_value());
    const auto refused = parse_json(nested(json_depth_max + 1));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::invalid_syntax);
}

}  // namespace
}  // namespace scimd::scim
