// The audit log as the tables keep it: what is left of an edit that failed half-way, and by which
// indexes it is read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/audit_chain.hpp"
#include "store/audit_log.hpp"
#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

using testing::AnyOf;
using testing::ContainsRegex;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
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
    store::queries ask(*session);
    for (const std::string name :
         {"audit_events_of_directory", "audit_events_of_all", "audit_events_about",
          "audit_changes_of_event", "count_audit_changes_of_event", "audit_history"}) {
        const std::vector<std::string> steps = plan_of(ask, name);
        EXPECT_THAT(steps, Not(IsEmpty())) << name;
        EXPECT_THAT(steps, Each(Not(AnyOf(ContainsRegex("^SCAN [a-z]"), HasSubstr("TEMP B-TREE")))))
            << name;
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
