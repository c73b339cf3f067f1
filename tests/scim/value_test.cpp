// Single values and lists of them: what is read as what, and how many there may be.
#include "scim/value.hpp"

#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

// Numbers, moments and the like stand in no writable attribute of the built-in schemas.
TEST(Value, IsReadByItsType) {
    attribute of;
    of.name = "x";
    struct row {
        data_type type;
        const char *sent, *lenient, *strict;
    };
    const row rows[] = {
        {data_type::integer, "7", "7", "7"},
        {data_type::integer, R"("7")", "7", "refused"},
        {data_type::integer, "7.5", "refused", "refused"},
        {data_type::integer, "7.0", "refused", "refused"},
        {data_type::integer, "7e0", "refused", "refused"},
        {data_type::integer, R"("7.0")", "refused", "refused"},
        {data_type::integer, "-9223372036854775808", "-9223372036854775808",
         "-9223372036854775808"},
        {data_type::integer, "9223372036854775808", "refused", "refused"},
        {data_type::binary, R"("+/+/")", R"("+/+/")", R"("+/+/")"},
        {data_type::binary, R"("-_-_")", R"("-_-_")", R"("-_-_")"},
        {data_type::binary, R"("+_+_")", "refused", "refused"},
        {data_type::binary, R"("AQI")", R"("AQI")", R"("AQI")"},
        {data_type::binary, R"("AQ=I")", "refused", "refused"},
        {data_type::binary, "7", "refused", "refused"},
        {data_type::integer, R"("seven")", "refused", "refused"},
        {data_type::integer, R"("")", "null", "refused"},
        {data_type::integer, "true", "refused", "refused"},
        {data_type::decimal, "7.5", "7.5E0", "7.5E0"},
        {data_type::decimal, "7", "7", "7"},
        {data_type::decimal, R"("7.5")", "7.5E0", "refused"},
        {data_type::date_time, R"("2026-01-02T03:04:05Z")", R"("2026-01-02T03:04:05Z")",
         R"("2026-01-02T03:04:05Z")"},
        {data_type::date_time, R"("2026-01-02T03:04:05.1+01:00")",
         R"("2026-01-02T03:04:05.1+01:00")", R"("2026-01-02T03:04:05.1+01:00")"},
        {data_type::date_time, R"("2026-01-02")", "refused", "refused"},
        {data_type::date_time, R"("2026-02-30T00:00:00Z")", "refused", "refused"},
        {data_type::date_time, "7", "refused", "refused"},
        {data_type::date_time, R"("2026-01-02T03:04:05")", R"("2026-01-02T03:04:05")",
         R"("2026-01-02T03:04:05")"},
        {data_type::date_time, R"("2026-01-02t03:04:05z")", "refused", "refused"},
        {data_type::date_time, R"("2026-01-02 03:04:05Z")", "refused", "refused"},
        {data_type::date_time, R"("")", "null", "refused"},
        {data_type::reference, R"("https://example.com/a?b#c")", R"("https://example.com/a?b#c")",
         R"("https://example.com/a?b#c")"},
        {data_type::reference, R"("../Users/7")", R"("../Users/7")", R"("../Users/7")"},
        {data_type::reference, R"("urn:ietf:rfc:7643")", R"("urn:ietf:rfc:7643")",
         R"("urn:ietf:rfc:7643")"},
        {data_type::reference, R"("any text")", R"("any text")", "refused"},
        {data_type::reference, R"("https://[x")", R"("https://[x")", "refused"},
        {data_type::reference, R"("https://münchen")", R"("https://münchen")", "refused"},
        {data_type::reference, "\"a\\u0000b\"", "refused", "refused"},
        {data_type::reference, "7", "refused", "refused"},
        {data_type::reference, R"("")", "null", R"("")"},
        {data_type::boolean, "true", "true", "true"},
        {data_type::boolean, R"("tRuE")", "true", "refused"},
        {data_type::boolean, R"(" true")", "refused", "refused"},
        {data_type::boolean, "null", "null", "null"},
        {data_type::string, "7", R"("7")", "refused"},
        {data_type::string, "-7", R"("-7")", "refused"},
        {data_type::string, "1.5", "refused", "refused"},
        {data_type::boolean, R"("")", "null", "refused"},
        {data_type::string, "[]", "null", "null"},
        {data_type::string, R"([["a"]])", R"("a")", "refused"},
        {data_type::string, "{}", "refused", "refused"},
    };
    for (const row& one : rows) {
        of.type = one.type;
        const auto shown = [&](tolerance allowed) {
            const auto made = read_value(from_text(one.sent), of, allowed);
            EXPECT_TRUE(made || made.error().code == errc::invalid_value);
            return made ? json::serialize(*made) : std::string("refused");
        };
        EXPECT_EQ(shown(lenient()), one.lenient) << one.sent;
        EXPECT_EQ(shown(strict()), one.strict) << one.sent << ", strictly";
    }
}

// {"value":"0"}, {"value":"1"}, …
json::array values(std::size_t count) {
    json::array list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(json::object{{"value", std::to_string(i)}});
    return list;
}

// RFC 7643 §7: referenceTypes.
TEST(Reference, LeadsToOneOfItsResourceTypesAndNowhereElse) {
    const std::string text = R"({"id":"urn:example:x:User","attributes":[
        {"name":"user","type":"reference","referenceTypes":["User"]},
        {"name":"either","type":"reference","referenceTypes":["User","Group"]},
        {"name":"any","type":"reference","referenceTypes":["User","external"]},
        {"name":"uri","type":"reference","referenceTypes":["uri"]},
        {"name":"device","type":"reference","referenceTypes":["User","Device"]},
        {"name":"whatever","type":"reference"}]})";
    const model::embedded_file files[] = {{"x.json", text}};
    const auto loaded = load_catalogue(built_in_schemas(), files);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    struct row {
        std::string_view attribute, sent;
        bool taken;
    };
    const row rows[] = {
        {"user", "https://example.com/scim/v2/Users/2819c223", true},
        {"user", "../Users/7", true},
        {"user", "Users/7", true},
        {"user", "/Users/7?x=/Groups/7", true},
        {"user", "../Groups/7", false},
        {"user", "../Users/", false},
        {"user", "../Users", false},
        {"user", "Users", false},
        {"user", "7", false},
        {"user", "", false},
        {"user", "../users/7", false},
        {"user", "../Users/7/emails", false},
        {"user", "https://example.com/?/Users/7", false},
        {"user", "urn:example:Users/7", false},
        {"either", "../Users/7", true},
        {"either", "../Groups/7", true},
        {"either", "../Devices/7", false},
        {"any", "https://example.com/", true},
        {"uri", "urn:example:a", true},
        {"device", "../Devices/7", true},
        {"whatever", "any:thing", true},
    };
    const schema& added = *loaded->user().extension("urn:example:x:User");
    for (const row& one : rows) {
        auto allowed = strict();
        const auto read =
            read_value(json::value(json::string(one.sent)), *added.find(one.attribute), allowed);
        EXPECT_EQ(read.has_value(), one.taken) << one.attribute << " " << one.sent;
        EXPECT_TRUE(read || read.error().code == errc::invalid_value);
        auto tolerant = lenient();
        EXPECT_TRUE(
            read_value(json::value(json::string(one.sent)), *added.find(one.attribute), tolerant));
        if (!one.sent.empty()) {
            EXPECT_EQ(to_text(tolerant.needed()), one.taken ? "" : "reference-text") << one.sent;
        }
    }
    auto allowed = strict();
    EXPECT_TRUE(read_value(json::value(), *added.find("user"), allowed)->is_null());
    const auto refused = read_value(json::value("7"), *added.find("either"), allowed);
    EXPECT_EQ(
        refused.error().detail,
        R"("either" takes a URI (RFC 3986) that ends in /Users/ and an id or /Groups/ and an id.)");
}

TEST(Reference, OfAMemberIsMadeByTheServerWhateverWasSent) {
    auto allowed = strict();
    const json::value sent =
        from_text(R"([{"value":"7","$ref":"urn:anywhere"},{"value":"8","$ref":null}])");
    EXPECT_TRUE(read_value(sent, *group().find("members"), allowed).has_value());
}

// Only a group's members are rows of the store; an attribute of their name is like any other.
TEST(Values, HaveALimitInAnExtensionsMembersToo) {
    const model::embedded_file files[] = {
        {"x.json", R"({"id":"urn:example:x:User","attributes":[{"name":"members","type":"complex",
            "multiValued":true,"subAttributes":[{"name":"value"},
            {"name":"primary","type":"boolean"}]}]})"}};
    const auto loaded = load_catalogue(built_in_schemas(), files);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    const attribute& members = *loaded->user().extension("urn:example:x:User")->find("members");
    const auto settled = [&](json::value list) {
        auto allowed = strict();
        const auto good = settle_values(list, members, allowed);
        return good ? json::serialize(list) : std::string("refused");
    };
    json::array many;
    for (std::size_t i = 0; i <= values_max; ++i)
        many.push_back(json::object{{"value", std::to_string(i)}});

    EXPECT_EQ(settled(many), "refused");
    EXPECT_EQ(settled(from_text(R"([{"value":"a"},{"value":"a"}])")), R"([{"value":"a"}])");
    EXPECT_EQ(settled(from_text(R"([{"value":"a","primary":true},{"value":"b","primary":true}])")),
              "refused");
    EXPECT_TRUE(loaded->group().find("members")->in_rows);
    EXPECT_FALSE(members.in_rows);
}

TEST(Values, HaveALimitInOneAttribute) {
    const auto with = [](std::size_t count) {
        auto allowed = strict();
        return read_document(
            json::object{{"schemas", {user_urn}}, {"userName", "ann"}, {"emails", values(count)}},
            user(), allowed);
    };
    EXPECT_TRUE(with(values_max).has_value());

    const auto refused = with(values_max + 1);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::too_large);
    EXPECT_NE(refused.error().detail.find("\"emails\""), std::string::npos);
}

TEST(Values, ThatAreMembersHaveNone) {
    auto allowed = strict();
    auto made = read_document(json::object{{"schemas", {group_urn}},
                                           {"displayName", "Tours"},
                                           {"members", values(30 * values_max)}},
                              group(), allowed);
    ASSERT_TRUE(made.has_value()) << reason(made);
    EXPECT_EQ(members_from(*take(*made, "members")).size(), 30 * values_max);
}

std::string kept_of(std::string_view emails, tolerance allowed) {
    const auto made = read_document(
        json::object{{"schemas", {user_urn}}, {"userName", "ann"}, {"emails", from_text(emails)}},
        user(), allowed);
    return made ? json::serialize(made->attributes.at("emails")) : reason(made);
}

TEST(Values, ThatAreEqualAreKeptOnceInTheirOrder) {
    EXPECT_EQ(kept_of(R"([{"value":"b","type":"work"},{"value":"a"},
                  {"TYPE":"work","value":"b","display":null},{"value":"b","type":"home"}])",
                      strict()),
              R"([{"value":"b","type":"work"},{"value":"a"},{"value":"b","type":"home"}])");
    EXPECT_EQ(kept_of(R"([{"value":"a","primary":true},{"value":"a","primary":true}])", strict()),
              R"([{"value":"a","primary":true}])");
    EXPECT_EQ(kept_of(R"([{"value":"b","primary":true},{"value":"a","primary":false},
                  {"value":"a","primary":true}])",
                      lenient()),
              R"([{"value":"b","primary":true},{"value":"a","primary":false}])")
        << "equal once the first primary stays";
}

}  // namespace
}  // namespace scimd::scim
