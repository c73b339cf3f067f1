// What is immutable keeps its value, by PUT and by PATCH; and what else a schema can say that none
// of the built-in ones says of a writable attribute.
#include <gmock/gmock.h>

#include "scim/patch.hpp"
#include "scim/value_key.hpp"
#include "tests/scim/house.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

const std::string lock_urn = "urn:example:lock:User";

const resource_type& locked_user() {
    static const catalogue loaded = [] {
        const model::embedded_file files[] = {{"lock.json", R"({
            "id":"urn:example:lock:User","attributes":[
                {"name":"serial","mutability":"immutable"},
                {"name":"exact","mutability":"immutable","caseExact":true},
                {"name":"since","type":"dateTime","mutability":"immutable"},
                {"name":"keys","multiValued":true,"mutability":"immutable"},
                {"name":"note"},{"name":"pin","mutability":"writeOnly"},
                {"name":"site","type":"complex","subAttributes":[
                    {"name":"code","mutability":"immutable"},{"name":"label"},
                    {"name":"pin","mutability":"writeOnly"}]},
                {"name":"doors","type":"complex","multiValued":true,"subAttributes":[
                    {"name":"value"},{"name":"maker","mutability":"immutable"},{"name":"label"}]},
                {"name":"walls","type":"complex","multiValued":true,"subAttributes":[
                    {"name":"stone","mutability":"immutable"},{"name":"label","required":true}]}]})"}};
        return load_catalogue(built_in_schemas(), files).value();
    }();
    return loaded.user();
}

document locked(std::string_view members) {
    document made{{{"userName", "ann"}, {lock_urn, from_text(members)}}};
    auto allowed = strict();
    const auto good = make_canonical(made, locked_user(), allowed);
    EXPECT_TRUE(good.has_value()) << reason(good);
    return made;
}

// The extension's part of what came of it, or the attribute that did not let it be.
std::string shown(const model::result<void>& kept, const document& after) {
    if (!kept) {
        EXPECT_EQ(kept.error().code, errc::mutability);
        return kept.error().detail.substr(0, kept.error().detail.find(" is immutable"));
    }
    const json::value* left = after.attributes.if_contains(lock_urn);
    return left == nullptr ? "" : json::serialize(*left);
}

std::string put(std::string_view before, std::string_view after) {
    document made = locked(after);
    return shown(keep_values(locked(before), made, locked_user(), left_out::stays), made);
}

std::string refused(std::string_view name) {
    return "\"" + lock_urn + ":" + std::string(name) + "\"";
}

TEST(Immutable, KeepsItsValueInAPut) {
    struct row {
        std::string_view before, after;
        std::string expected;
    };
    const row rows[] = {
        {R"({})", R"({"serial":"A"})", R"({"serial":"A"})"},
        {R"({"serial":"A"})", R"({"serial":"A"})", R"({"serial":"A"})"},
        {R"({"serial":"A"})", R"({"serial":"a"})", R"({"serial":"A"})"},
        {R"({"serial":"A"})", R"({"serial":"B"})", refused("serial")},
        {R"({"serial":"A"})", R"({"note":"n"})", R"({"serial":"A","note":"n"})"},
        {R"({"serial":"A","note":"n"})", R"({})", R"({"serial":"A"})"},
        {R"({"doors":[{"value":"a","maker":"M"},{"value":"a","label":"L"}]})",
         R"({"doors":[{"value":"a","maker":"M"},{"value":"a","label":"L"}]})",
         R"({"doors":[{"value":"a","maker":"M"},{"value":"a","label":"L"}]})"},
        {R"({"exact":"A"})", R"({"exact":"a"})", refused("exact")},
        {R"({"since":"2026-01-01T00:00:00Z"})", R"({"since":"2026-01-01T01:00:00+01:00"})",
         R"({"since":"2026-01-01T00:00:00Z"})"},
        {R"({"since":"2026-01-01T00:00:00Z"})", R"({"since":"2026-01-01T00:00:01Z"})",
         refused("since")},
        {R"({"keys":["a","b"]})", R"({"keys":["B","a"]})", R"({"keys":["a","b"]})"},
        {R"({"keys":["a","b"]})", R"({"keys":["a"]})", refused("keys")},
        {R"({"keys":["a"]})", R"({"keys":["a","b"]})", refused("keys")},
        {R"({"site":{"code":"1","label":"x"}})", R"({"site":{"label":"y"}})",
         R"({"site":{"code":"1","label":"y"}})"},
        {R"({"site":{"code":"1","label":"x"}})", R"({})", R"({"site":{"code":"1"}})"},
        {R"({"site":{"code":"1"}})", R"({"site":{"code":"2"}})", refused("site.code")},
        {R"({"site":{"label":"x"}})", R"({"site":{"code":"2"}})", R"({"site":{"code":"2"}})"},
    };
    for (const row& one : rows)
        EXPECT_EQ(put(one.before, one.after), one.expected) << one.before << " → " << one.after;
}

TEST(WriteOnly, StaysWhereAPutDoesNotSpeakOfIt) {
    EXPECT_EQ(put(R"({"pin":"1"})", "{}"), R"({"pin":"1"})");
    EXPECT_EQ(put(R"({"pin":"1"})", R"({"pin":"2"})"), R"({"pin":"2"})");
    EXPECT_EQ(put(R"({"site":{"label":"x","pin":"1"}})", R"({"site":{"label":"y"}})"),
              R"({"site":{"label":"y","pin":"1"}})");
}

TEST(Immutable, LetsTheValuesOfAListComeAndGoWhole) {
    const std::string_view two =
        R"({"doors":[{"value":"1","maker":"X","label":"l"},{"value":"2"}]})";
    struct row {
        std::string_view after;
        std::string expected;
    };
    const row rows[] = {
        {R"({})", ""},
        {R"({"doors":[{"value":"2"}]})", R"({"doors":[{"value":"2"}]})"},
        {R"({"doors":[{"value":"3","maker":"Z"}]})", R"({"doors":[{"value":"3","maker":"Z"}]})"},
        {R"({"doors":[{"value":"1","label":"m"}]})",
         R"({"doors":[{"value":"1","maker":"X","label":"m"}]})"},
        {R"({"doors":[{"value":"1","maker":"Y"}]})", refused("doors.maker")},
        {R"({"doors":[{"value":"2","maker":"Y"}]})", R"({"doors":[{"value":"2","maker":"Y"}]})"},
        {R"({"doors":[{"label":"new"}]})", R"({"doors":[{"label":"new"}]})"},
    };
    for (const row& one : rows) EXPECT_EQ(put(two, one.after), one.expected) << one.after;
    EXPECT_EQ(put(R"({"doors":[{"value":"1","maker":"X"},{"value":"1","maker":"Y"}]})",
                  R"({"doors":[{"value":"1","maker":"Y"}]})"),
              R"({"doors":[{"value":"1","maker":"Y"}]})")
        << "one of two that have the value";
}

std::string patched(std::string_view before, const std::string& operation) {
    auto allowed = strict();
    const auto made = parse_patch(
        from_text(R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" +
                  operation + "]}"),
        locked_user(), allowed);
    EXPECT_TRUE(made.has_value()) << reason(made);
    document after = locked(before);
    const auto applied = apply_patch(after, *made, locked_user(), allowed);
    if (!applied && applied.error().code == errc::invalid_value) return "invalid";
    if (!applied) return shown(applied, after);
    return shown(keep_values(locked(before), after, locked_user(), left_out::is_removed), after);
}

std::string change(std::string_view op, std::string_view path, std::string_view value) {
    return R"({"op":")" + std::string(op) + R"(","path":"urn:example:lock:User:)" +
           std::string(path) + R"(","value":)" + std::string(value) + "}";
}
std::string removal(std::string_view path) {
    return R"({"op":"remove","path":"urn:example:lock:User)" + std::string(path) + "\"}";
}

TEST(Immutable, KeepsItsValueInAPatch) {
    struct row {
        std::string_view before;
        std::string operation, expected;
    };
    const std::string_view door = R"({"doors":[{"value":"1","maker":"X"}]})";
    const row rows[] = {
        {R"({"pin":"1"})", removal(":pin"), ""},
        {R"({"pin":"1"})", change("add", "note", R"("n")"), R"({"note":"n","pin":"1"})"},
        {R"({"note":"n"})", change("add", "serial", R"("A")"), R"({"serial":"A","note":"n"})"},
        {R"({"serial":"A"})", change("replace", "serial", R"("a")"), R"({"serial":"A"})"},
        {R"({"serial":"A"})", change("replace", "serial", R"("B")"), refused("serial")},
        {R"({"serial":"A"})", removal(":serial"), refused("serial")},
        {R"({"serial":"A"})", removal(""), refused("serial")},
        {R"({"serial":"A","note":"n"})", removal(":note"), R"({"serial":"A"})"},
        {R"({"keys":["a"]})", change("add", "keys", R"(["b"])"), refused("keys")},
        {R"({"site":{"code":"1"}})", removal(":site"), refused("site.code")},
        {R"({"site":{"code":"1"}})", change("replace", "site", R"({"label":"x"})"),
         R"({"site":{"code":"1","label":"x"}})"},
        {door, removal(":doors"), ""},
        {door, removal(R"(:doors[value eq \"1\"])"), ""},
        {door, change("add", "doors", R"([{"value":"2","maker":"Y"}])"),
         R"({"doors":[{"value":"1","maker":"X"},{"value":"2","maker":"Y"}]})"},
        {door, change("replace", R"(doors[value eq \"1\"].label)", R"("l")"),
         R"({"doors":[{"value":"1","maker":"X","label":"l"}]})"},
        {door, change("replace", R"(doors[value eq \"1\"].maker)", R"("x")"), std::string(door)},
        {R"({"walls":[{"stone":"A","label":"l"}]})", change("replace", "walls.stone", R"("B")"),
         "\"walls.stone\""},
        {R"({"walls":[{"stone":"A","label":"l"}]})", removal(":walls.stone"), "\"walls.stone\""},
        {R"({"walls":[{"stone":"A","label":"l"}]})", removal(":walls.label"),
         "\"label\" is required."},
    };
    for (const row& one : rows)
        EXPECT_EQ(patched(one.before, one.operation), one.expected) << one.operation;
    EXPECT_EQ(patched(door, change("replace", R"(doors[value eq \"1\"].maker)", R"("Y")")),
              "\"doors.maker\"");
}

// Whoever stored it had other schemas.
TEST(Immutable, TakesNoValueOfAnotherTypeForItsOwn) {
    document before = locked(R"({"note":"n"})");
    before.attributes[lock_urn] =
        from_text(R"({"serial":["A"],"site":"x","doors":[7],"keys":"k"})");
    document after = locked(R"({"serial":"B","keys":["a"]})");
    EXPECT_EQ(shown(keep_values(before, after, locked_user(), left_out::stays), after),
              R"({"serial":"B","keys":["a"]})");

    auto allowed = strict();
    EXPECT_TRUE(make_canonical(before, locked_user(), allowed).has_value());
    EXPECT_FALSE(before.attributes.contains(lock_urn)) << "it is nobody's now";
}

TEST(ValueKey, IsEqualWhereValuesAre) {
    attribute of;
    const auto key = [&of](data_type type, bool exact, std::string_view text) {
        of.type = type;
        of.case_exact = exact;
        return value_key(from_text(text), of);
    };
    EXPECT_EQ(key(data_type::string, false, R"("Straße")"),
              key(data_type::string, false, R"("STRASSE")"));
    EXPECT_NE(key(data_type::string, true, R"("a")"), key(data_type::string, true, R"("A")"));
    EXPECT_EQ(key(data_type::decimal, false, "7"), key(data_type::decimal, false, "7.0"));
    EXPECT_NE(key(data_type::decimal, false, "7"), key(data_type::decimal, false, "7.5"));
    EXPECT_NE(key(data_type::decimal, false, "1e300"), key(data_type::decimal, false, "2e300"));
    EXPECT_EQ(key(data_type::date_time, false, R"("2026-01-01T00:00:00.500Z")"),
              key(data_type::date_time, false, R"("2025-12-31T19:00:00.5-05:00")"));
    EXPECT_NE(key(data_type::boolean, false, "true"), key(data_type::boolean, false, "false"));
}

}  // namespace
}  // namespace scimd::scim
