// Changing users, and which reason is named when there are several to refuse.
#include <gtest/gtest.h>

#include "a_house.hpp"

namespace scimd::management {
namespace {

namespace json = boost::json;
using tests::a_house;

constexpr const char* pushed_ann =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann",)"
    R"("emails":[{"value":"ann@x","type":"home"}]})";

json::object user(a_house& house, const std::string& id) {
    return house.succeed("GetUser", {{"UserId", id}}).at("User").as_object();
}

TEST(UserUpdates, KeepWhatIsNotSentAndClearWhatIsEmpty) {
    a_house house;
    const std::string ann(house
                              .succeed("CreateUser", {{"UserName", "ann"},
                                                      {"FirstName", "Ann"},
                                                      {"LastName", "Lee"},
                                                      {"Email", "ann@x"},
                                                      {"Description", "d"}})
                              .at("User")
                              .at("UserId")
                              .as_string());

    const auto updated = house.succeed(
        "UpdateUser",
        {{"UserId", ann}, {"NewFirstName", "Anna"}, {"NewLastName", ""}, {"NewDisplayName", "A"}});
    const json::object& shown = updated.at("User").as_object();
    EXPECT_EQ(shown.at("FirstName").as_string(), "Anna");
    EXPECT_FALSE(shown.contains("LastName"));
    EXPECT_EQ(shown.at("DisplayName").as_string(), "A");
    EXPECT_EQ(shown.at("Email").as_string(), "ann@x");
    EXPECT_EQ(shown.at("Description").as_string(), "d");

    const auto cleared =
        house.succeed("UpdateUser", {{"UserId", ann}, {"NewEmail", ""}, {"NewDescription", ""}});
    EXPECT_FALSE(cleared.at("User").as_object().contains("Email"));
    EXPECT_FALSE(cleared.at("User").as_object().contains("Description"));
    EXPECT_EQ(cleared.at("User").as_object(), user(house, ann));
}

TEST(UserUpdates, WithoutAnythingNewSucceed) {
    a_house house;
    const std::string ann = house.make_user("ann");

    EXPECT_EQ(house.succeed("UpdateUser", {{"UserId", ann}}).at("User").as_object(),
              user(house, ann));
}

TEST(UserUpdates, NeverTouchTheName) {
    a_house house;
    const std::string ann = house.make_user("ann");

    house.succeed("UpdateUser", {{"UserId", ann}, {"NewUserName", "other"}, {"UserName", "other"}});

    EXPECT_EQ(user(house, ann).at("UserName").as_string(), "ann");
}

TEST(UserUpdates, RefuseATakenEmailAndBrokenRules) {
    a_house house;
    house.succeed("CreateUser", {{"UserName", "bob"}, {"Email", "bob@x"}});
    const std::string ann = house.make_user("ann");
    const struct {
        const char* parameter;
        std::string value;
        const char* code;
    } rows[] = {
        {"NewEmail", "bob@x", "EntityAlreadyExists.User.Email"},
        {"NewEmail", std::string(129, 'x'), "InvalidParameter.NewEmail"},
        {"NewFirstName", std::string(65, 'x'), "InvalidParameter.NewFirstName"},
        {"NewLastName", std::string(65, 'x'), "InvalidParameter.NewLastName"},
        {"NewDisplayName", std::string(257, 'x'), "InvalidParameter.NewDisplayName"},
        {"NewDescription", std::string(1025, 'x'), "InvalidParameter.NewDescription"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.parameter);
        EXPECT_EQ(house.call("UpdateUser", {{"UserId", ann}, {row.parameter, row.value}}).code(),
                  row.code);
    }
}

TEST(UserUpdates, OfASynchronizedUserAreRefusedWhileEnabledWhateverElseIsWrong) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(pushed_ann);
    const auto before = user(house, ann);
    const struct {
        const char* name;
        const char* action;
        parameters sent;
    } rows[] = {
        {"a change", "UpdateUser", {{"NewDisplayName", "A"}}},
        {"the e-mail", "UpdateUser", {{"NewEmail", "new@x"}}},
        {"nothing new", "UpdateUser", {}},
        {"a field against its rule", "UpdateUser", {{"NewFirstName", std::string(65, 'x')}}},
        {"a description against its rule",
         "UpdateUser",
         {{"NewDescription", std::string(1025, 'x')}}},
        {"deletion", "DeleteUser", {}},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        parameters sent = row.sent;
        sent["UserId"] = ann;
        const auto refused = house.call(row.action, sent);
        EXPECT_EQ(refused.status, 403);
        EXPECT_EQ(refused.code(), "OperationDenied.SynchronizedUser");
    }
    EXPECT_EQ(user(house, ann), before);
}

TEST(UserUpdates, OfASynchronizedUserAreAcceptedWhileDisabled) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(pushed_ann);
    house.disable();

    house.succeed("UpdateUser", {{"UserId", ann}, {"NewEmail", "new@x"}});
    EXPECT_EQ(user(house, ann).at("Email").as_string(), "new@x");
    EXPECT_EQ(
        house.call("UpdateUser", {{"UserId", ann}, {"NewFirstName", std::string(65, 'x')}}).code(),
        "InvalidParameter.NewFirstName");

    house.enable();
    EXPECT_EQ(user(house, ann).at("Email").as_string(), "ann@x");
}

TEST(UserUpdates, SwitchTheLogonEvenWhileEnabled) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(pushed_ann);

    const auto answered =
        house.succeed("UpdateUserStatus", {{"UserId", ann}, {"NewStatus", "Disabled"}});
    EXPECT_EQ(answered.size(), 1U);
    EXPECT_EQ(user(house, ann).at("Status").as_string(), "Disabled");
    house.succeed("UpdateUserStatus", {{"UserId", ann}});
    EXPECT_EQ(user(house, ann).at("Status").as_string(), "Disabled");
    EXPECT_EQ(house.call("UpdateUserStatus", {{"UserId", ann}, {"NewStatus", ""}}).code(),
              "InvalidParameter.NewStatus");
}

TEST(UserUpdates, ResetAPasswordEvenWhileEnabled) {
    a_house house;
    house.enable();
    const std::string ann = house.push_user(pushed_ann);

    EXPECT_EQ(
        house.succeed("ResetUserPassword", {{"UserId", ann}, {"Password", "Abcdef-1"}}).size(), 1U);
    const auto generated =
        house.succeed("ResetUserPassword", {{"UserId", ann},
                                            {"GenerateRandomPassword", "True"},
                                            {"RequirePasswordResetForNextLogin", "true"}});
    EXPECT_GE(generated.at("NewPassword").as_string().size(), 8U);
    EXPECT_EQ(house.call("ResetUserPassword", {{"UserId", ann}}).code(), "MissingPassword");
    EXPECT_EQ(house.call("ResetUserPassword", {{"UserId", ann}, {"Password", "weak"}}).code(),
              "InvalidParameter.Password");
}

}  // namespace
}  // namespace scimd::management
