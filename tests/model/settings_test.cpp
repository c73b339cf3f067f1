#include "model/settings.hpp"

#include <gtest/gtest.h>

namespace scimd::model {
namespace {

TEST(Settings, BeginWithTheDefaultsOfTheInterface) {
    const boost::json::object written = to_json(settings{});
    EXPECT_EQ(written.at("tolerance"), "lenient");
    EXPECT_EQ(written.at("unknownMembers"), "refuse");
    EXPECT_EQ(written.at("groupNames"), "unique");
    EXPECT_EQ(written.at("patchAnswer"), "resource");
    EXPECT_EQ(written.at("cloudssoLimits"), "off");
    EXPECT_EQ(written.at("scimRate"), "default");
}

TEST(Settings, ChangeByNameAndComeBackFromJson) {
    settings changed;
    ASSERT_TRUE(change(changed, "tolerance", "strict"));
    ASSERT_TRUE(change(changed, "unknownMembers", "ignore"));
    ASSERT_TRUE(change(changed, "groupNames", "free"));
    ASSERT_TRUE(change(changed, "patchAnswer", "none"));

    EXPECT_EQ(changed.tolerance, tolerance::strict);
    EXPECT_EQ(changed.group_names, group_names::free);
    EXPECT_EQ(*settings_from_json(to_json(changed)), changed);
}

TEST(Settings, TakeANumberWhereTheirRowDoes) {
    settings some;
    EXPECT_EQ(to_json(some).at("scimRate"), "default");

    ASSERT_TRUE(change(some, "scimRate", "100000"));
    EXPECT_EQ(some.scim_rate, 100'000);
    EXPECT_EQ(to_json(some).at("scimRate"), "100000");
    EXPECT_EQ(*settings_from_json(to_json(some)), some);
    ASSERT_TRUE(change(some, "scimRate", "off"));
    EXPECT_EQ(some.scim_rate, 0);
    EXPECT_EQ(*settings_from_json(to_json(some)), some);
    for (const char* wrong : {"0", "-1", "100001", "1.5", "10 ", "on", "", "99999999999999999999"})
        EXPECT_EQ(change(some, "scimRate", wrong).error().code, errc::invalid_parameter) << wrong;
    EXPECT_EQ(change(some, "scimRate", "0").error().detail,
              "The setting scimRate is default or off or a number from 1 to 100000, not \"0\".");
    EXPECT_FALSE(change(some, "tolerance", "1"));
    ASSERT_TRUE(change(some, "scimRate", "default"));
    EXPECT_EQ(some, settings{});
}

TEST(Settings, SayWhatThereIsWhenTheNameOrValueIsWrong) {
    settings some;
    const auto no_name = change(some, "colour", "red");
    const auto no_value = change(some, "tolerance", "some");

    EXPECT_EQ(no_name.error().code, errc::invalid_parameter);
    EXPECT_NE(no_name.error().detail.find("groupNames"), std::string::npos);
    EXPECT_NE(no_value.error().detail.find("lenient"), std::string::npos);
    EXPECT_NE(change(some, "unknownMembers", "some").error().detail.find("keep"),
              std::string::npos);
    for (const auto& [name, value] : to_json(some))
        EXPECT_EQ(change(some, name, "").error().code, errc::invalid_parameter) << name;
    EXPECT_EQ(some, settings{});
}

}  // namespace
}  // namespace scimd::model
