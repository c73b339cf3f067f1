// SQL and scim::matches answer the same filters, over schemas, resources and filters that nobody
// wrote: whoever differs is wrong, or both are.
#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <set>

#include "scim/messages.hpp"
#include "tests/law/filter_text.hpp"
#include "tests/law/random_filter.hpp"
#include "tests/law/random_resource.hpp"
#include "tests/law/random_schema.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

namespace json = boost::json;

constexpr std::size_t filters_per_crowd = 500;
constexpr std::size_t users_per_crowd = 20;
constexpr std::size_t groups_per_crowd = 6;
constexpr std::string_view base = "http://localhost/scim/v2";

scim::document read(const json::value& body, const scim::resource_type& type) {
    scim::tolerance strict(model::tolerance::strict);
    auto made = scim::read_document(body, type, strict);
    if (!made) throw std::logic_error(made.error().detail + "\n" + json::serialize(body));
    return std::move(*made);
}

json::object strict_body(chance& dice, const scim::resource_type& type, std::size_t number) {
    json::object body = random_body(dice, type, std::to_string(number));
    with_empty_text(dice, body, type);
    return body;
}

// A directory full of users and groups, and how a client reads each of them with everything
// returned.
class crowd {
 public:
    explicit crowd(scim::catalogue with) : catalogues_(std::move(with)) { home_.enable().value(); }

    // Random ones, who are members of each other.
    explicit crowd(chance& dice) : crowd(random_catalogue(dice)) {
        std::vector<std::string> members;
        for (std::size_t i = 0; i < users_per_crowd; ++i)
            members.push_back(add_user(strict_body(dice, catalogues_.common().user(), i)));
        for (std::size_t i = 0; i < groups_per_crowd; ++i) {
            auto body = strict_body(dice, catalogues_.common().group(), i);
            json::array list;
            for (const std::string& one : members)
                if (dice.one_in(4)) list.push_back(json::object{{"value", one}});
            body["members"] = std::move(list);
            members.push_back(home_.push_group(read(body, catalogues_.common().group())).id.text());
        }
        read_all();
    }

    std::string add_user(const json::object& body) {
        return home_.push(read(body, catalogues_.common().user())).id.text();
    }
    void read_all() {
        read_users();
        read_groups();
    }

    const scim::resource_type& type(bool users) const {
        return users ? catalogues_.common().user() : catalogues_.common().group();
    }
    const std::map<std::string, json::object>& resources(bool users) const {
        return users ? users_ : groups_;
    }

    std::set<std::string> found_by_sql(const scim::filter& filter, bool users) {
        directory::scim_query query;
        query.filter = &filter;
        std::set<std::string> found;
        if (users)
            for (const auto& one : users_of(home_.view(), home_.directory(), query).entities)
                found.insert(one.user.id.text());
        else
            home_.view().list_groups(home_.directory(), query, [&](const auto& page) {
                for (const auto& one : page.entities) found.insert(one.id.text());
            });
        return found;
    }

 private:
    void keep(std::map<std::string, json::object>& in, const std::string& text) {
        json::object resource = scim::document_from_text(text).attributes;
        std::string id(resource.at("id").as_string());
        in.emplace(std::move(id), std::move(resource));
    }
    void read_users() {
        const auto all = users_of(home_.view(), home_.directory(), directory::scim_query{});
        for (const auto& one : all.entities) {
            std::string text;
            scim::append_user(text, one.user, &one.groups, base);
            keep(users_, text);
        }
    }
    void read_groups() {
        home_.view().list_groups(home_.directory(), {}, [&](const auto& all) {
            for (const model::group& one : all.entities) {
                const auto members = [&](std::string& out) {
                    bool first = true;
                    home_.view().each_member(one, [&](const model::member& member) {
                        if (!std::exchange(first, false)) out += ',';
                        scim::append_member(out, member, base);
                    });
                };
                std::string text;
                scim::append_group(
                    text, one,
                    home_.members(one.id).empty() ? std::function<void(std::string&)>() : members,
                    base);
                keep(groups_, text);
            }
        });
    }

    scim::catalogues catalogues_;
    house home_{":memory:", catalogues_};
    std::map<std::string, json::object> users_;   // by id
    std::map<std::string, json::object> groups_;  // by id
};

// The first resource about which they disagree; nullptr when they agree.
const json::object* disagreement(crowd& on, const scim::filter& filter, bool users) {
    const auto by_sql = on.found_by_sql(filter, users);
    for (const auto& [id, resource] : on.resources(users))
        if (by_sql.contains(id) != scim::matches(filter, resource)) return &resource;
    return nullptr;
}

// The parts that a filter is joined from.
std::vector<const scim::filter*> parts_of(const scim::filter& whole) {
    std::vector<const scim::filter*> parts;
    const auto add_all = [&](const std::vector<scim::filter>& terms) {
        for (const scim::filter& one : terms) parts.push_back(&one);
    };
    if (const auto* all = std::get_if<scim::conjunction>(&whole.node)) add_all(all->terms);
    if (const auto* any = std::get_if<scim::disjunction>(&whole.node)) add_all(any->terms);
    if (const auto* term = std::get_if<scim::negation>(&whole.node))
        parts.push_back(term->term.get());
    return parts;
}

// The smallest part of a filter about which they disagree: what a developer wants to see.
const scim::filter& smallest(crowd& on, const scim::filter& whole, bool users) {
    for (const scim::filter* part : parts_of(whole))
        if (disagreement(on, *part, users) != nullptr) return smallest(on, *part, users);
    return whole;
}

// False when the filter is refused.
bool agree(crowd& on, const std::string& text, bool users) {
    scim::tolerance lenient(model::tolerance::lenient);
    const auto filter = scim::parse_filter(text, on.type(users), lenient);
    if (!filter || !directory::check_filter(*filter, on.type(users))) return false;
    if (disagreement(on, *filter, users) == nullptr) return true;
    const scim::filter& part = smallest(on, *filter, users);
    const json::object& resource = *disagreement(on, part, users);
    ADD_FAILURE() << "SQL and the matcher (" << scim::matches(part, resource)
                  << ") disagree about\n"
                  << to_text(part) << "\nof\n"
                  << json::serialize(resource) << "\nin\n"
                  << text;
    return true;
}

TEST(FilterOracle, SqlAndTheMatcherAgree) {
    std::size_t refused = 0;
    std::size_t tried = 0;
    try_seeds(cases_wanted(), filters_per_crowd, [&](chance& dice) {
        crowd on(dice);
        for (std::size_t i = 0; i < filters_per_crowd && !testing::Test::HasFailure();) {
            const bool users = !dice.one_in(4);
            const bool counted = agree(on, random_filter(dice, on.type(users)), users);
            i += counted ? 1 : 0;
            refused += counted ? 0 : 1;
            ++tried;
        }
    });
    EXPECT_LT(refused, tried / 2) << "too few filters can be read to show anything";
    RecordProperty("filters", static_cast<int>(tried - refused));
}

// What they once disagreed about and the built-in schemas cannot show.
TEST(FilterOracle, StillAgreesAboutWhatItOnceDidNot) {
    std::vector<model::embedded_file> files(scim::built_in_schemas().begin(),
                                            scim::built_in_schemas().end());
    for (model::embedded_file& one : files)
        if (one.name == "enterprise_user.json")
            one.text = R"({"id":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                "name":"Offices","attributes":[
                {"name":"height","type":"decimal"},{"name":"sizes","type":"decimal","multiValued":true},
                {"name":"office","type":"complex","subAttributes":[
                    {"name":"floors","type":"integer","multiValued":true},{"name":"room","type":"string"}]},
                {"name":"desks","type":"complex","multiValued":true,"subAttributes":[
                    {"name":"tags","type":"string","multiValued":true},{"name":"room","type":"string"}]}]})";
    auto loaded = scim::load_catalogue(files);
    ASSERT_TRUE(loaded.has_value()) << loaded.error().detail;
    crowd on(std::move(*loaded));
    on.add_user({{"schemas", {"urn:ietf:params:scim:schemas:core:2.0:User"}}, {"userName", "eve"}});
    on.add_user({{"schemas",
                  {"urn:ietf:params:scim:schemas:core:2.0:User",
                   "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"}},
                 {"userName", "ann"},
                 {"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                  {{"height", 2.5e-300},
                   {"sizes", {9'007'199'254'740'993, 9'007'199'254'740'992.0}},
                   {"office", {{"floors", {1, 2}}, {"room", "R"}}},
                   {"desks", json::array{json::object{{"tags", {"a", "b"}}},
                                         json::object{{"room", "r"}}}}}}});
    on.read_all();
    for (const char* text :
         {"office.floors eq 2", "office.floors gt 2", "office[floors eq 1 and room eq \"r\"]",
          "office[not (room eq \"x\")]", "office[not (floors pr)]", "desks.tags eq \"B\"",
          "desks[tags eq \"a\" and tags eq \"b\"]", "desks[not (tags pr)]", "desks.tags pr",
          "height eq 2.5E-300", "height ne 2.5E-300", "height le 2.5E-300",
          "sizes eq 9007199254740993", "sizes gt 9007199254740992.0",
          "sizes[value lt 9007199254740993]", "sizes[not (value le 9007199254740992)]"})
        EXPECT_TRUE(agree(on, text, true)) << text << " was refused";
}

// RFC 7644 §3.4.2.2: `pr` asks for a value that is not empty, wherever strict directories keep one
// that is.
TEST(FilterOracle, AgreesAboutEmptyText) {
    crowd on(scim::load_catalogue(scim::built_in_schemas()).value());
    const std::string urn = "urn:ietf:params:scim:schemas:core:2.0:User";
    on.add_user({{"schemas", {urn}}, {"userName", "eve"}});
    on.add_user({{"schemas", {urn}},
                 {"userName", "ann"},
                 {"externalId", ""},
                 {"title", ""},
                 {"name", {{"givenName", ""}}},
                 {"emails", json::array{json::object{{"value", ""}}}}});
    on.add_user({{"schemas", {urn}},
                 {"userName", "bob"},
                 {"externalId", "b"},
                 {"title", "b"},
                 {"name", {{"givenName", ""}, {"familyName", "B"}}},
                 {"emails", json::array{json::object{{"value", ""}},
                                        json::object{{"value", ""}, {"primary", false}}}}});
    on.read_all();
    for (const char* name :
         {"externalId", "title", "name", "name.givenName", "emails", "emails.value"})
        for (const char* asks : {" pr", " eq null", " ne null"})
            EXPECT_TRUE(agree(on, std::string(name) + asks, true)) << name << asks;
    for (const char* text :
         {R"(externalId eq "")", R"(title eq "")", R"(title ew "")", "emails[value pr]",
          "emails[not (value pr)]", "name[not (familyName pr)]", "name[givenName pr]"})
        EXPECT_TRUE(agree(on, text, true)) << text << " was refused";
}

}  // namespace
}  // namespace scimd::tests
