// The chain of the audit log: what `scimd check` says when somebody has been at the database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "directory/laws.hpp"
#include "model/random_text.hpp"
#include "store/data_folder.hpp"
#include "store/engine.hpp"
#include "store/queries.hpp"
#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A data folder with a log of six events.
struct kept_log : testing::Test {
    const std::string folder =
        std::filesystem::temp_directory_path() / ("scimd-test-" + model::random_alphanumeric(10));

    void SetUp() override {
        house home(folder);
        (void)home.enable();
        for (const char* name : {"ann", "bob", "cid", "dan"}) (void)home.push(user_named(name));
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    void tamper(const std::string& how) const {
        const auto opened = store::data_folder::open(folder);
        const auto session = store::engine::open(*opened)->open_writer();
        store::queries ask(*session);
        ask.run(how, std::span<const store::value>()).next();
    }
    std::vector<std::string> check() const { return house(folder).check(); }
};

TEST_F(kept_log, IsWhole) {
    EXPECT_THAT(check(), IsEmpty());
}

TEST_F(kept_log, ShowsWhatWasAltered) {
    const char* columns[] = {"at",        "directory", "author_id", "address", "request_id",
                             "operation", "target",    "refused",   "reason"};
    for (const char* column : columns) {
        const std::string of(column);
        tamper("UPDATE audit_events SET " + of + " = " + of + " || '1' WHERE number = 4");
        EXPECT_THAT(check(), ElementsAre(HasSubstr("audit event 4 does not say what it said")))
            << column;
        tamper("UPDATE audit_events SET " + of + " = substr(" + of + ", 1, length(" + of +
               ") - 1) WHERE number = 4");
    }
    EXPECT_THAT(check(), IsEmpty());
    tamper("UPDATE audit_events SET author = 1 WHERE number = 4");
    EXPECT_THAT(check(), ElementsAre(HasSubstr("audit event 4 does not say")));
}

TEST_F(kept_log, ShowsWhatWasAlteredOfAChange) {
    tamper("UPDATE audit_changes SET change = replace(change, 'bob', 'eve') WHERE key >> 24 = 4");
    EXPECT_THAT(check(), ElementsAre(HasSubstr("audit event 4 does not say what it said")));
}

TEST_F(kept_log, ShowsThatADigestWasMadeAnew) {
    tamper("UPDATE audit_events SET digest = zeroblob(32) WHERE number = 4");
    EXPECT_THAT(check(), ElementsAre(HasSubstr("audit event 4 does not say")));
}

TEST_F(kept_log, ShowsWhatWasTakenOutAtTheBeginningInTheMiddleAndAtTheEnd) {
    tamper("DELETE FROM audit_events WHERE number = 6");
    EXPECT_THAT(check(), ElementsAre(HasSubstr("audit event 6 is missing")));
    tamper("DELETE FROM audit_events WHERE number = 4");
    EXPECT_THAT(check(), ElementsAre(HasSubstr("audit event 4 is missing")));
    tamper("DELETE FROM audit_events WHERE number = 1");
    EXPECT_THAT(check(), ElementsAre(HasSubstr("audit event 1 is missing")));
}

TEST_F(kept_log, ShowsAChangeThatBelongsToNoEvent) {
    tamper("INSERT INTO audit_changes VALUES (9 << 24, 'u-1', '{}')");
    EXPECT_THAT(check(), ElementsAre(HasSubstr("audit event 9 is missing, and what it changed")));
}

TEST_F(kept_log, ShowsAnEntityThatChangedWithoutIt) {
    tamper("UPDATE users SET version = 2 WHERE name_key = 'ann'");
    EXPECT_THAT(check(), ElementsAre(HasSubstr("has version 2, of which the audit log knows")));
}

TEST_F(kept_log, IsPrunedFromItsOldEndAndStaysWhole) {
    {
        house home(folder);
        const auto log = home.view().list_audit_events({}).events;
        ASSERT_EQ(log.size(), 6U);
        const model::instant third = log[3].at;
        const auto pruned = home.administrator(directory::prune_audit{third});
        ASSERT_TRUE(pruned);
        EXPECT_TRUE(pruned->changed);
        const auto left = home.view().list_audit_events({}).events;
        EXPECT_EQ(left.back().number, 3);
        EXPECT_EQ(left.front().number, 7);
        EXPECT_EQ(left.front().operation, "PruneAuditEvents");
        EXPECT_THAT(left.front().changes.front().text, HasSubstr(R"("After":{"PrunedUntil":2})"));

        const auto again = home.administrator(directory::prune_audit{third});
        ASSERT_TRUE(again);
        EXPECT_FALSE(again->changed);
    }
    EXPECT_THAT(check(), IsEmpty());
    tamper("DELETE FROM audit_events WHERE number = 3");
    EXPECT_THAT(check(), ElementsAre(HasSubstr("audit event 3 is missing")));
}

// The beginning of the log is one piece: what is young keeps all behind it, whatever their clocks
// said.
TEST_F(kept_log, KeepsWhatStandsBehindAnEventThatMustStay) {
    house home(folder);
    const directory::edit early{
        home.where, model::author::administrator, {1}, directory::rename_directory{"early"}};
    ASSERT_TRUE(home.directories().submit_and_wait(early));
    const model::instant second = home.view().list_audit_events({}).events[5].at;
    ASSERT_TRUE(home.administrator(directory::prune_audit{second}));
    EXPECT_EQ(home.view().list_audit_events({}).events.back().number, 2);
    EXPECT_THAT(home.check(), IsEmpty());
}

TEST_F(kept_log, IsPrunedAThousandEventsAtATime) {
    house home(folder);
    for (int i = 0; i < 1000; ++i) (void)home.push(user_named("u" + std::to_string(i)));
    const model::instant far{4'000'000'000'000};
    EXPECT_TRUE(home.administrator(directory::prune_audit{far})->changed);
    directory::audit_query asked;
    asked.count = 1000;
    EXPECT_EQ(home.view().list_audit_events(asked).events.size(), 7U);
    EXPECT_THAT(home.check(), IsEmpty());
}

TEST_F(kept_log, ShowsABeginningThatWasCutOffWithoutPruning) {
    tamper("DELETE FROM audit_changes WHERE key >> 24 <= 3");
    tamper(
        "UPDATE audit_chain SET pruned = 3, "
        "pruned_digest = (SELECT digest FROM audit_events WHERE number = 3)");
    tamper("DELETE FROM audit_events WHERE number <= 3");
    EXPECT_THAT(check(),
                ElementsAre(HasSubstr("audit event 3 is missing, and no pruning is told")));
}

TEST_F(kept_log, KeepsValuesOnlyAsWhatTheyAre) {
    EXPECT_THROW(tamper("UPDATE audit_events SET directory = CAST(directory AS BLOB)"),
                 store::store_failure);
    EXPECT_THROW(tamper("UPDATE audit_events SET at = at + 0.5"), store::store_failure);
}

// What is damaged does not hide what else is.
TEST_F(kept_log, IsCheckedWhateverElseIsBroken) {
    tamper("UPDATE users SET document = 'rubbish' WHERE name_key = 'ann'");
    tamper("UPDATE audit_events SET reason = 'x' WHERE number = 4");
    const auto found = check();
    EXPECT_THAT(found, testing::Contains(HasSubstr("audit event 4 does not say")));
    EXPECT_THAT(found, testing::Contains(HasSubstr("cannot be checked")));
}

}  // namespace
}  // namespace scimd::tests
