// Sorting in SQL against the comparator of scim/sort.hpp, over random documents.
#include "store/sort_sql.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <random>

#include "scim/document.hpp"
#include "scim/messages.hpp"
#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

namespace json = boost::json;
using scim::position;
using scim::sort_order;

// The built-in schemas with numbers, which none of them has.
const scim::catalogue& numbered_schemas() {
    static const auto loaded = [] {
        std::vector<model::embedded_file> files(scim::built_in_schemas().begin(),
                                                scim::built_in_schemas().end());
        for (model::embedded_file& one : files)
            if (one.name == "enterprise_user.json")
                one.text = R"({"id":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                    "name":"Sizes","attributes":[{"name":"shoe","type":"integer"},
                    {"name":"height","type":"decimal"},{"name":"born","type":"dateTime"},
                    {"name":"desk","type":"complex","subAttributes":[
                        {"name":"sizes","type":"integer","multiValued":true}]},
                    {"name":"desks","type":"complex","multiValued":true,"subAttributes":[
                        {"name":"tags","multiValued":true},{"name":"primary","type":"boolean"}]}]})";
        // One that an operator added, and others before it.
        const model::embedded_file added[] = {
            {"odd.json", R"({"id":"urn:example:odd:User","attributes":[
                {"name":"text"},{"name":"flag","type":"boolean"},{"name":"whole","type":"integer"},
                {"name":"real","type":"decimal"},{"name":"moment","type":"dateTime"},
                {"name":"texts","multiValued":true},
                {"name":"wholes","type":"integer","multiValued":true},
                {"name":"box","type":"complex","subAttributes":[{"name":"text"},
                    {"name":"wholes","type":"integer","multiValued":true}]},
                {"name":"boxes","type":"complex","multiValued":true,"subAttributes":[{"name":"text"},
                    {"name":"wholes","type":"integer","multiValued":true},
                    {"name":"primary","type":"boolean"}]}]})"}};
        return scim::load_catalogue(files, added);
    }();
    return *loaded;
}

// Few different values, so that there are many ties, and those that are hard to get right.
class random_documents {
 public:
    std::string user(int number) {
        json::object made{
            {"schemas", json::array{"urn:ietf:params:scim:schemas:core:2.0:User"}},
            {"userName", one_of({"ann", "Bob", "ÄNN", "zoe", "1"}) + std::to_string(number)}};
        if (happens()) made["externalId"] = one_of({"a", "A", "b"});
        if (happens()) made["displayName"] = text();
        if (happens()) made["title"] = text();
        if (happens()) made["name"] = json::object{{"givenName", text()}};
        if (happens()) made["emails"] = emails();
        json::object sizes;
        if (happens()) sizes["shoe"] = static_cast<std::int64_t>(dice_() % 5) - 2;
        if (happens()) sizes["height"] = heights();
        if (happens())
            sizes["born"] = one_of(
                {"2000-01-01T00:00:00Z", "2000-01-01T01:00:00+01:00", "1999-12-31T23:59:59.5Z"});
        if (happens()) sizes["desk"] = json::object{{"sizes", wholes()}};
        if (happens())
            sizes["desks"] =
                json::array{json::object{{"tags", json::array{text(), text()}}},
                            json::object{{"tags", json::array{text()}}, {"primary", happens()}}};
        if (happens()) made["urn:example:odd:User"] = odd();
        if (!sizes.empty())
            made["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"] = std::move(sizes);
        return json::serialize(made);
    }
    std::string group() {
        return json::serialize(
            json::object{{"schemas", json::array{"urn:ietf:params:scim:schemas:core:2.0:Group"}},
                         {"displayName", text()}});
    }
    bool happens() { return dice_() % 3 != 0; }

 private:
    std::string one_of(const std::vector<std::string>& choices) {
        return choices[dice_() % choices.size()];
    }
    std::string text() {
        const std::string longest(scim::sort_characters_max, 'x');
        return one_of({"a", "A", "Ä", "ä", "b", "ß", "SS", "ﬁ", "z", "10", "9", " ", "😀",
                       std::string("a\0b", 3), longest, longest + "a", longest + "B"});
    }
    json::array wholes() {
        json::array made;
        for (std::size_t i = dice_() % 3; i < 3; ++i)
            made.emplace_back(static_cast<std::int64_t>(dice_() % 12));
        return made;
    }
    // What another schema file may have let in.
    json::value anything(int depth) {
        switch (dice_() % (depth > 0 ? 8 : 5)) {
            case 0:
                return static_cast<std::int64_t>(dice_() % 3);
            case 1:
                return 1.5;
            case 2:
                return dice_() % 2 == 0;
            case 3:
                return json::string(one_of({"2000-01-01T00:00:00Z", "2001-01-01T00:00:00Z"}));
            case 4:
                return json::string(one_of({"a", "B", "[1,2]", "7", "{", "true"}));
            case 5:
                return json::object{{"text", anything(depth - 1)},
                                    {"wholes", anything(depth - 1)},
                                    {"primary", anything(0)}};
            default:
                return json::array{anything(depth - 1), anything(depth - 1)};
        }
    }
    json::object odd() {
        json::object made;
        for (const char* name :
             {"text", "flag", "whole", "real", "moment", "texts", "wholes", "box", "boxes"})
            if (happens()) made[name] = anything(3);
        return made;
    }
    json::value heights() {
        switch (dice_() % 4) {
            case 0:
                return 2;
            case 1:
                return 1.75;
            case 2:
                return -0.1;
            default:
                return 1e300;
        }
    }
    json::array emails() {
        json::array made;
        for (std::size_t i = dice_() % 3; i < 3; ++i) {
            json::object one{{"value", one_of({"a@x", "B@x", "c@x"})}};
            if (happens()) one["type"] = one_of({"work", "home"});
            if (dice_() % 3 == 0) one["primary"] = dice_() % 2 == 0;
            made.push_back(std::move(one));
        }
        return made;
    }

    std::mt19937 dice_{20261122};
};

struct sorted_store : testing::Test {
    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    std::unique_ptr<store::session> session = store::engine::open(*folder)->open_writer();
    store::tables tables{*session, store_schemas()};
    model::directory where;
    std::vector<std::pair<position, json::object>> everything;  // in the order of creation

    void SetUp() override {
        tables.begin();
        tables.begin_edit();
        model::settings free;
        free.group_names = model::group_names::free;
        where = tables.insert_directory(permit_to(policy::verb::administer, tables, where),
                                        model::fresh_directory_id(), "d", free, {1});
        random_documents random;
        for (int i = 0; i < 150; ++i) add_user(random.user(i), random.happens(), i);
        for (int i = 0; i < 50; ++i) add_group(random.group(), i);
        tables.record({});
        tables.keep_edit();
        tables.commit();  // which counts them
        tables.begin();
    }
    void TearDown() override { tables.rollback(); }

    void add_user(const std::string& document, bool active, int number) {
        model::user made;
        made.id = model::fresh_user_id({number});
        made.document = document;
        made.active = active;
        made.created = {number % 7 * 1000};
        made = tables.insert_user(permit_to(policy::verb::create, tables, where), where, made,
                                  scim::document_from_text(document), "");
        std::string text;
        scim::append_user(text, made, nullptr, "http://x");
        everything.push_back({{{}, 0, made.key}, json::parse(text).as_object()});
    }
    void add_group(const std::string& document, int number) {
        model::group made;
        made.id = model::fresh_group_id({number});
        made.document = document;
        made.created = {number % 5 * 1000};
        made = tables.insert_group(permit_to(policy::verb::create, tables, where), where, made,
                                   scim::document_from_text(document));
        std::string text;
        scim::append_group(text, made, {}, "http://x");
        everything.push_back({{{}, 1, made.key}, json::parse(text).as_object()});
    }

    // The parts of a list over users, groups or both (nullptr where a type is not listed).
    std::vector<store::list_part> parts(std::string_view by, bool users, bool groups) {
        scim::tolerance strict(model::tolerance::strict);
        std::vector<store::list_part> made;
        for (const auto& [listed, type] : {std::pair(users, &numbered_schemas().user()),
                                           std::pair(groups, &numbered_schemas().group())})
            if (listed)
                made.push_back({type, nullptr, scim::parse_sort_by(by, *type, strict).value()});
        return made;
    }

    std::vector<position> expected(const std::vector<store::list_part>& of, sort_order order) {
        std::vector<position> places;
        for (const auto& [at, resource] : everything)
            for (const store::list_part& part : of)
                if ((part.type->name == "User" ? 0U : 1U) == at.type)
                    places.push_back({part.sort_by ? scim::sort_value_of(resource, *part.sort_by)
                                                   : scim::sort_value(),
                                      at.type, at.key});
        std::ranges::stable_sort(places, [order](const position& left, const position& right) {
            return is_lt(scim::compare(left.value, right.value, order));
        });
        return places;
    }

    void expect_order(std::string_view by, bool users, bool groups, sort_order order) {
        SCOPED_TRACE(std::string(by) + (order == sort_order::ascending ? "" : ", descending"));
        const auto of = parts(by, users, groups);
        const auto all = expected(of, order);
        const auto count = static_cast<std::int64_t>(all.size());
        EXPECT_EQ(tables.sorted_places(where, of, {order, std::nullopt, 0, 1000}), all);
        // From every place on, and by position.
        for (std::size_t i = 0; i < all.size(); i += 7) {
            const auto from = all.begin() + static_cast<std::ptrdiff_t>(i);
            EXPECT_EQ(tables.sorted_places(where, of, {order, *from, 0, 1000}),
                      std::vector<position>(from + 1, all.end()));
            EXPECT_EQ(tables.sorted_places(
                          where, of, {order, std::nullopt, static_cast<std::int64_t>(i), count}),
                      std::vector<position>(from, all.end()));
        }
    }
};

TEST_F(sorted_store, SortsAsTheComparatorDoes) {
    for (const sort_order order : {sort_order::ascending, sort_order::descending}) {
        for (const char* by :
             {"id", "userName", "externalId", "displayName", "title", "name.givenName", "active",
              "emails", "emails.type", "emails.primary", "schemas", "meta.created",
              "meta.lastModified", "meta.version", "meta.resourceType",
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:shoe",
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:height",
              "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:born"})
            expect_order(by, true, false, order);
        for (const char* by : {"id", "displayName", "externalId", "meta.created"})
            expect_order(by, false, true, order);
        for (const char* by : {"displayName", "userName", "meta.created", "id", "active"})
            expect_order(by, true, true, order);
    }
}

TEST_F(sorted_store, SortsByTheFirstOfAListInsideAValue) {
    const std::string urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";
    for (const sort_order order : {sort_order::ascending, sort_order::descending})
        for (const char* by : {"desk.sizes", "desks.tags"})
            expect_order(urn + by, true, false, order);
}

// The schema file was another one when they were stored.
TEST_F(sorted_store, TakesAValueOfAnotherTypeForNone) {
    for (const sort_order order : {sort_order::ascending, sort_order::descending})
        for (const char* by :
             {"text", "flag", "whole", "real", "moment", "texts", "wholes", "box.text",
              "box.wholes", "boxes.text", "boxes.wholes", "boxes.primary"})
            expect_order(std::string("urn:example:odd:User:") + by, true, false, order);
}

TEST_F(sorted_store, TakesAPlaceWhoseRowIsGone) {
    const auto of = parts("title", true, false);
    auto all = expected(of, sort_order::ascending);
    const position gone = all[60];
    const auto user = tables.user_with_key(gone.key);
    tables.begin_edit();
    tables.remove_user(permit_to(policy::verb::remove, tables, where), where, user, {1});
    tables.record({});
    tables.keep_edit();

    EXPECT_EQ(tables.sorted_places(where, of, {sort_order::ascending, gone, 0, 1000}),
              std::vector<position>(all.begin() + 61, all.end()));
}

TEST_F(sorted_store, WalksInTheOrderOfCreationWithoutSorting) {
    const auto of = parts("id", true, false);
    std::vector<position> all;
    for (const auto& [at, _] : everything)
        if (at.type == 0) all.push_back(at);

    EXPECT_EQ(tables.created_places(where, of.front(), 0, 0, 1000), all);
    EXPECT_EQ(tables.created_places(where, of.front(), all[9].key, 0, 20),
              std::vector<position>(all.begin() + 10, all.begin() + 30));
    EXPECT_EQ(tables.created_places(where, of.front(), 0, 10, 20),
              std::vector<position>(all.begin() + 10, all.begin() + 30));
}

}  // namespace
}  // namespace scimd::tests
