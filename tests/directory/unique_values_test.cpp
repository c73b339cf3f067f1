// Attributes that a schema calls unique: one holder per directory, through every hand, every
// rollback and every change of the schemas.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "directory/laws.hpp"
#include "directory/preview.hpp"
#include "model/random_text.hpp"
#include "store/data_folder.hpp"
#include "store/engine.hpp"
#include "store/queries.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using model::errc;

const std::string badge_urn = "urn:example:badge";

// Numbers are unique among users and groups, in any letters; keys among the values of a list,
// seals exactly.
scim::catalogues schemas_where(const std::string& uniqueness) {
    const std::string unique = R"("uniqueness":")" + uniqueness + "\"";
    const std::vector<scim::added_schema> added = {
        {"badge.json",
         R"({"id":"urn:example:badge","extends":["User","Group"],"attributes":[
                {"name":"number",)" +
             unique + R"(},
                {"name":"seals","multiValued":true,"caseExact":true,)" +
             unique + R"(},
                {"name":"serial","type":"integer","mutability":"immutable",)" +
             unique + R"(},
                {"name":"keys","type":"complex","multiValued":true,"subAttributes":[
                    {"name":"value",)" +
             unique + R"(},{"name":"door"}]}]})",
         std::nullopt}};
    return scim::load_catalogues(added).value();
}
const scim::catalogues& unique_badges() {
    static const scim::catalogues loaded = schemas_where("server");
    return loaded;
}

scim::document read(const std::string& body, const scim::resource_type& type) {
    scim::tolerance strict(model::tolerance::strict);
    return scim::read_document(boost::json::parse(body), type, strict).value();
}
scim::document user_with(const std::string& name, const std::string& badge) {
    return read(R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + name +
                    R"(","urn:example:badge":)" + badge + "}",
                unique_badges().common().user());
}
scim::document group_with(const std::string& name, const std::string& badge) {
    return read(R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":")" +
                    name + R"(","urn:example:badge":)" + badge + "}",
                unique_badges().common().group());
}

struct Unique : testing::Test {
    house in{":memory:", unique_badges()};

    void SetUp() override { ASSERT_TRUE(in.enable()); }
    void TearDown() override { EXPECT_THAT(in.broken_laws(), testing::IsEmpty()); }

    model::result<directory::receipt> push(const std::string& name, const std::string& badge) {
        return in.idp(directory::create_user{in.fresh_user(), user_with(name, badge), {}, {}});
    }
    model::user pushed(const std::string& name, const std::string& badge) {
        return house::user_in(push(name, badge));
    }
    directory::patch_user number(const model::user& who, const std::string& value) {
        return {who.id,
                patch_of(R"({"op":"replace","path":"urn:example:badge:number","value":")" + value +
                             "\"}",
                         unique_badges().common().user()),
                {},
                {},
                {}};
    }
    std::string document_of(const model::user& who) { return in.find(who.id)->user.document; }
};

void expect_taken(const model::result<directory::receipt>& outcome, const std::string& attribute,
                  const std::string& value, const std::string& holder) {
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().code, errc::value_taken);
    for (const std::string& said : {badge_urn + ":" + attribute, "\"" + value + "\"", holder})
        EXPECT_THAT(outcome.error().detail, testing::HasSubstr(said));
}

TEST_F(Unique, BelongsToOneInTheDirectory) {
    const model::user ann = pushed("ann", R"({"number":"A","seals":["x"],"serial":7,
                                              "keys":[{"value":"k","door":"d"}]})");
    expect_taken(push("bob", R"({"number":"a"})"), "number", "a", ann.id.text());
    expect_taken(push("bob", R"({"seals":["y","x"]})"), "seals", "x", ann.id.text());
    expect_taken(push("bob", R"({"serial":7})"), "serial", "7", ann.id.text());
    expect_taken(push("bob", R"({"keys":[{"value":"K"}]})"), "keys.value", "K", ann.id.text());
    expect_taken(in.idp(directory::create_group{
                     in.fresh_group(), group_with("Staff", R"({"number":"A"})"), {}}),
                 "number", "A", ann.id.text());

    const model::user bob = pushed("bob", R"({"number":"B","seals":["X"],
                                              "keys":[{"value":"l","door":"d"}]})");
    expect_taken(in.idp(number(bob, "A")), "number", "A", ann.id.text());
    expect_taken(
        in.idp(directory::replace_user{bob.id, user_with("bob", R"({"serial":7})"), {}, {}}),
        "serial", "7", ann.id.text());
}

// The index answers, and finds whom the matcher would: in any letters unless caseExact, of a list
// by any of its values, of users only although a group has the same attribute.
TEST_F(Unique, IsFoundByAFilter) {
    pushed("ann",
           R"({"number":"A","seals":["x","y"],"serial":7,"keys":[{"value":"k","door":"d"}]})");
    pushed("bob", R"({"number":"B","seals":["X"],"keys":[{"value":"l","door":"d"}]})");
    in.push_group(group_with("Staff", R"({"number":"C"})"));
    const scim::resource_type& type = unique_badges().common().user();
    const std::pair<const char*, std::vector<std::string>> rows[] = {
        {R"(urn:example:badge:number eq "a")", {"ann"}},
        {R"(urn:example:badge:number eq "C")", {}},
        {R"(urn:example:badge:seals eq "X")", {"bob"}},
        {R"(urn:example:badge:seals eq "y")", {"ann"}},
        {R"(urn:example:badge:keys.value eq "K")", {"ann"}},
        {R"(urn:example:badge:keys[value eq "k" and door eq "d"])", {"ann"}},
        {R"(urn:example:badge:keys[value eq "k" and door eq "e"])", {}},
        {R"(urn:example:badge:serial eq 7)", {"ann"}},
        {R"(urn:example:badge:number ne "a")", {"bob"}},
        {R"(urn:example:badge:number eq "b" or urn:example:badge:seals eq "x")", {"ann", "bob"}},
    };
    for (const auto& [text, expected] : rows) {
        scim::tolerance strict(model::tolerance::strict);
        const auto filter = scim::parse_filter(text, type, strict);
        ASSERT_TRUE(filter) << text;
        directory::scim_query query;
        query.filter = &*filter;
        const auto listed = users_of(in.view(), in.directory(), query);
        std::vector<std::string> found;
        for (const auto& one : listed.entities)
            found.emplace_back(
                scim::text_of(scim::document_from_text(one.user.document), "userName"));
        EXPECT_EQ(found, expected) << text;
    }
}

TEST_F(Unique, IsFreeWhenItsHolderLetsItGo) {
    const model::user ann = pushed("ann", R"({"number":"A"})");
    EXPECT_TRUE(in.idp(number(ann, "a"))) << "its own";
    EXPECT_TRUE(in.idp(number(ann, "C")));
    const model::group staff = in.push_group(group_with("Staff", R"({"number":"A"})"));
    expect_taken(push("bob", R"({"number":"a"})"), "number", "a", staff.id.text());

    EXPECT_TRUE(in.idp(directory::delete_group{staff.id, {}}));
    EXPECT_TRUE(push("bob", R"({"number":"A"})"));
    EXPECT_TRUE(in.idp(directory::delete_user{ann.id, {}}));
    EXPECT_TRUE(push("cid", R"({"number":"C"})"));
}

TEST_F(Unique, ComesBackWithARollbackEvenWhenItWasExchanged) {
    const model::user ann = pushed("ann", R"({"number":"A"})");
    const model::user bob = pushed("bob", R"({"number":"B"})");
    const model::user cid = pushed("cid", R"({"number":"C"})");
    ASSERT_TRUE(in.disable());
    ASSERT_TRUE(in.administrator(number(ann, "T")));
    ASSERT_TRUE(in.administrator(number(bob, "A")));
    ASSERT_TRUE(in.administrator(number(ann, "B")));
    ASSERT_TRUE(in.administrator(directory::delete_user{cid.id, {}}));
    ASSERT_THAT(in.broken_laws(), testing::IsEmpty());

    ASSERT_TRUE(in.enable());

    EXPECT_EQ(document_of(ann), ann.document);
    EXPECT_EQ(document_of(bob), bob.document);
    EXPECT_EQ(document_of(cid), cid.document);
    expect_taken(push("dan", R"({"number":"c"})"), "number", "c", cid.id.text());
}

TEST_F(Unique, StandsInTheWayOfARollbackWhenAManualUserHasItNow) {
    const model::user ann = pushed("ann", R"({"number":"A"})");
    ASSERT_TRUE(in.disable());
    ASSERT_TRUE(in.administrator(directory::delete_user{ann.id, {}}));
    const model::user local = in.make(user_with("local", R"({"number":"a"})"));

    const auto refused = in.enable();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::rollback_conflict);
    for (const std::string& said :
         {std::string("user \"A\" of "), badge_urn + ":number", local.id.text(), ann.id.text()})
        EXPECT_THAT(refused.error().detail, testing::HasSubstr(said));
    const auto shown = in.view().preview_rollback(in.where, {})->entities;
    ASSERT_EQ(shown.size(), 1U);
    ASSERT_EQ(shown[0].conflicts.size(), 1U);
    EXPECT_EQ(shown[0].conflicts[0].id, local.id.text());
    EXPECT_EQ(shown[0].conflicts[0].name, "local");
    EXPECT_EQ(shown[0].conflicts[0].attribute, badge_urn + ":number");
    EXPECT_EQ(shown[0].conflicts[0].value, "A") << "as it would come back";
    EXPECT_EQ(shown[0].conflicts[0].provision, model::provision::manual);

    ASSERT_TRUE(in.administrator(number(local, "L")));
    ASSERT_TRUE(in.enable());
    EXPECT_EQ(document_of(ann), ann.document);
}

TEST_F(Unique, CanBeImmutableForEveryHand) {
    const model::user ann = pushed("ann", R"({"serial":7,"number":"A"})");
    const auto serial = [&](const std::string& operation) {
        return directory::patch_user{
            ann.id, patch_of(operation, unique_badges().common().user()), {}, {}, {}};
    };
    const std::string change = R"({"op":"replace","path":"urn:example:badge:serial","value":8})";
    const auto pushed_change = in.idp(serial(change));
    ASSERT_FALSE(pushed_change.has_value());
    EXPECT_EQ(pushed_change.error().code, errc::mutability);

    EXPECT_TRUE(in.idp(directory::replace_user{ann.id, user_with("ann", "{}"), {}, {}}));
    EXPECT_THAT(document_of(ann), testing::HasSubstr(R"({"serial":7})"))
        << "what a PUT leaves out stays";

    ASSERT_TRUE(in.disable());
    const auto local_change = in.administrator(serial(change));
    ASSERT_FALSE(local_change.has_value());
    EXPECT_EQ(local_change.error().code, errc::mutability);
}

// A house that is left and entered again with other schemas.
struct UniqueLater : testing::Test {
    std::string folder =
        std::filesystem::temp_directory_path() / ("scimd-test-" + model::random_alphanumeric(10));
    scim::catalogues before = schemas_where("none");
    void TearDown() override { std::filesystem::remove_all(folder); }

    model::user make(house& in, const std::string& name, const std::string& badge) {
        return in.make(user_with(name, badge));
    }
};

TEST_F(UniqueLater, IsIndexedAtTheNextStart) {
    std::string ann;
    {
        house in(folder, before);
        ann =
            make(in, "ann", R"({"number":"A","seals":["x","y"],"keys":[{"value":"k"}]})").id.text();
        make(in, "bob", R"({"number":"B"})");
        in.make_group(group_with("Staff", R"({"number":"G","serial":7})"));
    }
    {
        house in(folder, unique_badges());
        EXPECT_THAT(in.broken_laws(), testing::IsEmpty());
        for (const auto& [badge, attribute] :
             {std::pair(R"({"number":"a"})", "number"), std::pair(R"({"seals":["y"]})", "seals"),
              std::pair(R"({"keys":[{"value":"K"}]})", "keys.value")}) {
            const auto refused = in.administrator(
                directory::create_user{in.fresh_user(), user_with("cid", badge), {}, {}});
            ASSERT_FALSE(refused.has_value()) << badge;
            EXPECT_EQ(refused.error().code, errc::value_taken);
            EXPECT_THAT(refused.error().detail, testing::HasSubstr(attribute));
            EXPECT_THAT(refused.error().detail, testing::HasSubstr(ann));
        }
    }
    house in(folder, before);
    EXPECT_THAT(in.broken_laws(), testing::IsEmpty());
    make(in, "cid", R"({"number":"A"})");
}

TEST_F(UniqueLater, IsHeldToWhatTheDocumentsSayByALaw) {
    {
        house in(folder, unique_badges());
        make(in, "ann", R"({"number":"A","seals":["x","y"],"keys":[{"value":"k"}]})");
    }
    const auto opened = store::data_folder::open(folder);
    ASSERT_TRUE(opened.has_value());
    const auto session = store::engine::open(*opened)->open_writer();
    store::queries ask(*session);
    const auto broken_by = [&](const std::string& change) {
        const std::span<const store::value> nothing;
        ask.run("BEGIN", nothing).next();
        ask.run(change, nothing).next();
        const auto broken = directory::check_laws(ask);
        ask.run("ROLLBACK", nothing).next();
        return broken;
    };
    EXPECT_THAT(broken_by("SELECT 1"), testing::IsEmpty());
    EXPECT_THAT(broken_by("DELETE FROM unique_values WHERE value_key IN ('k', 'y')"),
                testing::UnorderedElementsAre(
                    testing::HasSubstr("the value k of urn:example:badge:keys.value"),
                    testing::HasSubstr("the value y of urn:example:badge:seals")));
    EXPECT_THAT(broken_by("UPDATE unique_values SET value_key = 'b' WHERE value_key = 'a'"),
                testing::UnorderedElementsAre(
                    testing::HasSubstr("that u-"),
                    testing::HasSubstr("the value b of urn:example:badge:number is filed "
                                       "for one who has it not")));
    EXPECT_THAT(broken_by("UPDATE unique_values SET entity_key = 99 WHERE value_key = 'x'"),
                testing::Contains(testing::HasSubstr("is filed for nobody")));
}

TEST_F(UniqueLater, RefusesToStartWhereTwoShareAValue) {
    std::string ann;
    std::string staff;
    {
        house in(folder, before);
        ann = make(in, "ann", R"({"number":"A"})").id.text();
        staff = in.make_group(group_with("Staff", R"({"number":"a"})")).id.text();
    }
    const auto refused = directory::directories::open({folder}, unique_badges());
    ASSERT_FALSE(refused.has_value());
    for (const std::string& said : {ann, staff, badge_urn + ":number", std::string("\"a\"")})
        EXPECT_THAT(refused.error().detail, testing::HasSubstr(said));
    EXPECT_TRUE(directory::directories::open({folder}, before)) << "nothing was changed";
}

// What came back would break the index: told before anything is written.
TEST_F(UniqueLater, StandsInTheWayOfARollbackOfTwoThatShareAValue) {
    model::user ann;
    model::user bob;
    {
        house in(folder, before);
        ASSERT_TRUE(in.enable());
        ann = in.push(user_with("ann", R"({"number":"A"})"));
        bob = in.push(user_with("bob", R"({"number":"a"})"));
        ASSERT_TRUE(in.disable());
        for (const model::user& one : {ann, bob})
            ASSERT_TRUE(in.administrator(directory::delete_user{one.id, {}}));
    }
    house in(folder, unique_badges());
    const auto refused = in.enable();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, errc::rollback_conflict);
    EXPECT_THAT(refused.error().detail, testing::HasSubstr(ann.id.text()));
    EXPECT_THAT(refused.error().detail, testing::HasSubstr(bob.id.text()));
    const auto shown = in.view().preview_rollback(in.where, {})->entities;
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_THAT(shown[0].conflicts, testing::IsEmpty());
    ASSERT_EQ(shown[1].conflicts.size(), 1U);
    EXPECT_EQ(shown[1].conflicts[0].id, ann.id.text());
    EXPECT_EQ(shown[1].conflicts[0].name, "ann") << "although she is not there";
    EXPECT_EQ(shown[1].conflicts[0].provision, model::provision::synchronized);
}

}  // namespace
}  // namespace scimd::tests
