#include "scim/filter.hpp"

#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

std::string shown(const filter& one);

std::string shown(const attribute_path& path) {
    std::string text = path.extension == nullptr ? "" : path.extension->name + "|";
    text += path.attribute->name;
    if (path.sub != nullptr) text += "." + path.sub->name;
    return text;
}

std::string shown(const literal& value) {
    struct writer {
        std::string operator()(std::nullptr_t) const { return "null"; }
        std::string operator()(bool flag) const { return flag ? "true" : "false"; }
        std::string operator()(std::int64_t number) const { return std::to_string(number); }
        std::string operator()(double number) const { return json::serialize(json::value(number)); }
        std::string operator()(const std::string& text) const { return "'" + text + "'"; }
        std::string operator()(model::instant at) const { return "@" + model::to_text(at); }
    };
    return std::visit(writer{}, value);
}

template <class Terms>
std::string joined(const Terms& terms, std::string_view word) {
    std::string text = "(";
    for (const filter& one : terms) {
        if (text.size() > 1) text += " " + std::string(word) + " ";
        text += shown(one);
    }
    return text + ")";
}

// The tree, written so that its shape shows: every and, or and not has brackets of its own.
std::string shown(const filter& one) {
    static constexpr const char* words[] = {"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"};
    struct writer {
        std::string operator()(const presence& term) const { return shown(term.path) + " pr"; }
        std::string operator()(const comparison& term) const {
            return shown(term.path) + " " + words[static_cast<int>(term.op)] + " " +
                   shown(term.value);
        }
        std::string operator()(const value_path& term) const {
            return shown(term.path) + "[" + shown(*term.inner) + "]";
        }
        std::string operator()(const conjunction& all) const { return joined(all.terms, "and"); }
        std::string operator()(const disjunction& any) const { return joined(any.terms, "or"); }
        std::string operator()(const negation& term) const { return "not " + shown(*term.term); }
        std::string operator()(const constant& term) const { return term.value ? "yes" : "no"; }
    };
    return std::visit(writer{}, one.node);
}

std::string parsed(std::string_view text, const resource_type& type, tolerance allowed) {
    const auto made = parse_filter(text, type, allowed);
    if (made) return shown(*made);
    EXPECT_EQ(made.error().code, errc::invalid_filter);
    EXPECT_FALSE(made.error().detail.empty());
    return "refused";
}

struct grammar_row {
    std::string_view text, tree;
};

void expect_rows(std::initializer_list<grammar_row> rows, const resource_type& type = user()) {
    for (const grammar_row& row : rows)
        EXPECT_EQ(parsed(row.text, type, strict()), row.tree) << row.text;
}

TEST(Filter, ReadsTheExamplesOfTheRfc) {
    expect_rows({
        {R"(userName eq "bjensen")", "userName eq 'bjensen'"},
        {R"(name.familyName co "O'Malley")", "name.familyName co 'o'malley'"},
        {R"(userName sw "J")", "userName sw 'j'"},
        {R"(urn:ietf:params:scim:schemas:core:2.0:User:userName sw "J")", "userName sw 'j'"},
        {"title pr", "title pr"},
        {R"(meta.lastModified gt "2011-05-13T04:42:34Z")",
         "meta.lastModified gt @2011-05-13T04:42:34.000Z"},
        {R"(meta.lastModified le "2011-05-13T06:42:34+02:00")",
         "meta.lastModified le @2011-05-13T04:42:34.000Z"},
        {R"(title pr and userType eq "Employee")", "(title pr and userType eq 'employee')"},
        {R"(title pr or userType eq "Intern")", "(title pr or userType eq 'intern')"},
        {R"(schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")",
         "schemas eq 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:user'"},
        {R"(userType eq "Employee" and (emails co "example.com" or emails.value co "example.org"))",
         "(userType eq 'employee' and (emails.value co 'example.com' or "
         "emails.value co 'example.org'))"},
        {R"(userType ne "Employee" and not (emails co "example.com" or emails.value co "x"))",
         "(userType ne 'employee' and not (emails.value co 'example.com' or emails.value co 'x'))"},
        {R"(userType eq "Employee" and (emails.type eq "work"))",
         "(userType eq 'employee' and emails.type eq 'work')"},
        {R"(userType eq "Employee" and emails[type eq "work" and value co "@example.com"])",
         "(userType eq 'employee' and emails[(type eq 'work' and value co '@example.com')])"},
        {R"(emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp"])",
         "(emails[(type eq 'work' and value co '@example.com')] or ims[type eq 'xmpp'])"},
    });
}

TEST(Filter, BindsNotTighterThanAndTighterThanOr) {
    expect_rows({
        {"title pr or active pr and name pr", "(title pr or (active pr and name pr))"},
        {"title pr and active pr or name pr", "((title pr and active pr) or name pr)"},
        {"(title pr or active pr) and name pr", "((title pr or active pr) and name pr)"},
        {"not (title pr) and name pr", "(not title pr and name pr)"},
        {"not (title pr) or name pr and active pr", "(not title pr or (name pr and active pr))"},
        {"not(title pr or name pr)", "not (title pr or name pr)"},
        {"not (not (title pr))", "not not title pr"},
        {"title pr and name pr and active pr", "(title pr and name pr and active pr)"},
        {"((title pr))", "title pr"},
        {"emails[type pr or value pr and primary pr]",
         "emails[(type pr or (value pr and primary pr))]"},
        {"emails[not (type pr) and (value pr or primary pr)]",
         "emails[(not type pr and (value pr or primary pr))]"},
    });
}

TEST(Filter, DoesNotCareAboutTheCaseOfNamesAndOperatorsNorAboutBlanks) {
    expect_rows({
        {R"(USERNAME EQ "x")", "userName eq 'x'"},
        {R"(Emails[TYPE Eq "work"])", "emails[type eq 'work']"},
        {"title PR AND NOT (name Pr) Or active pr", "((title pr and not name pr) or active pr)"},
        {R"(  userName   eq   "x"  )", "userName eq 'x'"},
        {"( title pr )", "title pr"},
        {R"(emails[ type eq "work" ])", "emails[type eq 'work']"},
        {R"(emails[type eq"work"])", "emails[type eq 'work']"},  // as in RFC 7644 §3.5.2.2
    });
}

TEST(Filter, ReadsStringsAsJson) {
    expect_rows({
        {R"(externalId eq "a\"b")", "externalId eq 'a\"b'"},
        {R"(externalId eq "a\\")", "externalId eq 'a\\'"},
        {R"(externalId eq "a\\\"]) and (")", "externalId eq 'a\\\"]) and ('"},
        {R"(externalId eq "\u00e9\/\n")", "externalId eq '\u00e9/\n'"},
        {R"(externalId eq "\ud83d\ude00")", "externalId eq '\U0001F600'"},
        {R"(externalId eq "é")", "externalId eq 'é'"},
        {R"(externalId eq "")", "externalId eq ''"},
        {R"(externalId eq "Case")", "externalId eq 'Case'"},
        {R"(title eq "ÄÖ")", "title eq 'äö'"},
        {R"(emails[value eq "a]b"])", "emails[value eq 'a]b']"},
    });
}

TEST(Filter, TypesTheValueLikeTheAttribute) {
    expect_rows({
        {"active eq true", "active eq true"},
        {"emails.primary ne false", "emails.primary ne false"},
        {"title eq null", "title eq null"},
        {"active ne null", "active pr"},
        {"emails eq null", "not emails pr"},
        {"name ne null", "name pr"},
        {R"(x509Certificates.value eq "AQID")", "x509Certificates.value eq 'AQID'"},
        {R"(profileUrl sw "https://Ann")", "profileUrl sw 'https://Ann'"},
        {R"(emails eq "A@x")", "emails.value eq 'a@x'"},
        {enterprise_urn + R"(:manager.value eq "X")", "EnterpriseUser|manager.value eq 'x'"},
    });
    expect_rows({{R"(members eq "u-1")", "members.value eq 'u-1'"},
                 {R"(members[value eq "u-1"])", "members[value eq 'u-1']"}},
                group());
}

TEST(Filter, RefusesGreaterThanOnABoolean) {
    for (const char* op : {"gt", "ge", "lt", "le", "co", "sw", "ew"})
        EXPECT_EQ(parsed("active " + std::string(op) + " true", user(), lenient()), "refused")
            << op;
}

TEST(Filter, RefusesOperatorsThatATypeDoesNotHave) {
    for (const char* op : {"gt", "ge", "lt", "le", "co", "sw", "ew"})
        EXPECT_EQ(
            parsed("x509Certificates.value " + std::string(op) + R"( "AQID")", user(), lenient()),
            "refused")
            << op;
    for (const char* op : {"co", "sw", "ew"})
        EXPECT_EQ(parsed("meta.created " + std::string(op) + R"( "2011-05-13T04:42:34Z")", user(),
                         lenient()),
                  "refused")
            << op;
    for (const char* op : {"gt", "ge", "lt", "le", "co", "sw", "ew"})
        EXPECT_EQ(parsed("title " + std::string(op) + " null", user(), lenient()), "refused") << op;
}

TEST(Filter, RefusesWhatIsNotAFilter) {
    const std::string_view rows[] = {
        "",
        " ",
        "userName",
        "userName ",
        "userName eq",
        "userName eq ",
        R"(userName "x")",
        R"(eq "x")",
        R"(userName regex "x")",
        R"(userName eqq "x")",
        R"(userName eq "x)",
        R"(userName eq "x\")",
        R"(userName eq "\q")",
        R"(userName eq "\ud800")",
        R"(userName eq "x" "y")",
        R"(userName eq "x" and)",
        R"(userName eq "x" or )",
        R"(and userName eq "x")",
        R"(name.given.first eq "x")",
        "shoe.size.left pr",
        "sch\xC3\xB6n pr",
        ":shoe pr",
        "shoe. pr",
        R"(userName eq "x" xor title pr)",
        R"(userName eq "x" title pr)",
        "(title pr",
        "title pr)",
        "()",
        "not ()",
        "not title pr",
        "not not (title pr)",
        "title pr pr",
        R"(title pr "x")",
        "userName[value pr]",
        "emails[",
        "emails[]",
        "emails[type pr",
        "emails]",
        R"(emails[type eq "work"]])",
        R"(emails[type eq "work"] eq "x")",
        R"(emails[type eq "work"].)",
        R"(emails[value[type pr]])",
        R"(emails.value[type pr])",
        R"(emails [type pr])",
        "name.givenName.x",
        R"(name eq "x")",
        R"(addresses eq "x")",
        R"(meta.created gt "yesterday")",
        R"(active eq "maybe")",
        "active eq 1",
        R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr)",
        R"(..x eq "x")",
        R"(1x eq "x")",
        "title[pr",
        R"(userName eq ["x"])",
        R"(userName eq {"x":1})",
        "externalId eq \xE0\x9Bx",  // not UTF-8
    };
    for (const std::string_view row : rows) {
        EXPECT_EQ(parsed(row, user(), strict()), "refused") << row;
        EXPECT_EQ(parsed(row, user(), lenient()), "refused") << row << ", leniently";
    }
}

TEST(Filter, SaysWhereItFailsAndWhy) {
    auto allowed = strict();
    const auto refused = parse_filter(R"(userName regex "x")", user(), allowed);
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().detail.find("\"regex\" is not supported"), std::string::npos);
    EXPECT_NE(refused.error().detail.find("byte 9"), std::string::npos) << refused.error().detail;
}

TEST(Filter, NeverAsksAboutAPassword) {
    for (const char* text : {R"(password eq "x")", "password pr", R"(PASSWORD sw "a")",
                             R"(title pr or not (password pr))",
                             "urn:ietf:params:scim:schemas:core:2.0:User:password pr"})
        EXPECT_EQ(parsed(text, user(), lenient()), "refused") << text;
}

TEST(Filter, HasALimitOfBytes) {
    const std::string fits = R"(userName eq ")" + std::string(filter_bytes_max - 14, 'x') + '"';
    ASSERT_EQ(fits.size(), filter_bytes_max);
    EXPECT_NE(parsed(fits, user(), strict()), "refused");
    EXPECT_EQ(parsed(fits + " ", user(), strict()), "refused");
}

TEST(Filter, HasALimitOfDepth) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "title pr" + std::string(depth, ')');
    };
    EXPECT_EQ(parsed(nested(filter_depth_max), user(), strict()), "title pr");
    EXPECT_EQ(parsed(nested(filter_depth_max + 1), user(), strict()), "refused");

    const auto negated = [](std::size_t depth) {
        std::string text;
        for (std::size_t i = 0; i < depth; ++i) text += "not (";
        return text + "title pr" + std::string(depth, ')');
    };
    EXPECT_NE(parsed(negated(filter_depth_max), user(), strict()), "refused");
    EXPECT_EQ(parsed(negated(filter_depth_max + 1), user(), strict()), "refused");
    EXPECT_EQ(parsed(std::string(filter_depth_max, '(') + "emails[type pr]" +
                         std::string(filter_depth_max, ')'),
                     user(), strict()),
              "refused");

    std::string beside = "(title pr)";  // brackets beside each other are not deep
    for (std::size_t i = 0; i < filter_depth_max + 1; ++i) beside += " or (title pr)";
    EXPECT_NE(parsed(beside, user(), strict()), "refused");
}

TEST(Filter, HasALimitOfTerms) {
    std::string text = "title pr";
    for (std::size_t i = 1; i < filter_terms_max; ++i) text += " or title pr";
    EXPECT_NE(parsed(text, user(), strict()), "refused");
    EXPECT_EQ(parsed(text + " or title pr", user(), strict()), "refused");
    EXPECT_EQ(
        parsed("emails[" + text.substr(0, text.size() - 12) + "] and title pr", user(), strict()),
        "refused");
}

struct dialect_row {
    std::string_view name;
    std::string text;
    std::string_view lenient, needed;
};

TEST(Filter, UnderstandsDialectsWhereTheDirectoryIsLenient) {
    const dialect_row rows[] = {
        {"ENTRA-04", R"(emails[type eq "work"].value eq "X")",
         "emails[(type eq 'work' and value eq 'x')]", "value-path-sub-attribute"},
        {"ENTRA-04, several terms", R"(emails[type eq "work" or primary eq true].value sw "X")",
         "emails[((type eq 'work' or primary eq true) and value sw 'x')]",
         "value-path-sub-attribute"},
        {"ENTRA-04, present", R"(emails[type eq "work"].value pr and title pr)",
         "(emails[(type eq 'work' and value pr)] and title pr)", "value-path-sub-attribute"},
        {"ENTRA-24", R"(roles[primary eq "True"])", "roles[primary eq true]", "boolean-text"},
        {"ENTRA-24, bare", "active eq FALSE", "active eq false", "boolean-text"},
        {"ENTRA-29", enterprise_urn + R"(:manager eq "Y")", "EnterpriseUser|manager.value eq 'y'",
         "complex-means-value"},
        {"ENTRA-32", "externalId eq jyoung", "externalId eq 'jyoung'", "unquoted-value"},
        {"ENTRA-32, in brackets", "(userName eq a@x.com) and title pr",
         "(userName eq 'a@x.com' and title pr)", "unquoted-value"},
        {"ENTRA-32, in a value path", "emails[type eq work]", "emails[type eq 'work']",
         "unquoted-value"},
        {"ENTRA-32, a word of JSON", "title eq true", "title eq 'true'", "unquoted-value"},
        {"ENTRA-32, a time", "meta.created gt 2011-05-13T04:42:34Z",
         "meta.created gt @2011-05-13T04:42:34.000Z", "unquoted-value"},
        {"ENTRA-45", "title eq 30877", "title eq '30877'", "number-text"},
    };
    for (const dialect_row& row : rows) {
        SCOPED_TRACE(row.name);
        auto allowed = lenient();
        const auto made = parse_filter(row.text, user(), allowed);
        ASSERT_TRUE(made.has_value()) << made.error().detail;
        EXPECT_EQ(shown(*made), row.lenient);
        EXPECT_EQ(to_text(allowed.needed()), row.needed);
        EXPECT_EQ(parsed(row.text, user(), strict()), "refused");
    }
}

TEST(Filter, NeedsNoToleranceForWhatTheRfcAllows) {
    auto allowed = lenient();
    for (const char* text :
         {R"(emails co "example.com")", R"(emails[type eq "work"])", "active eq true",
          R"(userName eq "x" and not (title pr))", "title eq null", "emails.primary eq true"})
        ASSERT_TRUE(parse_filter(text, user(), allowed).has_value()) << text;
    EXPECT_EQ(to_text(allowed.needed()), "");
}

TEST(ValueFilter, IsAboutTheSubAttributesOfItsAttribute) {
    const attribute& emails = *user().find("emails");
    auto allowed = strict();
    const auto made =
        parse_value_filter(R"(type eq "work" and value ew "@X")", emails, user(), allowed);
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(shown(*made), "(type eq 'work' and value ew '@x')");

    for (const char* text :
         {R"(userName eq "x")", R"(emails.type eq "work")", "", "type", "[type pr]"})
        EXPECT_FALSE(parse_value_filter(text, emails, user(), allowed).has_value()) << text;
}

TEST(ValueFilter, KeepsTheValueAsItWasWrittenForWhoSeedsAnElementWithIt) {
    auto allowed = strict();
    const auto made =
        parse_value_filter(R"(type eq "Work")", *user().find("emails"), user(), allowed);
    ASSERT_TRUE(made.has_value());
    const auto& term = std::get<comparison>(made->node);
    EXPECT_EQ(std::get<std::string>(term.value), "work");
    EXPECT_EQ(term.written, json::value("Work"));
}

}  // namespace
}  // namespace scimd::scim
