// Pages of lists: sorted, over everything, and walks by cursor while the directory changes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using directory::listed_resource;
using directory::root_query;
using directory::scim_query;
using scim::sort_order;
using testing::ElementsAre;
using testing::IsEmpty;

std::string name_in(const std::string& document) {
    const scim::document read = scim::document_from_text(document);
    const std::string_view user = scim::text_of(read, "userName");
    return std::string(user.empty() ? scim::text_of(read, "displayName") : user);
}
std::string name_of(const directory::listed_user& one) {
    return name_in(one.user.document);
}
std::string name_of(const model::group& one) {
    return name_in(one.document);
}
std::string name_of(const listed_resource& one) {
    return std::visit([](const auto& held) { return name_of(held); }, one);
}

template <class Entity>
std::vector<std::string> names_of(const directory::page<Entity>& listed) {
    std::vector<std::string> names;
    for (const Entity& one : listed.entities) names.push_back(name_of(one));
    return names;
}

scim::attribute_path path_of(std::string_view text, const scim::resource_type& type) {
    scim::tolerance strict(model::tolerance::strict);
    return scim::parse_sort_by(text, type, strict).value().value();
}

struct town : testing::Test {
    house home = house().enabled();
    model::user dora = home.push(user_named("dora", R"(,"displayName":"m","title":"b")"));
    model::user ann = home.push(user_named("ann", R"(,"displayName":"z")"));
    model::user carl = home.push(user_named("carl", R"(,"displayName":"A","title":"a")"));
    model::user bob = home.push(user_named("bob", R"(,"title":"B")"));
    model::group staff = home.push_group(group_named("Staff", {ann.id.text()}));
    model::group managers = home.push_group(group_named("Managers"));

    directory::page<directory::listed_user> users(const scim_query& query) {
        return users_of(home.view(), home.directory(), query);
    }
    directory::page<listed_resource> everything(const root_query& query) {
        directory::page<listed_resource> read;
        home.view().list_everything(home.directory(), query,
                                    [&](const auto& listed) { read = listed; });
        return read;
    }
    scim_query by(std::string_view attribute, sort_order order = sort_order::ascending) {
        scim_query query;
        query.sort_by = path_of(attribute, schemas().user());
        query.order = order;
        return query;
    }
    // Page after page; `between` happens after each.
    std::vector<std::string> walk(scim_query query, const std::function<void()>& between = {}) {
        std::vector<std::string> seen;
        query.by_cursor = true;
        for (;;) {
            const auto listed = users(query);
            for (const std::string& name : names_of(listed)) seen.push_back(name);
            if (!listed.next) return seen;
            query.after = listed.next;
            if (between) between();
        }
    }
    void remove(const model::user& who) {
        ASSERT_TRUE(home.idp(directory::delete_user{who.id, {}}));
    }
};

TEST_F(town, IsSortedWithTiesInTheOrderOfCreationAndWithoutValueLast) {
    EXPECT_THAT(names_of(users(by("userName"))), ElementsAre("ann", "bob", "carl", "dora"));
    EXPECT_THAT(names_of(users(by("title"))), ElementsAre("carl", "dora", "bob", "ann"));
    EXPECT_THAT(names_of(users(by("title", sort_order::descending))),
                ElementsAre("ann", "dora", "bob", "carl"));
    EXPECT_THAT(names_of(users(by("displayName"))), ElementsAre("carl", "dora", "ann", "bob"));
}

TEST_F(town, IsPagedWithinItsOrder) {
    scim_query query = by("userName");
    query.start_index = 2;
    query.count = 2;
    EXPECT_THAT(names_of(users(query)), ElementsAre("bob", "carl"));
    EXPECT_EQ(users(query).total, 4);
    query.start_index = 9;
    EXPECT_THAT(names_of(users(query)), IsEmpty());
    EXPECT_EQ(users(query).total, 4);
    query.count = 0;
    query.start_index = 1;
    EXPECT_EQ(users(query).total, 4);
}

TEST_F(town, ShowsTheGroupsOfSortedUsersToo) {
    const auto listed = users(by("userName"));
    ASSERT_EQ(listed.entities.at(0).groups.size(), 1U);
    EXPECT_EQ(listed.entities.at(0).groups[0].display, "Staff");
}

TEST_F(town, ListsUsersBeforeGroupsAtItsRoot) {
    root_query query;
    EXPECT_THAT(names_of(everything(query)),
                ElementsAre("dora", "ann", "carl", "bob", "Staff", "Managers"));
    query.count = 2;
    for (const auto& [start, names] :
         std::vector<std::pair<int, std::vector<std::string>>>{{1, {"dora", "ann"}},
                                                               {4, {"bob", "Staff"}},
                                                               {5, {"Staff", "Managers"}},
                                                               {6, {"Managers"}},
                                                               {7, {}},
                                                               {100, {}}}) {
        query.start_index = start;
        EXPECT_EQ(names_of(everything(query)), names) << start;
        EXPECT_EQ(everything(query).total, 6);
    }
}

TEST_F(town, MergesUsersAndGroupsByValueAtItsRoot) {
    root_query query;
    query.sort_by = path_of("displayName", schemas().user());
    query.groups_sort_by = path_of("displayName", schemas().group());
    EXPECT_THAT(names_of(everything(query)),
                ElementsAre("carl", "dora", "Managers", "Staff", "ann", "bob"));
    query.groups_sort_by = std::nullopt;
    query.sort_by = path_of("userName", schemas().user());
    EXPECT_THAT(names_of(everything(query)),
                ElementsAre("ann", "bob", "carl", "dora", "Staff", "Managers"))
        << "groups have no userName";
    query.order = sort_order::descending;
    query.start_index = 2;
    query.count = 3;
    EXPECT_THAT(names_of(everything(query)), ElementsAre("Managers", "dora", "carl"));
}

TEST_F(town, FiltersEachTypeOfItsRoot) {
    scim::tolerance strict(model::tolerance::strict);
    const auto parsed = [&](const scim::resource_type& type) {
        return std::move(*scim::parse_filter(R"(displayName sw "M" or title pr)", type, strict));
    };
    const scim::filter of_users = parsed(schemas().user());
    const scim::filter of_groups = parsed(schemas().group());
    root_query query;
    query.filter = &of_users;
    query.groups_filter = &of_groups;
    EXPECT_THAT(names_of(everything(query)), ElementsAre("dora", "carl", "bob", "Managers"));
    query.count = 1;
    EXPECT_EQ(everything(query).total, 4);
    query.count = 3;
    query.start_index = 4;
    EXPECT_THAT(names_of(everything(query)), ElementsAre("Managers"));
}

TEST_F(town, IsWalkedPageByPageAndTheLastPageSaysSo) {
    scim_query query;
    for (const int count : {1, 2, 3, 4, 5}) {
        query.count = count;
        EXPECT_THAT(walk(query), ElementsAre("dora", "ann", "carl", "bob")) << count;
    }
    for (const int count : {1, 2, 3, 4, 5}) {
        query = by("title", sort_order::descending);
        query.count = count;
        EXPECT_THAT(walk(query), ElementsAre("ann", "dora", "bob", "carl")) << count;
    }
    query.by_cursor = true;
    query.count = 4;
    EXPECT_EQ(users(query).next, std::nullopt);
    query.count = 0;
    EXPECT_EQ(users(query).next, std::nullopt);
    EXPECT_EQ(users(query).total, 4);
}

TEST_F(town, IsWalkedOverAllItsTypes) {
    for (const bool sorted : {false, true}) {
        root_query query;
        query.count = 2;
        query.by_cursor = true;
        if (sorted) query.sort_by = path_of("userName", schemas().user());
        std::vector<std::string> seen;
        for (;;) {
            const auto listed = everything(query);
            EXPECT_EQ(listed.total, 6);
            for (const std::string& name : names_of(listed)) seen.push_back(name);
            if (!listed.next) break;
            query.after = listed.next;
        }
        if (sorted)
            EXPECT_THAT(seen, ElementsAre("ann", "bob", "carl", "dora", "Staff", "Managers"));
        else
            EXPECT_THAT(seen, ElementsAre("dora", "ann", "carl", "bob", "Staff", "Managers"));
    }
}

// What stays is seen once, whatever comes and goes around it: also the very place the walk is at.
TEST_F(town, IsWalkedWithoutSkippingWhatStaysWhileOthersGo) {
    scim_query query;
    query.count = 1;
    std::vector<model::user> going = {bob, dora};
    const auto delete_one = [&] {
        if (going.empty()) return;
        remove(going.back());
        going.pop_back();
    };
    EXPECT_THAT(walk(query, delete_one), ElementsAre("dora", "ann", "carl"))
        << "dora after she was shown, bob before";
}

TEST_F(town, IsWalkedInItsOrderWithoutSkippingWhatStays) {
    scim_query query = by("title");  // carl, dora and bob, ann
    query.count = 1;
    int made = 0;
    const auto change = [&] {
        if (made == 0) remove(carl);
        home.push(user_named("new" + std::to_string(made), R"(,"title":"0")"));
        ++made;
    };
    EXPECT_THAT(walk(query, change), ElementsAre("carl", "dora", "bob", "ann"));
}

TEST_F(town, SendsWhatMustBeSortedToTheScanPool) {
    const auto& types = schemas();
    EXPECT_TRUE(directory::may_take_long(by("userName"), types.user()));
    scim_query walking;
    walking.by_cursor = true;
    EXPECT_FALSE(directory::may_take_long(walking, types.user()));

    root_query root;
    EXPECT_FALSE(directory::may_take_long(root, types));
    root.groups_sort_by = path_of("displayName", types.group());
    EXPECT_TRUE(directory::may_take_long(root, types));

    scim::tolerance strict(model::tolerance::strict);
    const auto of_users = scim::parse_filter(R"(userName eq "x")", types.user(), strict);
    const auto of_groups = scim::parse_filter(R"(userName eq "x")", types.group(), strict);
    root_query found_by_index;
    found_by_index.filter = &*of_users;
    found_by_index.groups_filter = &*of_groups;
    EXPECT_FALSE(directory::may_take_long(found_by_index, types));
    found_by_index.groups_filter = nullptr;
    found_by_index.start_index = 1'000'000;
    EXPECT_FALSE(directory::may_take_long(found_by_index, types)) << "found by its block";
}

}  // namespace
}  // namespace scimd::tests
