// ResetUserPassword under the directory's password policy; passwords_test.cpp has the rules of one
// password.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

using testing::HasSubstr;
using tests::a_house;
using tests::reply;

struct password_resets : testing::Test {
    a_house house;
    std::string ann = house.make_user("ann");

    reply reset(const std::string& password) {
        return house.call("ResetUserPassword", {{"UserId", ann}, {"Password", password}});
    }
    void expect_refused(const std::string& password, const std::string& rule) {
        const reply refused = reset(password);
        EXPECT_EQ(refused.status, 400);
        EXPECT_EQ(refused.code(), "InvalidParameter.Password");
        EXPECT_THAT(refused.message(), HasSubstr(rule));
    }
    void remember(const char* passwords) {
        house.succeed("SetPasswordPolicy", {{"PasswordReusePrevention", passwords}});
    }
};

TEST_F(password_resets, ObeyThePolicyOfTheDirectory) {
    EXPECT_EQ(reset("Xyz-Ann-12").status, 200);
    house.succeed("SetPasswordPolicy",
                  {{"MinPasswordLength", "9"}, {"PasswordNotContainUsername", "true"}});
    expect_refused("Xyz-Ann-34", "contain the user name");
    expect_refused("Xyzabc-2", "at least 9 characters");
    EXPECT_EQ(reset("Xyzabcd-2").status, 200);
}

TEST_F(password_resets, AreGeneratedUnderThePolicy) {
    house.succeed("SetPasswordPolicy",
                  {{"MinPasswordLength", "32"}, {"MinPasswordDifferentChars", "32"}});

    const auto made =
        house.succeed("ResetUserPassword", {{"UserId", ann}, {"GenerateRandomPassword", "true"}});

    EXPECT_EQ(made.at("NewPassword").as_string().size(), 32U);
}

TEST_F(password_resets, RefuseThePasswordThereIs) {
    EXPECT_EQ(reset("Xyzabc-1").status, 200);
    EXPECT_EQ(reset("Xyzabc-1").status, 200) << "unless a policy says otherwise";
    remember("1");
    expect_refused("Xyzabc-1", "none of the user's last 1");
    EXPECT_EQ(reset("Xyzabc-2").status, 200);
    EXPECT_EQ(reset("Xyzabc-1").status, 200) << "only the last one is remembered";
}

TEST_F(password_resets, RefuseAsManyAsThePolicySays) {
    remember("3");
    for (const char* one : {"Xyzabc-1", "Xyzabc-2", "Xyzabc-3"}) EXPECT_EQ(reset(one).status, 200);
    for (const char* one : {"Xyzabc-1", "Xyzabc-2", "Xyzabc-3"})
        expect_refused(one, "none of the user's last 3");
    EXPECT_EQ(reset("Xyzabc-4").status, 200);
    EXPECT_EQ(reset("Xyzabc-1").status, 200) << "the fourth last";

    remember("0");
    EXPECT_EQ(reset("Xyzabc-1").status, 200);
}

// Many at once are compared in turns, and beyond a number nobody has to wait for.
TEST_F(password_resets, AreTurnedAwayWhenTooManyWait) {
    boost::asio::io_context loop(1);
    std::size_t busy = 0;
    std::size_t told = 0;
    const auto count = [&](std::exception_ptr failure, model::result<bool> outcome) {
        EXPECT_EQ(failure, nullptr);
        ++told;
        busy += std::size_t{!outcome && outcome.error().code == model::errc::busy};
    };
    for (std::size_t i = 0; i < directory::digests_max + 3; ++i)
        boost::asio::co_spawn(loop.get_executor(),
                              house.house->is_one_of(model::password("x"), {"no digest"}), count);
    loop.run();

    EXPECT_EQ(told, directory::digests_max + 3);
    EXPECT_EQ(busy, 3U);
    EXPECT_EQ(reset("Xyzabc-1").status, 200) << "who waited has gone";
}

TEST_F(password_resets, RefuseWhatWasOnceAnothersNot) {
    EXPECT_EQ(reset("Xyzabc-1").status, 200);
    const std::string bob = house.make_user("bob");
    house.succeed("ResetUserPassword", {{"UserId", bob}, {"Password", "Xyzabc-1"}});
    house.succeed("DeleteUser", {{"UserId", ann}});
    EXPECT_TRUE(house.house->check().empty());
}

TEST_F(password_resets, KeepNoMoreThanAnyPolicyCanAskFor) {
    const auto user = house.view.find_user(
        *house.view.find_directory(*model::directory_id::from_text(house.directory_id)),
        *model::user_id::from_text(ann), false);
    for (int at = 0; at < 27; ++at) EXPECT_EQ(reset("Xyzabc-" + std::to_string(at)).status, 200);

    const auto kept = house.view.last_passwords(user->user, 100);

    EXPECT_EQ(kept.size(), 25U) << "the one there is, and 24 before it";
    EXPECT_TRUE(model::password("Xyzabc-26").is(kept.front()));
    EXPECT_TRUE(model::password("Xyzabc-2").is(kept.back()));
}

}  // namespace
}  // namespace scimd::management
