// Lists over the store; each filter is asked of SQL and of scim::matches, which must agree.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "scim/messages.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using testing::ElementsAre;

scim::filter parsed(const std::string& text, const scim::resource_type& type) {
    scim::tolerance lenient(model::tolerance::lenient);
    auto filter = scim::parse_filter(text, type, lenient);
    if (!filter) throw std::logic_error(text + ": " + filter.error().detail);
    return std::move(*filter);
}

std::vector<std::string> names(house& home, const std::string& filter_text) {
    const scim::filter filter = parsed(filter_text, schemas().user());
    directory::scim_query query;
    query.filter = &filter;
    std::vector<std::string> by_sql;
    const auto listed = users_of(home.view(), home.directory(), query);
    for (const auto& one : listed.entities)
        by_sql.emplace_back(scim::text_of(scim::document_from_text(one.user.document), "userName"));
    EXPECT_EQ(listed.total, static_cast<std::int64_t>(by_sql.size())) << filter_text;

    std::vector<std::string> by_match;
    const auto everybody = users_of(home.view(), home.directory(), directory::scim_query{});
    for (const auto& one : everybody.entities) {
        std::string text;
        scim::append_user(text, one.user, &one.groups, "http://localhost/scim/v2");
        const boost::json::object resource = boost::json::parse(text).as_object();
        if (scim::matches(filter, resource))
            by_match.emplace_back(resource.at("userName").as_string());
    }
    EXPECT_EQ(by_sql, by_match) << "SQL and the matcher disagree about " << filter_text;
    return by_sql;
}

struct crowd : testing::Test {
    house home = house().enabled();
    model::user ann = home.push(user_named(
        "Ann",
        R"(,"externalId":"X1","displayName":"Ann A","name":{"givenName":"Ann","familyName":"Äpfel"},
        "emails":[{"value":"ann@work.example","type":"work","primary":true},{"value":"ann@home.example","type":"home"}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"R&D","manager":{"value":"boss"}})"));
    model::user bob =
        home.push(user_named("bob", R"(,"externalId":"x1","active":false,"title":"O'Neil \"B\"",
        "emails":[{"value":"bob@home.example","type":"home"}])"));
    model::user eve = home.push(user_named("eve"));
    model::group team = home.push_group(group_named("Team", {ann.id.text()}));
};

TEST_F(crowd, IsFilteredByColumnsAndByTheDocument) {
    EXPECT_THAT(names(home, R"(userName eq "ANN")"), ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(userName ne "ann")"), ElementsAre("bob", "eve"));
    EXPECT_THAT(names(home, R"(externalId eq "x1")"), ElementsAre("bob")) << "caseExact";
    EXPECT_THAT(names(home, R"(not (externalId eq "x1"))"), ElementsAre("Ann", "eve"));
    EXPECT_THAT(names(home, R"(externalId pr)"), ElementsAre("Ann", "bob"));
    EXPECT_THAT(names(home, R"(userName sw "B" or userName ew "E")"), ElementsAre("bob", "eve"));
    EXPECT_THAT(names(home, R"(userName co "v")"), ElementsAre("eve"));
    EXPECT_THAT(names(home, R"(userName gt "ann")"), ElementsAre("bob", "eve"));
    EXPECT_THAT(names(home, R"(active eq false)"), ElementsAre("bob"));
    EXPECT_THAT(names(home, R"(name.familyName eq "äPFEL")"), ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(name pr)"), ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(title eq "o'neil \"b\"")"), ElementsAre("bob"));
    EXPECT_THAT(names(home, R"(name[givenName eq "ann" and familyName pr])"), ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(name[not (givenName eq "ann")])"), ElementsAre())
        << "who has no name has none that matches";
    EXPECT_THAT(names(home, R"(not (name[givenName eq "ann"]))"), ElementsAre("bob", "eve"));
    EXPECT_THAT(names(home, R"(meta pr)"), ElementsAre("Ann", "bob", "eve"));
    EXPECT_THAT(names(home, R"(not (meta pr))"), ElementsAre());
    EXPECT_THAT(
        names(home, R"(meta[resourceType eq "User" and created gt "2000-01-01T00:00:00Z"])"),
        ElementsAre("Ann", "bob", "eve"));
    EXPECT_THAT(names(home, R"(title eq null)"), ElementsAre("Ann", "eve"));
    EXPECT_THAT(names(home, R"(title ne null)"), ElementsAre("bob"));
    EXPECT_THAT(names(home, R"(id eq ")" + eve.id.text() + "\""), ElementsAre("eve"));
    EXPECT_THAT(
        names(home,
              R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "r&d")"),
        ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(manager eq "boss")"), ElementsAre("Ann"));
    EXPECT_THAT(
        names(
            home,
            R"(meta.created ge "2026-01-01T00:00:00Z" and meta.lastModified lt "2100-01-01T00:00:00Z")"),
        ElementsAre("Ann", "bob", "eve"));
    EXPECT_THAT(names(home, R"(meta.resourceType eq "User" and meta.version pr)"),
                ElementsAre("Ann", "bob", "eve"));
    EXPECT_THAT(
        names(home, R"(schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")"),
        ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(nickNeim eq "x")"), ElementsAre());
}

TEST_F(crowd, IsFilteredByWhatTheGreatestTextsBeginWith) {
    home.push(user_named("\U0010FFFFzoe"));
    EXPECT_THAT(names(home, R"(userName sw "")"),
                ElementsAre("Ann", "bob", "eve", "\U0010FFFFzoe"));
    EXPECT_THAT(names(home, "userName sw \"\U0010FFFF\""), ElementsAre("\U0010FFFFzoe"));
    EXPECT_THAT(names(home, R"(userName sw "e")"), ElementsAre("eve"));
}

TEST_F(crowd, IsFilteredByElementsOfLists) {
    EXPECT_THAT(names(home, R"(emails.value eq "BOB@home.example")"), ElementsAre("bob"));
    EXPECT_THAT(names(home, R"(emails eq "bob@home.example")"), ElementsAre("bob"));
    EXPECT_THAT(names(home, R"(emails[type eq "work" and value co "home"])"), ElementsAre())
        << "one element must match all of it";
    EXPECT_THAT(names(home, R"(emails[type eq "home" and value co "home"])"),
                ElementsAre("Ann", "bob"));
    EXPECT_THAT(names(home, R"(emails[type eq "home"].value eq "ann@home.example")"),
                ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(emails[not (type eq "home") and primary eq true])"),
                ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(emails[type eq "home" and primary eq false])"),
                ElementsAre("Ann", "bob"))
        << "what does not say that it is primary is not";
    EXPECT_THAT(names(home, R"(emails.primary eq false)"), ElementsAre("Ann", "bob"));
    EXPECT_THAT(names(home, R"(emails[primary ne false])"), ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(emails.primary ne true)"), ElementsAre("bob", "eve"));
    EXPECT_THAT(names(home, R"(emails[type eq "home" and primary pr])"), ElementsAre());
    EXPECT_THAT(names(home, R"(emails[primary eq null])"), ElementsAre("Ann", "bob"));
    EXPECT_THAT(names(home, R"(emails.type ne "home")"), ElementsAre("eve"))
        << "ne denies that any value is equal";
    EXPECT_THAT(names(home, R"(not (emails pr))"), ElementsAre("eve"));
    EXPECT_THAT(names(home, R"(groups.value eq ")" + team.id.text() + "\""), ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(groups[display eq "team" and type eq "direct"])"),
                ElementsAre("Ann"));
    EXPECT_THAT(names(home, R"(groups pr)"), ElementsAre("Ann"));
}

TEST_F(crowd, IsPagedInTheOrderOfCreation) {
    directory::scim_query query;
    query.start_index = 2;
    query.count = 1;
    const auto second = users_of(home.view(), home.directory(), query);
    ASSERT_EQ(second.entities.size(), 1U);
    EXPECT_EQ(second.entities[0].user.id, bob.id);
    EXPECT_EQ(second.total, 3);

    query.count = 0;
    EXPECT_EQ(users_of(home.view(), home.directory(), query).total, 3);
    query.start_index = 100;
    query.count = 10;
    EXPECT_THAT(users_of(home.view(), home.directory(), query).entities, testing::IsEmpty());
}

TEST_F(crowd, HasGroupsThatAreFilteredByMembers) {
    for (const auto& [text, expected] : std::vector<std::pair<std::string, std::size_t>>{
             {R"(members.value eq ")" + ann.id.text() + "\"", 1},
             {R"(members eq ")" + ann.id.text() + "\"", 1},
             {R"(members[type eq "User" and display eq "ann a"])", 1},
             {R"(members.value eq ")" + bob.id.text() + "\"", 0},
             {R"(displayName eq "TEAM")", 1},
             {R"(displayName sw "te" and members pr)", 1},
             {R"(not (members pr))", 0}}) {
        const scim::filter filter = parsed(text, schemas().group());
        directory::scim_query query;
        query.filter = &filter;
        std::size_t count = 0;
        home.view().list_groups(home.directory(), query,
                                [&](const auto& listed) { count = listed.entities.size(); });
        EXPECT_EQ(count, expected) << text;
    }
}

TEST_F(crowd, IsFoundByTheEndOfItsAddress) {
    const std::string there = "https://x.test/scim/v2/Users/" + ann.id.text();
    const auto count = [this](const std::string& text) {
        const scim::filter filter = parsed(text, schemas().user());
        directory::scim_query query;
        query.filter = &filter;
        return users_of(home.view(), home.directory(), query).total;
    };
    const std::int64_t everybody = count("userName pr");

    EXPECT_EQ(count("meta.location eq \"" + there + "\""), 1);
    EXPECT_EQ(count("meta.location ne \"" + there + "\""), everybody - 1);
    EXPECT_EQ(count("meta.location pr"), everybody);
    EXPECT_EQ(count("meta.location eq null"), 0);
    EXPECT_EQ(count("meta.location eq \"https://x.test/scim/v2/Groups/" + ann.id.text() + "\""), 0);
    EXPECT_EQ(count("meta.location eq \"" + ann.id.text() + "\""), 0);
}

TEST(CheckFilter, RefusesWhatDependsOnTheAddressOfTheServer) {
    for (const char* text : {R"(meta.location co "x")", R"(groups.$ref co "/Groups/")",
                             R"(groups[$ref eq "x"])", R"(not (meta[location pr]))"}) {
        const auto checked =
            directory::check_filter(parsed(text, schemas().user()), schemas().user());
        ASSERT_FALSE(checked) << text;
        EXPECT_EQ(checked.error().code, model::errc::invalid_filter);
    }
    EXPECT_FALSE(directory::check_filter(parsed(R"(members.$ref eq "x")", schemas().group()),
                                         schemas().group()));
}

struct cost {
    const char* filter;
    bool may_take_long;
};

TEST(MayTakeLong, IsSaidOfWhatNoIndexServes) {
    for (const auto& [text, expected] :
         {cost{R"(userName eq "x")", false}, cost{R"(externalId eq "x" and title co "y")", false},
          cost{R"(emails[type eq "work"].value eq "x")", false},
          cost{R"(emails.value eq "x")", false}, cost{R"(userName sw "x")", true},
          cost{R"(userName sw "x" and externalId eq "y")", false}, cost{R"(userName sw "")", true},
          cost{R"(userName sw "x" or userName sw "")", true},
          cost{R"(userName eq "x" or id eq "y")", false}, cost{R"(userName co "x")", true},
          cost{R"(title eq "x")", true}, cost{R"(userName eq "x" or title eq "y")", true},
          cost{R"(not (userName eq "x"))", true}, cost{R"(active eq true)", true}}) {
        const scim::filter filter = parsed(text, schemas().user());
        directory::scim_query query;
        query.filter = &filter;
        EXPECT_EQ(directory::may_take_long(query, schemas().user()), expected) << text;
    }
    directory::scim_query deep;
    EXPECT_FALSE(directory::may_take_long(deep, schemas().user()));
    deep.start_index = 500'000;
    EXPECT_FALSE(directory::may_take_long(deep, schemas().user())) << "found by its block";
}

}  // namespace
}  // namespace scimd::tests
