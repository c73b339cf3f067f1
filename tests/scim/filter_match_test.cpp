#include <cstdint>
#include <span>

#include "scim/filter.hpp"
#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

// A user as a client reads her.
const json::object& ann() {
    static const json::object resource = from_text(R"({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "id": "u-0123", "externalId": "Ext-7", "userName": "Ann@Example.com",
        "name": {"familyName": "Müller", "givenName": "Ann"},
        "title": "Tour Guide", "active": true, "profileUrl": "https://Ann",
        "emails": [{"value": "ann@work.example", "type": "Work", "primary": true},
                   {"value": "ann@home.example", "type": "home"}],
        "ims": [{"value": "annchat", "type": "xmpp"}],
        "roles": [{"type": "r"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
            {"employeeNumber": "701984", "manager": {"value": "u-boss"}},
        "meta": {"resourceType": "User", "created": "2026-01-02T03:04:05.678Z",
                 "lastModified": "2026-06-01T12:00:00Z", "version": "W/\"1\""}})")
                                             .as_object();
    return resource;
}

struct row {
    std::string_view text;
    bool expected;
};

void expect_rows(std::initializer_list<row> rows) {
    for (const row& one : rows) {
        auto allowed = lenient();
        const auto made = parse_filter(one.text, user(), allowed);
        ASSERT_TRUE(made.has_value()) << one.text << ": " << made.error().detail;
        EXPECT_EQ(matches(*made, ann()), one.expected) << one.text;
    }
}

TEST(Match, ComparesTextByTheAttributesCase) {
    expect_rows({
        {R"(userName eq "ANN@example.COM")", true},
        {R"(userName eq "ann@example.co")", false},
        {R"(userName ne "ANN@example.COM")", false},
        {R"(userName ne "bob")", true},
        {R"(externalId eq "Ext-7")", true},
        {R"(externalId eq "ext-7")", false},
        {R"(externalId co "xt")", true},
        {R"(externalId co "XT")", false},
        {R"(profileUrl eq "https://ann")", false},
        {R"(name.familyName eq "MÜLLER")", true},
        {R"(name.familyName sw "mÜ")", true},
        {R"(title sw "tour")", true},
        {R"(title sw "guide")", false},
        {R"(title ew "GUIDE")", true},
        {R"(title ew "tour")", false},
        {R"(title co "r g")", true},
        {R"(title co "")", true},
        {R"(title eq "")", false},
        {R"(title gt "tour")", true},
        {R"(title ge "TOUR GUIDE")", true},
        {R"(title gt "TOUR GUIDE")", false},
        {R"(title lt "u")", true},
        {R"(title le "tour")", false},
    });
}

TEST(Match, ComparesBooleansAndMoments) {
    expect_rows({
        {"active eq true", true},
        {"active eq false", false},
        {"active ne false", true},
        {R"(meta.created eq "2026-01-02T03:04:05.678Z")", true},
        {R"(meta.created eq "2026-01-02T05:04:05.678+02:00")", true},
        {R"(meta.created gt "2026-01-02T03:04:05Z")", true},
        {R"(meta.created gt "2026-01-02T03:04:05.678Z")", false},
        {R"(meta.created ge "2026-01-02T03:04:05.678Z")", true},
        {R"(meta.lastModified lt "2026-06-01T14:00:00+01:00")", true},
        {R"(meta.lastModified le "2026-06-01T12:00:00.000Z")", true},
        {R"(meta.lastModified lt "2026-06-01T12:00:00Z")", false},
    });
}

TEST(Match, TakesAnyValueOfAMultiValuedAttribute) {
    expect_rows({
        {R"(emails eq "ann@home.example")", true},
        {R"(emails.value co "WORK.")", true},
        {R"(emails.type eq "HOME")", true},
        {R"(emails.type eq "other")", false},
        {R"(emails.type ne "other")", true},
        {R"(emails.type ne "home")", false},  // ne is not eq
        {R"(emails.type eq "work" and emails.value eq "ann@home.example")", true},
        {R"(schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")", true},
        {R"(schemas eq "urn:ietf:params:scim:schemas:core:2.0:Group")", false},
        {R"(schemas[value ew "enterprise:2.0:user"])", true},
    });
}

TEST(Match, HoldsAValuePathAgainstOneElement) {
    expect_rows({
        {R"(emails[type eq "work" and value eq "ann@home.example"])", false},
        {R"(emails[type eq "work" and value eq "ann@work.example"])", true},
        {R"(emails[type eq "home" and not (primary eq true)])", true},
        {R"(emails[type eq "work" and not (primary eq true)])", false},
        {R"(emails[type eq "other" or value sw "ann"])", true},
        {R"(emails[primary pr])", true},
        {R"(emails[display pr])", false},
        {R"(phoneNumbers[type pr])", false},
        {R"(not (phoneNumbers[type pr]))", true},
        {R"(emails[type eq "home"] and ims[type eq "xmpp"])", true},
        {R"(emails[type eq "home"] and ims[type eq "aim"])", false},
        {R"(name[givenName eq "ann" and familyName sw "m"])", true},
        {R"(name[givenName eq "bob"])", false},
        {R"(emails[type eq "work"].value eq "ann@work.example")", true},
        {R"(emails[type eq "work"].value eq "ann@home.example")", false},
    });
}

// RFC 7643 §2.4: where `primary` is not said it is assumed to be false; said it is not.
TEST(Match, TakesAnUnsaidPrimaryForFalse) {
    expect_rows({
        {"emails[primary eq false]", true},
        {R"(emails[type eq "home" and primary eq false])", true},
        {R"(emails[type eq "work" and primary eq false])", false},
        {R"(emails[type eq "home" and primary ne true])", true},
        {R"(emails[type eq "home" and primary ne false])", false},
        {R"(emails[type eq "home" and primary pr])", false},
        {R"(emails[type eq "home" and primary eq null])", true},
        {"emails.primary eq false", true},
        {"emails.primary eq true", true},
        {"emails.primary ne false", false},
        {"ims.primary eq false", true},
        {"ims.primary eq true", false},
        {"ims.primary pr", false},
        {"addresses.primary eq false", false},
    });
}

TEST(Match, KnowsWhatIsPresent) {
    expect_rows({
        {"title pr", true},
        {"nickName pr", false},
        {"name pr", true},
        {"name.middleName pr", false},
        {"emails pr", true},
        {"addresses pr", false},
        {"roles.value pr", false},
        {"title eq null", false},
        {"title ne null", true},
        {"nickName eq null", true},
        {"nickName ne null", false},
        {"addresses eq null", true},
        {R"(nickName eq "x")", false},
        {R"(nickName ne "x")", true},
        {R"(nickName co "")", false},
        {R"(not (nickName eq "x"))", true},
        {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr", false},
        {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber pr", true},
    });
}

TEST(Match, ReachesIntoExtensions) {
    expect_rows({
        {R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber eq "701984")",
         true},
        {R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "U-BOSS")",
         true},
        {R"(manager eq "u-boss")", true},
        {R"(manager eq "u-other")", false},
        {R"(department eq "x")", false},
    });
}

TEST(Match, CombinesTerms) {
    expect_rows({
        {R"(title pr and nickName pr or active eq true)", true},
        {R"(title pr and (nickName pr or active eq false))", false},
        {R"(not (title pr) or active eq true)", true},
        {R"(not (title pr or active eq true))", false},
        {R"(shoeSize pr or active eq true)", true},
        {R"(shoeSize ne "9" and active eq true)", true},
        {R"(not (shoeSize pr))", true},
    });
}

TEST(Match, TreatsAnEmptyResourceAsHavingNoValues) {
    auto allowed = lenient();
    for (const char* text : {"title pr", "name pr", "emails pr", R"(emails[type eq "work"])",
                             R"(manager eq "x")", R"(title eq "x")"})
        EXPECT_FALSE(matches(*parse_filter(text, user(), allowed), json::object())) << text;
    EXPECT_TRUE(matches(*parse_filter("title eq null", user(), allowed), json::object()));
}

TEST(MatchElement, TellsElementsApart) {
    auto allowed = strict();
    const auto made = parse_value_filter(R"(type eq "work" and primary eq true)",
                                         *user().find("emails"), user(), allowed);
    ASSERT_TRUE(made.has_value());
    EXPECT_TRUE(matches_element(*made, from_text(R"({"type":"WORK","primary":true})")));
    EXPECT_FALSE(matches_element(*made, from_text(R"({"type":"work"})")));
    EXPECT_FALSE(matches_element(*made, from_text("{}")));

    const auto others =
        parse_value_filter("primary eq false", *user().find("emails"), user(), allowed);
    EXPECT_TRUE(matches_element(*others, from_text(R"({"type":"work"})")));
    EXPECT_FALSE(matches_element(*others, from_text(R"({"primary":true})")));
}

TEST(MatchElement, TakesASimpleElementForItsValue) {
    auto allowed = strict();
    const auto made =
        parse_value_filter(R"(value eq "URN:a")", *user().find("schemas"), user(), allowed);
    ASSERT_TRUE(made.has_value());
    EXPECT_TRUE(matches_element(*made, json::value("urn:A")));
    EXPECT_FALSE(matches_element(*made, json::value("urn:B")));
}

// Numbers stand in no built-in schema; a filter must be right about them all the same.
TEST(Match, ComparesNumbersByTheirValue) {
    std::vector<model::embedded_file> files(built_in_schemas().begin(), built_in_schemas().end());
    for (model::embedded_file& one : files)
        if (one.name == "enterprise_user.json")
            one.text = R"({"id":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                "name":"Sizes","attributes":[{"name":"shoe","type":"integer"},
                {"name":"height","type":"decimal"}]})";
    const auto loaded = load_catalogue(files);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    const json::object resource{{enterprise_urn, {{"shoe", 42}, {"height", 1.75}}}};
    constexpr std::int64_t huge = 9'007'199'254'740'993;  // 2^53 + 1, which no double is
    const json::object giant{{enterprise_urn, {{"shoe", huge}, {"height", -0x1p63}}}};
    const row rows[] = {
        {"shoe eq 42", true},     {"shoe eq 42.0", true},    {"shoe gt 41", true},
        {"shoe lt 41.5", false},  {"shoe ge 42", true},      {"shoe ne 42", false},
        {"height eq 1.75", true}, {"height gt 1", true},     {"height le 1.75", true},
        {"height lt 1.5", false}, {R"(shoe eq "42")", true}, {"height eq 2", false},
    };
    auto allowed = lenient();
    for (const row& one : rows) {
        const auto made = parse_filter(one.text, loaded->user(), allowed);
        ASSERT_TRUE(made.has_value()) << one.text << made.error().detail;
        EXPECT_EQ(matches(*made, resource), one.expected) << one.text;
    }
    const row large[] = {
        {"shoe eq 9007199254740992.0", false},
        {"shoe gt 9007199254740992.0", true},
        {"shoe lt 9007199254740994.0", true},
        {"shoe lt 1e300", true},
        {"shoe gt -1e300", true},
        {"shoe gt 9007199254740992.5", true},
        {"height eq -9223372036854775808", true},
        {"height lt -9223372036854775807", true},
        {"height gt -9223372036854775807", false},
    };
    for (const row& one : large) {
        const auto made = parse_filter(one.text, loaded->user(), allowed);
        ASSERT_TRUE(made.has_value()) << one.text << made.error().detail;
        EXPECT_EQ(matches(*made, giant), one.expected) << one.text;
    }
    for (const char* text : {R"(shoe eq "big")", "shoe eq true", "shoe co 4", "shoe eq big"})
        EXPECT_FALSE(parse_filter(text, loaded->user(), allowed).has_value()) << text;
}

}  // namespace
}  // namespace scimd::scim
