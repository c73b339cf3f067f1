// Counts of users and groups, and the places of lists they lead to.
#include "store/population.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

using model::member_kind;

struct counted : testing::Test {
    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    std::unique_ptr<store::session> session = store::engine::open(*folder)->open_writer();
    store::tables tables{*session, store_schemas()};
    std::vector<model::directory> directories;
    int names = 0;

    void SetUp() override {
        tables.begin();
        for (const char* name : {"one", "other"}) {
            tables.begin_edit();
            directories.push_back(
                tables.insert_directory(permit_to(policy::verb::administer, tables, {}),
                                        model::fresh_directory_id(), name, {}, {1}));
            keep();
        }
    }
    void TearDown() override { tables.rollback(); }

    void keep() {
        tables.record({});
        tables.keep_edit();
    }
    void commit() {
        tables.commit();
        tables.begin();
    }
    model::user insert(const model::directory& into) {
        model::user made;
        made.id = model::fresh_user_id({1});
        made.document =
            R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"u)" +
            std::to_string(++names) + "\"}";
        const scim::document document = scim::document_from_text(made.document);
        return tables.insert_user(permit_to(policy::verb::create, tables, into), into, made,
                                  document, "");
    }
    void remove(const model::directory& from, const model::user& who) {
        tables.remove_user(permit_to(policy::verb::remove, tables, from), from, who, {2});
    }
    std::int64_t users_of(std::size_t which) {
        return tables.find_directory(directories[which].id)->users;
    }
};

TEST_F(counted, IsKnownToTheEditsBeforeItIsWritten) {
    tables.begin_edit();
    insert(directories[0]);
    EXPECT_EQ(users_of(0), 1);
    keep();
    tables.begin_edit();
    const model::user gone = insert(directories[0]);
    tables.begin_edit();
    remove(directories[0], gone);
    EXPECT_EQ(users_of(0), 1);
    tables.drop_edit();
    EXPECT_EQ(users_of(0), 2) << "what was dropped was not counted";
    keep();
    commit();
    EXPECT_EQ(users_of(0), 2);
    EXPECT_EQ(users_of(1), 0);

    tables.begin_edit();
    insert(directories[0]);
    tables.drop_edit();
    commit();
    EXPECT_EQ(users_of(0), 2);
}

TEST_F(counted, LeadsToEveryPlaceOfAList) {
    std::mt19937 dice(7);
    std::vector<std::vector<model::user>> there(2);
    for (int round = 0; round < 12; ++round) {
        tables.begin_edit();
        for (int i = 0; i < 150; ++i) {
            const std::size_t which = dice() % 5 == 0 ? 1 : 0;
            there[which].push_back(insert(directories[which]));
        }
        keep();
        tables.begin_edit();
        for (int i = 0; i < 60 && there[0].size() > 1; ++i) {
            const auto gone =
                there[0].begin() + static_cast<std::ptrdiff_t>(dice() % there[0].size());
            remove(directories[0], *gone);
            there[0].erase(gone);
        }
        keep();
        commit();
        for (std::size_t which : {0U, 1U}) {
            const model::directory& where = directories[which];
            const auto size = static_cast<std::int64_t>(there[which].size());
            for (std::int64_t others = 1; others < size; ++others)
                ASSERT_EQ(tables.key_behind(where, member_kind::user, others),
                          there[which][static_cast<std::size_t>(others)].key);
            EXPECT_EQ(tables.key_behind(where, member_kind::user, size), std::nullopt);
            EXPECT_EQ(tables.key_behind(where, member_kind::group, 1), std::nullopt);
        }
    }
}

TEST_F(counted, LeavesNoBlockOfAnEmptyDirectory) {
    tables.begin_edit();
    const model::user one = insert(directories[0]);
    keep();
    commit();
    tables.begin_edit();
    remove(directories[0], one);
    keep();
    commit();
    store::queries ask(*session);
    store::rows left = ask.run("SELECT count(*) FROM blocks", std::span<const store::value>());
    ASSERT_TRUE(left.next());
    EXPECT_EQ(left.integer(0), 0);
}

// A key is free again once its directory is gone: before the counts of it are written, too.
TEST_F(counted, IsNotOfADirectoryThatIsGone) {
    tables.begin_edit();
    const model::user last = insert(directories[1]);
    keep();
    commit();
    tables.begin_edit();
    remove(directories[1], last);
    keep();
    tables.begin_edit();
    const auto administer = permit_to(policy::verb::administer, tables, directories[1]);
    tables.delete_directory(administer, directories[1]);
    directories[1] =
        tables.insert_directory(administer, model::fresh_directory_id(), "third", {}, {3});
    keep();
    ASSERT_EQ(directories[1].key, 2);
    EXPECT_EQ(users_of(1), 0);
    commit();
    EXPECT_EQ(users_of(1), 0);
}

// A walk by cursor stands at a key, whoever it belonged to.
TEST_F(counted, NeverGivesAKeyTwice) {
    tables.begin_edit();
    insert(directories[0]);
    const model::user newest = insert(directories[0]);
    keep();
    commit();
    tables.begin_edit();
    remove(directories[0], newest);
    keep();
    commit();
    tables.begin_edit();
    EXPECT_GT(insert(directories[0]).key, newest.key);
    keep();
}

// A page is read from where it begins, by an index: nothing is walked to.
TEST_F(counted, IsReadByIndexesAlone) {
    store::queries ask(*session);
    for (const char* name : {"page_of_users", "page_of_groups", "user_key_in_block",
                             "group_key_in_block", "list_blocks"})
        for (const std::string& step : plan_of(ask, name)) {
            EXPECT_THAT(step, testing::HasSubstr("SEARCH")) << name;
            EXPECT_THAT(step, testing::Not(testing::HasSubstr("(directory=?)"))) << name;
        }
}

}  // namespace
}  // namespace scimd::tests
