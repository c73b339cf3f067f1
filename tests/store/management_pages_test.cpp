// That the pages of the management actions are found by indexes, in the order they are shown in:
// a page costs what it shows, and the few who have a tag are not looked for among everybody.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/store/listening_session.hpp"
#include "tests/store/store.hpp"

namespace scimd::tests {
namespace {

using testing::AnyOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

struct management_pages : testing::Test {
    temporary_path place;
    model::result<store::data_folder> folder = store::data_folder::open(place.path);
    std::unique_ptr<store::session> real = store::engine::open(*folder)->open_writer();
    listening_session session{*real};
    store::reading reading{session};
    model::directory where;

    // Of a page behind some place, and of its count.
    std::vector<std::string> plan_of_range(const store::name_range& range) {
        session.heard.clear();
        reading.users_after(where, range, 7, 11);
        reading.count_users(where, range);
        std::vector<std::string> steps;
        for (const std::string& sql : std::vector(session.heard))
            for (std::string& step : plan_of_text(reading.ask(), sql))
                steps.push_back(std::move(step));
        return steps;
    }
};

store::name_range with_tags(std::vector<model::tag_condition> tags) {
    store::name_range range;
    range.tags = std::move(tags);
    return range;
}

TEST_F(management_pages, OfTaggedUsersAreLedByTheTag) {
    store::name_range filtered = with_tags({{"Team", "a"}});
    filtered.starts_with = "an";
    filtered.active = true;
    filtered.provision = model::provision::manual;
    const struct {
        const char* name;
        store::name_range range;
        const char* index;
    } rows[] = {
        {"a value", with_tags({{"Team", "a"}}), "user_tags_by_value"},
        {"a key", with_tags({{"Team", std::nullopt}}), "user_tags_by_key"},
        {"two", with_tags({{"Team", "a"}, {"Site", std::nullopt}}), "user_tags_by_value"},
        {"a filter besides", filtered, "user_tags_by_value"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto steps = plan_of_range(row.range);
        ASSERT_GE(steps.size(), 4U);
        EXPECT_THAT(steps.front(), AllOf(HasSubstr("SEARCH leads"), HasSubstr(row.index)));
        EXPECT_THAT(
            steps, testing::Contains(HasSubstr("SEARCH users USING INTEGER PRIMARY KEY")).Times(2));
        EXPECT_THAT(steps,
                    testing::Each(Not(AnyOf(ContainsRegex("^SCAN"), HasSubstr("TEMP B-TREE")))));
    }
}

TEST_F(management_pages, OfOneNameAreLedByTheName) {
    store::name_range named = with_tags({{"Team", "a"}});
    named.equals = "ann";
    const auto steps = plan_of_range(named);
    ASSERT_FALSE(steps.empty());
    EXPECT_THAT(steps.front(), HasSubstr("users_by_name"));
    EXPECT_THAT(steps, testing::Each(Not(ContainsRegex("^SCAN"))));
}

TEST_F(management_pages, AndWhatBelongsToAUserAreFoundByIndexes) {
    for (const char* name :
         {"page_of_joined_groups", "count_joined_groups", "page_of_members", "count_user_members",
          "user_with_external_id", "tags_of_user", "is_without_mfa", "forget_tags_of_gone_users",
          "forget_without_mfa_of_gone_users", "forget_passwords_of_gone_users", "keep_password",
          "trim_passwords"}) {
        SCOPED_TRACE(name);
        const auto steps = plan_of(reading.ask(), name);
        EXPECT_FALSE(steps.empty());
        EXPECT_THAT(steps,
                    testing::Each(Not(AnyOf(ContainsRegex("^SCAN"), HasSubstr("TEMP B-TREE")))));
    }
}

}  // namespace
}  // namespace scimd::tests
