// Drift as rows: what is counted and listed of rows that no edit leaves behind any more, and that
// indexes find all of it.
#include "store/drift.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t where_key = 1;

struct drift_rows : testing::Test {
    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    std::unique_ptr<store::session> session = store::engine::open(*folder)->open_writer();
    store::reading reading{*session};
    model::directory where;

    drift_rows() { where.key = where_key; }

    void write(const std::string& sql) {
        store::rows done = reading.ask().run(sql, std::span<const store::value>());
        while (done.next()) {
        }
    }
    void have_user(int key, const std::string& table = "users") {
        const std::string id = "'u-" + std::to_string(key) + "'";
        const std::string said = R"(, '{"userName":"n)" + std::to_string(key) + R"("}', '')";
        if (table == "users")
            write("INSERT INTO users VALUES (" + std::to_string(key) + ", " + id + ", 1, 1, " + id +
                  ", NULL" + said + ", 1, NULL, 1, 1, 1)");
        else
            write("INSERT INTO user_drift VALUES (" + std::to_string(key) + ", " + id + ", 1, " +
                  id + said + ", 1, 1, 1, 1)");
    }
    void have_pair(int group, int kind, int member, bool added, int directory = 1) {
        write("INSERT INTO member_drift VALUES (" + std::to_string(group) + ", " +
              std::to_string(kind) + ", " + std::to_string(member) + ", " +
              std::to_string(directory) + ", " + (added ? "1" : "0") + ", 1)");
    }
    void have_group(int key) {
        const std::string id = "'g-" + std::to_string(key) + "'";
        write("INSERT INTO groups VALUES (" + std::to_string(key) + ", " + id + ", 1, 1, " + id +
              ", NULL, NULL, '{}', '', 1, 0, 1, 1)");
    }
    std::vector<std::int64_t> groups() {
        std::vector<std::int64_t> keys;
        for (const store::drifted& one : store::drifted_groups(reading, where, 0, 10))
            keys.push_back(one.key);
        return keys;
    }
};

// As the rollback leaves them out (restore_members).
TEST_F(drift_rows, LeavesOutRemovedMembersWhoAreGoneForGood) {
    have_user(1);
    have_user(2, "user_drift");
    for (const int group : {7, 8, 9}) have_group(group);
    for (const int member : {1, 2, 3}) have_pair(8, 0, member, false);
    have_pair(7, 0, 3, false);
    have_pair(7, 1, 99, false);
    have_pair(8, 1, 9, false);

    const model::drift_counts counts = store::count_drift(reading, where);
    EXPECT_EQ(counts.members_removed, 3);
    EXPECT_EQ(counts.groups_with_members, 1);
    EXPECT_THAT(groups(), ElementsAre(8)) << "of 7 nothing can be put back";
    const store::member_drift of_8 = store::drifted_members_of(reading, where, 8, 10);
    EXPECT_EQ(of_8.removed.count, 3);
    ASSERT_EQ(of_8.removed.first.size(), 3U);
    EXPECT_EQ(of_8.removed.first[1].display, "n2") << "who reappears has the upstream name";
    EXPECT_EQ(of_8.removed.first[2].id, "g-9");
    EXPECT_THAT(store::drifted_members_of(reading, where, 7, 10).removed.first, IsEmpty());
}

TEST_F(drift_rows, AreThoseOfOneDirectory) {
    have_group(7);
    have_pair(7, 0, 1, true, 2);
    where.key = 3;
    EXPECT_EQ(store::count_drift(reading, where), model::drift_counts());
    EXPECT_THAT(groups(), IsEmpty());
}

TEST_F(drift_rows, AreListedFromAnyPlaceOnAndNoMoreThanAskedFor) {
    for (const int key : {3, 5, 8}) have_user(key, "user_drift");
    for (const int key : {4, 6, 9}) {
        have_group(key);
        have_pair(key, 2, 1, true);
        have_pair(key, 2, 2, true);
    }
    EXPECT_EQ(store::drifted_users(reading, where, 3, 1).at(0).key, 5);
    EXPECT_EQ(store::drifted_users(reading, where, 3, 9).size(), 2U);
    EXPECT_EQ(store::drifted_groups(reading, where, 4, 1).at(0).key, 6);
    EXPECT_EQ(store::drifted_groups(reading, where, 4, 9).size(), 2U);
    EXPECT_EQ(store::drifted_members_of(reading, where, 4, 1).added.first.size(), 1U);
    EXPECT_EQ(store::drifted_members_of(reading, where, 4, 1).added.count, 2);
}

// The cost of a page is the drift's, never the directory's: nothing is looked through, and nothing
// has to be sorted.
TEST_F(drift_rows, AreFoundByIndexes) {
    for (const std::string name :
         {"count_user_drift", "count_group_drift", "count_member_drift", "drifted_users_after",
          "drifted_group_after", "drifted_members_of_group", "user_conflicts", "group_conflicts"}) {
        SCOPED_TRACE(name);
        const std::vector<std::string> steps = plan_of(reading.ask(), name);
        EXPECT_FALSE(steps.empty());
        // A subquery is scanned as it is made, a table would be looked through.
        EXPECT_THAT(steps,
                    testing::Each(testing::Not(testing::AnyOf(
                        testing::ContainsRegex("^SCAN ([a-z]|[a-z]+_drift|users|groups)( |$)"),
                        HasSubstr("TEMP B-TREE")))));
    }
}

}  // namespace
}  // namespace scimd::tests
