// Lists inside of complex values, which no built-in schema has: they are patched as lists are.
#include "tests/scim/patching.hpp"

namespace scimd::scim {
namespace {

using namespace testing;

const std::string urn = "urn:example:params:scim:schemas:extension:badge:2.0:User";

const resource_type& badged_user() {
    static const catalogue loaded = [] {
        const std::string text = R"({"id":")" + urn + R"(","name":"Badge","attributes":[
            {"name":"badge","type":"complex","subAttributes":[{"name":"tags","multiValued":true},
                {"name":"once","multiValued":true,"mutability":"immutable"},{"name":"room"}]},
            {"name":"desks","type":"complex","multiValued":true,"subAttributes":[{"name":"value"},
                {"name":"tags","multiValued":true},
                {"name":"once","multiValued":true,"mutability":"immutable"},
                {"name":"kinds","multiValued":true,"required":true}]}]})";
        const model::embedded_file files[] = {{"badge.json", text}};
        return load_catalogue(built_in_schemas(), files).value();
    }();
    return loaded.user();
}

// What the extension holds after a PATCH of what it held: its text, or the refusal's code.
struct outcome {
    std::string text;
    std::optional<errc> refused;
    std::string tolerated;
};
outcome patched(std::string_view before, std::string operations, model::tolerance setting) {
    for (std::size_t at = operations.find("URN"); at != std::string::npos;
         at = operations.find("URN"))
        operations.replace(at, 3, urn);
    tolerance allowed(setting);
    document changed{json::object{{"userName", "ann"}, {urn, from_text(before)}}};
    EXPECT_TRUE(make_canonical(changed, badged_user(), allowed).has_value());
    const auto parsed = parse_patch(body_of(operations), badged_user(), allowed);
    if (!parsed) return {"", parsed.error().code, ""};
    if (const auto done = apply_patch(changed, *parsed, badged_user(), allowed); !done)
        return {"", done.error().code, ""};
    const json::value* held = changed.attributes.if_contains(urn);
    return {held == nullptr ? "" : json::serialize(*held), {}, to_text(allowed.needed())};
}

struct list_row {
    std::string_view name, before, operations, after;
};

void expect_lists(std::initializer_list<list_row> rows) {
    for (const list_row& row : rows)
        for (const auto setting : both) {
            SCOPED_TRACE(row.name);
            const outcome made = patched(row.before, std::string(row.operations), setting);
            EXPECT_FALSE(made.refused);
            EXPECT_EQ(made.text, row.after);
            EXPECT_EQ(made.tolerated, "");
        }
}

// RFC 7644 §3.5.2.1: "If the target location specifies a multi-valued attribute, a new value is
// added to the attribute."
TEST(PatchOfAListInside, AddsToIt) {
    expect_lists({
        {"a list", R"({"badge":{"tags":["a"]}})",
         R"([{"op":"add","path":"URN:badge.tags","value":["b"]}])",
         R"({"badge":{"tags":["a","b"]}})"},
        {"one value", R"({"badge":{"tags":["a"]}})",
         R"([{"op":"add","path":"URN:badge.tags","value":"b"}])",
         R"({"badge":{"tags":["a","b"]}})"},
        {"what is there", R"({"badge":{"tags":["a","b"]}})",
         R"([{"op":"add","path":"URN:badge.tags","value":["b","b"]}])",
         R"({"badge":{"tags":["a","b"]}})"},
        {"to nothing", R"({"badge":{"room":"1"}})",
         R"([{"op":"add","path":"URN:badge.tags","value":["b"]}])",
         R"({"badge":{"tags":["b"],"room":"1"}})"},
        {"nothing", R"({"badge":{"tags":["a"]}})",
         R"([{"op":"add","path":"URN:badge.tags","value":[]}])", R"({"badge":{"tags":["a"]}})"},
        {"with its whole", R"({"badge":{"tags":["a"]}})",
         R"([{"op":"add","path":"URN:badge","value":{"tags":["b"],"room":"1"}}])",
         R"({"badge":{"tags":["a","b"],"room":"1"}})"},
        {"nothing with its whole", R"({"badge":{"tags":["a"]}})",
         R"([{"op":"add","path":"URN:badge","value":{"tags":[],"room":"1"}}])",
         R"({"badge":{"tags":["a"],"room":"1"}})"},
        {"in values that match",
         R"({"desks":[{"value":"x","tags":["a"],"kinds":["k"]},{"value":"y","kinds":["k"]}]})",
         R"([{"op":"add","path":"URN:desks[value eq \"x\"].tags","value":["b"]}])",
         R"({"desks":[{"value":"x","tags":["a","b"],"kinds":["k"]},{"value":"y","kinds":["k"]}]})"},
        {"in all values", R"({"desks":[{"value":"x","tags":["a"],"kinds":["k"]}]})",
         R"([{"op":"add","path":"URN:desks.tags","value":["b"]}])",
         R"({"desks":[{"value":"x","tags":["a","b"],"kinds":["k"]}]})"},
        {"with a value that matches", R"({"desks":[{"value":"x","tags":["a"],"kinds":["k"]}]})",
         R"([{"op":"add","path":"URN:desks[value eq \"x\"]","value":{"tags":["b"],"kinds":["k"]}}])",
         R"({"desks":[{"value":"x","tags":["a","b"],"kinds":["k"]}]})"},
        {"with a value that is there", R"({"desks":[{"value":"x","tags":["a"],"kinds":["k"]}]})",
         R"([{"op":"add","path":"URN:desks","value":[{"value":"x","tags":["b"],"kinds":["l"]}]}])",
         R"({"desks":[{"value":"x","tags":["a","b"],"kinds":["k","l"]}]})"},
        {"what is immutable and there",
         R"({"desks":[{"value":"x","once":["a","b"],"kinds":["k"]}]})",
         R"([{"op":"add","path":"URN:desks.once","value":["b"]}])",
         R"({"desks":[{"value":"x","once":["a","b"],"kinds":["k"]}]})"},
    });
}

TEST(PatchOfAListInside, ReplacesAndRemovesItWhole) {
    expect_lists({
        {"replaced", R"({"badge":{"tags":["a"]}})",
         R"([{"op":"replace","path":"URN:badge.tags","value":["b"]}])",
         R"({"badge":{"tags":["b"]}})"},
        {"replaced by nothing", R"({"badge":{"tags":["a"],"room":"1"}})",
         R"([{"op":"replace","path":"URN:badge.tags","value":[]}])", R"({"badge":{"room":"1"}})"},
        {"removed", R"({"badge":{"tags":["a"],"room":"1"}})",
         R"([{"op":"remove","path":"URN:badge.tags"}])", R"({"badge":{"room":"1"}})"},
    });
}

TEST(PatchOfAListInside, LosesTheValuesThatARemoveListsWhereThatIsTolerated) {
    struct listed_row {
        std::string_view before, operations, after;
    };
    const listed_row rows[] = {
        {R"({"badge":{"tags":["a","b","c"]}})",
         R"([{"op":"remove","path":"URN:badge.tags","value":["a","c"]}])",
         R"({"badge":{"tags":["b"]}})"},
        {R"({"badge":{"tags":["a"],"room":"1"}})",
         R"([{"op":"remove","path":"URN:badge.tags","value":"a"}])", R"({"badge":{"room":"1"}})"},
        {R"({"desks":[{"value":"x","tags":["a","b"],"kinds":["k","l"]}]})",
         R"([{"op":"remove","path":"URN:desks[value eq \"x\"].kinds","value":["l"]}])",
         R"({"desks":[{"value":"x","tags":["a","b"],"kinds":["k"]}]})"},
    };
    for (const listed_row& row : rows) {
        SCOPED_TRACE(row.operations);
        const std::string operations(row.operations);
        const outcome lenient = patched(row.before, operations, model::tolerance::lenient);
        EXPECT_EQ(lenient.text, row.after);
        EXPECT_EQ(lenient.tolerated, "remove-listed-values");
        EXPECT_EQ(patched(row.before, operations, model::tolerance::strict).refused,
                  errc::invalid_value);
    }
}

TEST(PatchOfAListInside, KeepsWhatIsRequiredAndWhatIsImmutable) {
    const std::string_view desk = R"({"desks":[{"value":"x","once":["a"],"kinds":["k"]}]})";
    for (const char* operations : {R"([{"op":"add","path":"URN:desks.once","value":["b"]}])",
                                   R"([{"op":"remove","path":"URN:desks.once"}])",
                                   R"([{"op":"remove","path":"URN:desks.once","value":["a"]}])",
                                   R"([{"op":"remove","path":"URN:desks.kinds","value":["k"]}])"})
        EXPECT_EQ(patched(desk, operations, model::tolerance::lenient).refused, errc::mutability)
            << operations;
}

TEST(PatchOfAListInside, HasALimitOfValuesAndOfWork) {
    json::array many;
    for (std::size_t i = 0; i < values_max; ++i) many.emplace_back(std::to_string(i));
    const auto badge = json::serialize(json::object{{"badge", {{"tags", many}}}});
    EXPECT_FALSE(patched(badge, R"([{"op":"replace","path":"URN:badge.room","value":"1"}])",
                         model::tolerance::strict)
                     .refused);
    EXPECT_EQ(patched(badge, R"([{"op":"add","path":"URN:badge.tags","value":["one more"]}])",
                      model::tolerance::strict)
                  .refused,
              errc::too_large);

    // Each operation looks at all values there are and at the one that holds them.
    json::array operations(patch_work_max / values_max,
                           from_text(R"({"op":"add","path":"URN:badge.tags","value":["0"]})"));
    EXPECT_EQ(patched(badge, json::serialize(operations), model::tolerance::strict).refused,
              errc::too_large);
    operations.resize(patch_work_max / (values_max + 20));
    EXPECT_FALSE(patched(badge, json::serialize(operations), model::tolerance::strict).refused);
}

}  // namespace
}  // namespace scimd::scim
