// The audit log as the tables keep it: what is left of an edit that failed half-way, and by which
// indexes it is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/audit_chain.hpp"
#include "store/audit_log.hpp"
#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

using testing::HasSubstr;
using testing::Not;

struct audit_log : testing::Test {
    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    model::result<store::engine> engine = store::engine::open(*folder);
    std::unique_ptr<store::session> session = engine->open_writer();
    store::tables tables{*session, store_schemas()};

    void make_directory(const std::string& name) {
        tables.insert_directory(permit_to(policy::verb::administer, tables, {}),
                                model::fresh_directory_id(), name, {}, {1});
    }
    void commit_directory(const std::string& name) {
        tables.begin();
        tables.begin_edit();
        make_directory(name);
        tables.record({});
        tables.keep_edit();
        tables.commit();
    }
    std::string plan_of(const std::string& statement, std::initializer_list<store::value> values) {
        store::queries ask(*session);
        const std::vector<store::value> parameters(values);
        store::rows steps = ask.run("EXPLAIN QUERY PLAN " + statement, parameters);
        std::string plan;
        while (steps.next()) plan += std::string(steps.text(3)) + "\n";
        return plan;
    }
};

TEST_F(audit_log, RefusesAnEditThatNoEventTells) {
    tables.begin();
    tables.begin_edit();
    make_directory("untold");
    EXPECT_THROW(tables.keep_edit(), store::store_failure);
    tables.drop_edit();
    tables.rollback();
}

// SQLite rolls a transaction back by itself when the disk is full: the savepoint is gone then, and
// what was written for the next event with it.
TEST_F(audit_log, ForgetsWhatATransactionHadToldThatIsGone) {
    commit_directory("first");
    tables.begin();
    tables.begin_edit();
    make_directory("second");
    store::queries(*session).run("ROLLBACK", std::span<const store::value>()).next();
    EXPECT_THROW(tables.drop_edit(), store::store_failure);
    tables.rollback_after_failure();

    commit_directory("third");
    store::queries ask(*session);
    EXPECT_EQ(store::broken_link(ask), std::nullopt);
    EXPECT_EQ(store::last_link(ask).number, 2);
}

TEST_F(audit_log, IsReadByIndexesWithoutSorting) {
    const struct {
        const char* about;
        std::string statement;
        std::initializer_list<store::value> values;
    } rows[] = {
        {"a directory",
         "SELECT number FROM audit_events WHERE directory = $1 AND at >= $2 AND (at, number) < "
         "($3, "
         "$4) ORDER BY at DESC, number DESC",
         {"d", std::int64_t{0}, std::int64_t{9}, std::int64_t{9}}},
        {"a target",
         "SELECT e.number FROM audit_changes c CROSS JOIN audit_events e ON e.number = c.key >> 24 "
         "WHERE c.entity = $1 AND c.key < $2 << 24 ORDER BY c.key DESC",
         {"u", std::int64_t{9}}},
        {"everything",
         "SELECT number FROM audit_events WHERE number < $1 ORDER BY number DESC",
         {std::int64_t{9}}},
    };
    for (const auto& row : rows) {
        const std::string plan = plan_of(row.statement, row.values);
        EXPECT_THAT(plan, Not(HasSubstr("SCAN"))) << row.about;
        EXPECT_THAT(plan, Not(HasSubstr("TEMP B-TREE"))) << row.about;
    }
}

// What is rare is looked for page by page.
TEST_F(audit_log, LooksAtTwentyThousandEventsForOnePage) {
    tables.begin();
    tables.begin_edit();
    for (std::int64_t i = 0; i <= store::audit_looks_max; ++i) {
        model::audit_event one;
        one.operation = i == 0 ? "rare" : "usual";
        tables.record(std::move(one));
    }
    tables.keep_edit();
    tables.commit();

    store::queries ask(*session);
    store::audit_filter asked;
    asked.operation = "rare";
    const auto first = store::audit_events(ask, asked, 10);
    EXPECT_TRUE(first.events.empty());
    ASSERT_TRUE(first.more_behind);
    asked.behind = *first.more_behind;
    const auto second = store::audit_events(ask, asked, 10);
    EXPECT_EQ(second.events.size(), 1U);
    EXPECT_FALSE(second.more_behind);
}

}  // namespace
}  // namespace scimd::tests
