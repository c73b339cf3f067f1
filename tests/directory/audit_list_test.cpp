// How the audit log is found, paged and followed for one entity.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/directory/audit_support.hpp"

namespace scimd::tests {
namespace {

using model::audit_event;
using testing::ElementsAre;
using testing::IsEmpty;

// A page ends behind the event with which its changes come to four mebibytes.
TEST(AuditLog, ComesInPagesOfLimitedSize) {
    house home = house().enabled();
    const std::string large(1'500'000, 'x');
    for (const char* name : {"a", "b", "c", "d", "e"})
        (void)home.push(user_named(name, R"(,"nickName":")" + large + "\""));
    directory::audit_query asked;
    asked.count = 5;
    std::vector<std::size_t> sizes;
    do {
        const auto page = home.view().list_audit_events(asked);
        sizes.push_back(page.events.size());
        asked.after = page.next;
    } while (asked.after);
    EXPECT_THAT(sizes, ElementsAre(3, 4)) << "two of them about the directory";

    const model::user ann = home.push(user_named("ann", R"(,"nickName":")" + large + "\""));
    for (const char* title : {"1", "2", "3"})
        ASSERT_TRUE(home.idp(directory::replace_user{
            ann.id,
            user_named("ann", R"(,"nickName":")" + large + R"(","title":")" + title + "\""),
            {},
            {}}));
    const auto page = home.view().list_history(home.where, ann.id.text(), {}, 10);
    EXPECT_EQ(page.events.size(), 3U);
    EXPECT_TRUE(page.next);
}

TEST(AuditLog, IsFoundByWhatOneAsksFor) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann"));
    const model::group team = home.push_group(group_named("team", {ann.id.text()}));
    (void)home.rename_locally(ann, "refused");
    const auto operations = [&home](directory::audit_query asked) {
        std::vector<std::string> names;
        for (const audit_event& one : log_of(home, std::move(asked)))
            names.push_back(one.operation);
        return names;
    };

    directory::audit_query asked;
    asked.target = ann.id.text();
    EXPECT_THAT(operations(asked), ElementsAre("UpdateUser", "POST /Users"));
    asked.who = model::author::idp;
    EXPECT_THAT(operations(asked), ElementsAre("POST /Users"));
    asked = {};
    asked.where = home.where;
    asked.operation = "POST /Groups";
    EXPECT_THAT(operations(asked), ElementsAre("POST /Groups"));
    asked = {};
    asked.where = *model::directory_id::from_text("d-000000000000");
    EXPECT_THAT(operations(asked), IsEmpty());
    asked.where = home.where;
    asked.author_id = "nobody";
    EXPECT_THAT(operations(asked), IsEmpty());
}

// Each edit of a house is a second later than the one before.
TEST(AuditLog, IsFoundByTime) {
    house home = house().enabled();
    (void)home.push(user_named("ann"));
    const model::instant second = last_of(home).at;
    (void)home.push(user_named("bob"));
    for (const bool everywhere : {false, true}) {
        directory::audit_query asked;
        if (!everywhere) asked.where = home.where;
        asked.from = second;
        EXPECT_EQ(log_of(home, asked).size(), 2U);
        asked.to = model::instant{second.milliseconds + 1};
        ASSERT_EQ(log_of(home, asked).size(), 1U);
        EXPECT_EQ(log_of(home, asked).front().at, second);
        asked.to = second;
        EXPECT_THAT(log_of(home, asked), IsEmpty());
    }
}

TEST(AuditLog, ComesInPagesThatLeaveNothingOut) {
    house home = house().enabled();
    for (int i = 0; i < 7; ++i) (void)home.push(user_named("u" + std::to_string(i)));
    for (const bool everywhere : {false, true}) {
        directory::audit_query asked;
        if (!everywhere) asked.where = home.where;
        asked.count = 2;
        std::vector<std::int64_t> numbers;
        do {
            const auto page = home.view().list_audit_events(asked);
            for (const audit_event& one : page.events) numbers.push_back(one.number);
            asked.after = page.next;
        } while (asked.after);
        EXPECT_THAT(numbers, ElementsAre(9, 8, 7, 6, 5, 4, 3, 2, 1));
    }
}

TEST(History, IsAllThatBecameOfOneEntity) {
    house home = house().enabled();
    const model::user ann = home.push(user_named("ann", R"(,"displayName":"Ann")"));
    (void)home.push(user_named("bob"));
    const model::group team = home.push_group(group_named("team", {ann.id.text()}));
    (void)home.disable();
    (void)home.rename_locally(ann, "Anna");
    (void)home.leave(team, ann);
    (void)home.administrator(directory::delete_user{ann.id, {}});
    (void)home.enable();

    std::vector<std::string> changes;
    std::optional<model::audit_place> after;
    do {
        const auto page = home.view().list_history(home.where, ann.id.text(), after, 2);
        for (const audit_event& one : page.events)
            changes.push_back(text(told(one), "Change") + text(told(one), "Version"));
        after = page.next;
    } while (after);
    EXPECT_THAT(changes,
                ElementsAre(R"("Restored"3)", R"("Deleted"2)", R"("Updated"2)", R"("Created"1)"));
    EXPECT_THAT(
        home.view()
            .list_history(*model::directory_id::from_text("d-000000000000"), ann.id.text(), {}, 10)
            .events,
        IsEmpty())
        << "another directory's";
}

}  // namespace
}  // namespace scimd::tests
