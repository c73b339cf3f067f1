#include "policy/judge.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "policy/transition.hpp"

namespace scimd::policy {
namespace {

using model::author;
using model::errc;
using model::provision;
using model::synchronization;

std::string verdict_text(const model::result<permit>& verdict) {
    if (verdict) return "permitted";
    switch (verdict.error().code) {
        case errc::synchronization_disabled:
            return "refused: synchronization is disabled";
        case errc::locked_user:
            return "refused: the user is locked";
        case errc::locked_group:
            return "refused: the group is locked";
        case errc::not_permitted:
            return "refused: never permitted";
        default:
            return "refused otherwise";
    }
}

// Every author × switch × provision × kind × verb, in words, in this order.
std::string all_verdicts() {
    std::ostringstream lines;
    for (const author who : {author::idp, author::administrator})
        for (const synchronization sync : {synchronization::enabled, synchronization::disabled})
            for (const auto target : {std::optional<provision>(), std::optional(provision::manual),
                                      std::optional(provision::synchronized)})
                for (const entity_kind kind :
                     {entity_kind::none, entity_kind::user, entity_kind::group}) {
                    if (target && kind == entity_kind::none) continue;  // there is no such question
                    for (const verb what : {verb::create, verb::change, verb::change_members,
                                            verb::remove, verb::set_password, verb::set_logon,
                                            verb::set_synchronization, verb::administer})
                        lines << to_text(who) << " | " << to_text(sync) << " | "
                              << (target ? to_text(*target) : "no target") << " " << to_text(kind)
                              << " | " << to_text(what) << " | "
                              << verdict_text(judge({who, what, kind}, {sync, target, 1})) << "\n";
                }
    return lines.str();
}

TEST(Judge, SaysWhatTheGoldenFileSays) {
    std::ifstream file(SCIMD_SOURCE_DIR "/tests/policy/verdicts.golden");
    std::stringstream golden;
    golden << file.rdbuf();

    EXPECT_EQ(all_verdicts(), golden.str())
        << "a difference is a change of policy: if it is meant, regenerate the file with "
           "SCIMD_WRITE_GOLDEN=1 and say why in the commit";
    if (std::getenv("SCIMD_WRITE_GOLDEN") != nullptr)
        std::ofstream(SCIMD_SOURCE_DIR "/tests/policy/verdicts.golden") << all_verdicts();
}

TEST(Judge, LetsTheIdentityProviderWriteWhileEnabledOnly) {
    const intent push{author::idp, verb::change, entity_kind::user};

    EXPECT_TRUE(judge(push, {synchronization::enabled, provision::synchronized, 1}));
    const auto refused = judge(push, {synchronization::disabled, provision::synchronized, 1});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::synchronization_disabled);
    EXPECT_NE(refused.error().detail.find("SetSCIMSynchronizationStatus"), std::string::npos)
        << "it must say how to go on";
}

TEST(Judge, RefusesAConsoleChangeToASynchronizedUserWhileEnabled) {
    const auto refused = judge({author::administrator, verb::change, entity_kind::user},
                               {synchronization::enabled, provision::synchronized, 1});

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, errc::locked_user);
}

TEST(Judge, LetsAnAdministratorResetAPasswordAndSwitchLogonOfALockedUser) {
    for (const verb what : {verb::set_password, verb::set_logon})
        EXPECT_TRUE(judge({author::administrator, what, entity_kind::user},
                          {synchronization::enabled, provision::synchronized, 1}));
}

TEST(Permit, SaysWhetherItsWriteMakesDrift) {
    const auto local = judge({author::administrator, verb::change, entity_kind::user},
                             {synchronization::disabled, provision::synchronized, 7});
    const auto manual = judge({author::administrator, verb::change, entity_kind::user},
                              {synchronization::disabled, provision::manual, 7});
    const auto push = judge({author::idp, verb::change, entity_kind::user},
                            {synchronization::enabled, provision::synchronized, 7});

    EXPECT_TRUE(local->makes_drift());
    EXPECT_FALSE(manual->makes_drift());
    EXPECT_FALSE(push->makes_drift());
    EXPECT_EQ(push->transaction(), 7);
}

TEST(Permit, CannotBeCopied) {
    EXPECT_FALSE(std::is_copy_constructible_v<permit>);
    EXPECT_FALSE(std::is_default_constructible_v<permit>);
}

TEST(Transition, DiscardsDriftOnTheWayToEnabledOnly) {
    EXPECT_TRUE(on_switch(synchronization::disabled, synchronization::enabled).discard_drift);
    EXPECT_FALSE(on_switch(synchronization::enabled, synchronization::disabled).discard_drift);
    EXPECT_FALSE(on_switch(synchronization::enabled, synchronization::enabled).flips);
}

}  // namespace
}  // namespace scimd::policy
