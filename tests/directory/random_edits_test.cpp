// Random edits by both authors, with flips between: after each of them all laws hold, and Enabled
// always shows what the identity provider last said. A failing seed is printed; give it to
// SCIMD_SEED to see it again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

// What the identity provider last said: the model the house is held against.
struct upstream {
    std::map<std::string, std::string> users;                  // id → document
    std::map<std::string, std::set<std::string>> memberships;  // group id → user ids
};

class random_house {
 public:
    explicit random_house(unsigned seed) : chance_(seed) { home_.enable().value(); }

    void step() {
        const bool enabled = home_.directory().synchronization == model::synchronization::enabled;
        switch (pick(12)) {
            case 0:
                home_.flip(enabled ? model::synchronization::disabled
                                   : model::synchronization::enabled);
                break;
            case 1:
            case 2:
                push_user();
                break;
            case 3:
                push_patch();
                break;
            case 4:
                push_group();
                break;
            case 5:
                push_delete();
                break;
            case 6:
                with_user([&](const model::user_id& id) {
                    home_.rename_locally(home_.find(id)->user, "local " + std::to_string(pick(3)));
                });
                break;
            case 7:
                with_user([&](const model::user_id& id) {
                    home_.administrator(directory::delete_user{id, {}});
                });
                break;
            case 8:
                with_pair([&](const auto& group, const auto& user) {
                    home_.administrator(directory::add_user_to_group{group, user});
                });
                break;
            case 9:
                with_pair([&](const auto& group, const auto& user) {
                    home_.administrator(directory::remove_user_from_group{group, user});
                });
                break;
            case 10:
                home_.administrator(
                    directory::create_user{home_.fresh_user(), user_named(some_name()), {}, {}});
                break;
            default:
                home_.administrator(
                    directory::create_group{home_.fresh_group(), group_named(some_name()), {}});
                break;
        }
        EXPECT_THAT(home_.broken_laws(), testing::IsEmpty());
        if (home_.directory().synchronization == model::synchronization::enabled) compare();
    }

 private:
    std::size_t pick(std::size_t below) {
        return std::uniform_int_distribution<std::size_t>(0, below - 1)(chance_);
    }
    std::string some_name() { return "name" + std::to_string(pick(8)); }

    void learn(const model::result<directory::receipt>& outcome) {
        if (!outcome) return;
        if (const auto* user = std::get_if<model::user>(&outcome->left)) {
            if (home_.find(user->id)->user.provision == model::provision::synchronized)
                said_.users[user->id.text()] = user->document;
            users_.insert(user->id);
        }
        if (const auto* group = std::get_if<model::group>(&outcome->left)) {
            const auto members = home_.members(group->id);
            said_.memberships[group->id.text()] = {members.begin(), members.end()};
            groups_.insert(group->id);
        }
    }

    void push_user() {
        learn(
            home_.idp(directory::create_user{home_.fresh_user(), user_named(some_name()), {}, {}}));
    }
    void push_patch() {
        with_user([&](const model::user_id& id) {
            learn(home_.idp(directory::patch_user{
                id,
                patch_of(
                    R"({"op":"add","path":"title","value":"t)" + std::to_string(pick(3)) + "\"}",
                    schemas().user()),
                {},
                {},
                {}}));
        });
    }
    void push_group() {
        std::vector<std::string> members;
        for (std::size_t i = 0; i < pick(4); ++i)
            with_user([&](const model::user_id& id) { members.push_back(id.text()); });
        learn(home_.idp(
            directory::create_group{home_.fresh_group(), group_named(some_name(), members), {}}));
    }
    void push_delete() {
        with_user([&](const model::user_id& id) {
            if (!home_.idp(directory::delete_user{id, {}})) return;
            said_.users.erase(id.text());
            for (auto& [_, members] : said_.memberships) members.erase(id.text());
        });
    }

    template <class Use>
    void with_user(Use use) {
        std::vector<model::user_id> living;
        for (const auto& id : users_)
            if (home_.find(id)) living.push_back(id);
        for (const auto& one :
             home_.view().list_users(home_.directory(), directory::scim_query{}).entities)
            users_.insert(one.user.id);
        if (!living.empty()) use(living[pick(living.size())]);
    }
    template <class Use>
    void with_pair(Use use) {
        std::vector<model::group_id> living;
        home_.view().list_groups(home_.directory(), directory::scim_query{},
                                 [&](const auto& listed) {
                                     for (const auto& one : listed.entities)
                                         living.push_back(one.id);
                                 });
        if (!living.empty())
            with_user([&](const model::user_id& user) { use(living[pick(living.size())], user); });
    }

    void compare() {
        for (const auto& [id, document] : said_.users) {
            const auto found = home_.find(*model::user_id::from_text(id));
            ASSERT_TRUE(found) << id << " did not reappear";
            EXPECT_EQ(found->user.document, document);
        }
        for (const auto& [id, members] : said_.memberships) {
            std::set<std::string> expected;
            for (const std::string& one : members)
                if (home_.find(*model::user_id::from_text(one))) expected.insert(one);
            const auto now = home_.members(*model::group_id::from_text(id));
            EXPECT_EQ(std::set<std::string>(now.begin(), now.end()), expected)
                << "members of " << id;
        }
    }

    std::mt19937 chance_;
    house home_;
    upstream said_;
    std::set<model::user_id> users_;
    std::set<model::group_id> groups_;
};

TEST(RandomEdits, KeepEveryLawAndRollBackToWhatTheIdentityProviderSaid) {
    const char* const given = std::getenv("SCIMD_SEED");
    const unsigned first = given != nullptr
                               ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                               : std::random_device{}() % 1'000'000;
    for (unsigned seed = first; seed < first + 12; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        random_house sequence(seed);
        for (int i = 0; i < 60 && !testing::Test::HasFailure(); ++i) sequence.step();
        if (testing::Test::HasFailure()) break;
    }
}

}  // namespace
}  // namespace scimd::tests
