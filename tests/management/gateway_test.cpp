// The order of the checks, and that each of them refuses by itself.
#include "management/gateway.hpp"

#include <gtest/gtest.h>

#include "a_house.hpp"
#include "model/secret.hpp"

namespace scimd::management {
namespace {

using tests::a_house;
using tests::reply;

// A call in which each thing that can be wrong is wrong; taking one mistake after the other away
// shows the order.
TEST(Gateway, ChecksInTheDocumentedOrder) {
    a_house house;
    parameters call = house.common("NoSuchAction");
    ASSERT_EQ(house
                  .send_signed([&] {
                      auto sent = call;
                      sent["Action"] = "ListDirectories";
                      return sent;
                  }())
                  .status,
              200);
    call["AccessKeyId"] = "nobody";
    call["Timestamp"] = "2020-01-01T00:00:00Z";
    call["Version"] = "2000-01-01";
    const struct {
        const char* code;       // what is refused now
        const char* parameter;  // and how it is mended
        std::string value;
    } rows[] = {
        {"InvalidAccessKeyId.NotFound", "AccessKeyId", std::string(tests::access_key)},
        {"InvalidTimeStamp.Expired", "Timestamp", model::to_seconds_text(house.now)},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(house.send_signed(call, "GET", "wrong").code(), row.code);
        call[row.parameter] = row.value;
    }
    EXPECT_EQ(house.send_signed(call, "GET", "wrong").code(), "SignatureDoesNotMatch");
    EXPECT_EQ(house.send_signed(call).code(), "SignatureNonceUsed");

    // From here on every call uses up its nonce.
    EXPECT_EQ(house.call_without_directory("NoSuchAction", {{"Version", "2000-01-01"}}).code(),
              "InvalidVersion");
    EXPECT_EQ(house.call_without_directory("NoSuchAction").code(), "InvalidAction.NotFound");
    EXPECT_EQ(house.call_without_directory("GetUser").code(), "MissingDirectoryId");
    EXPECT_EQ(house.call_without_directory("GetUser", {{"DirectoryId", "d-nowhere"}}).code(),
              "MissingUserId");
    EXPECT_EQ(
        house.call_without_directory("GetUser", {{"DirectoryId", "d-nowhere"}, {"UserId", "u"}})
            .code(),
        "EntityNotExists.Directory");
    EXPECT_EQ(house.call("GetUser", {{"UserId", "u"}}).code(), "EntityNotExists.User");
}

TEST(Gateway, RefusesWhatIsMissingOrWrongInVersion1) {
    a_house house;
    const struct {
        const char* parameter;
        const char* value;  // nullptr: not sent
        int status;
        const char* code;
    } rows[] = {
        {"AccessKeyId", nullptr, 400, "MissingAccessKeyId"},
        {"AccessKeyId", "", 400, "MissingAccessKeyId"},
        {"AccessKeyId", "nobody", 404, "InvalidAccessKeyId.NotFound"},
        {"Timestamp", nullptr, 400, "MissingTimestamp"},
        {"Timestamp", "yesterday", 400, "InvalidTimeStamp.Format"},
        {"Timestamp", "2026-11-22T08:00:00.000Z", 400, "InvalidTimeStamp.Format"},
        {"Timestamp", "2026-11-22T09:00:00+01:00", 400, "InvalidTimeStamp.Format"},
        {"SignatureMethod", nullptr, 400, "MissingSignatureMethod"},
        {"SignatureMethod", "HMAC-SHA256", 400, "InvalidSignatureMethod"},
        {"SignatureVersion", nullptr, 400, "MissingSignatureVersion"},
        {"SignatureVersion", "2.0", 400, "InvalidSignatureVersion"},
        {"SignatureNonce", nullptr, 400, "MissingSignatureNonce"},
        {"Version", nullptr, 400, "MissingVersion"},
        {"Version", "2020-01-01", 400, "InvalidVersion"},
        {"Action", nullptr, 400, "MissingAction"},
        {"Action", "listDirectories", 404, "InvalidAction.NotFound"},
        {"Format", "YAML", 400, "InvalidParameter.Format"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(std::string(row.parameter) + "=" + (row.value == nullptr ? "-" : row.value));
        parameters call = house.common("ListDirectories");
        if (row.value == nullptr)
            call.erase(row.parameter);
        else
            call[row.parameter] = row.value;

        const reply answered = house.send_signed(call);

        EXPECT_EQ(answered.status, row.status);
        EXPECT_EQ(answered.code(), row.code);
        EXPECT_EQ(answered.body.at("RequestId").as_string(), "R-1");
        EXPECT_EQ(answered.body.at("HostId").as_string(), "localhost:8080");
    }
}

TEST(Gateway, AcceptsClocksThatAreAQuarterOfAnHourApart) {
    const std::int64_t edge = clock_skew_milliseconds_max;
    const struct {
        const char* name;
        std::int64_t skew;
        const char* code;
    } rows[] = {{"behind, at the edge", -edge, ""},
                {"ahead, at the edge", edge, ""},
                {"behind, past it", -edge - 1000, "InvalidTimeStamp.Expired"},
                {"ahead, past it", edge + 1000, "InvalidTimeStamp.Expired"}};
    a_house house;
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const model::instant stamp{house.now.milliseconds + row.skew};
        EXPECT_EQ(house
                      .call_without_directory("ListDirectories",
                                              {{"Timestamp", model::to_seconds_text(stamp)}})
                      .code(),
                  row.code);
    }

    const reply late =
        house.call_without_directory("ListDirectories", {{"Timestamp", "2026-11-22T07:00:00Z"}});
    EXPECT_NE(late.message().find("2026-11-22T07:00:00Z"), std::string::npos);
    EXPECT_NE(late.message().find("2026-11-22T08:00:00Z"), std::string::npos);
}

TEST(Gateway, SaysWhatItWouldHaveSignedInVersion1) {
    a_house house;
    const parameters call = house.common("ListDirectories");

    const reply answered = house.send_signed(call, "GET", "wrong");

    EXPECT_EQ(answered.status, 400);
    EXPECT_EQ(answered.message(),
              "Specified signature is not matched with our calculation. server string to sign is:" +
                  rpc_string_to_sign("GET", call));
}

TEST(Gateway, SignsTheRealMethod) {
    a_house house;

    EXPECT_EQ(house.send_signed(house.common("ListDirectories"), "POST").status, 200);
    EXPECT_EQ(house.send_signed(house.common("ListDirectories"), "DELETE").code(),
              "UnsupportedHTTPMethod");
}

TEST(Gateway, UsesANonceOnlyForASignatureThatMatches) {
    a_house house;
    const parameters call = house.common("ListDirectories");

    EXPECT_EQ(house.send_signed(call, "GET", "wrong").code(), "SignatureDoesNotMatch");
    EXPECT_EQ(house.send_signed(call).status, 200);
    EXPECT_EQ(house.send_signed(call).code(), "SignatureNonceUsed");
}

TEST(Gateway, AnswersInXmlWhenAsked) {
    a_house house;

    const reply good = house.call("GetSCIMSynchronizationStatus", {{"Format", "xml"}});
    const reply bad = house.call("GetUser", {{"Format", "XML"}, {"UserId", "u"}});

    EXPECT_EQ(good.text,
              "<GetSCIMSynchronizationStatusResponse><RequestId>R-1</RequestId>"
              "<SCIMSynchronizationStatus>Disabled</SCIMSynchronizationStatus>"
              "<DriftedUserCount>0</DriftedUserCount><DriftedGroupCount>0</DriftedGroupCount>"
              "<DriftedMembershipCount>0</DriftedMembershipCount>"
              "</GetSCIMSynchronizationStatusResponse>");
    EXPECT_TRUE(
        bad.text.starts_with("<Error><RequestId>R-1</RequestId><HostId>localhost:8080</HostId>"
                             "<Code>EntityNotExists.User</Code>"));
    EXPECT_EQ(bad.status, 404);
}

TEST(Gateway, ThrottlesAKeyThatCallsTooOftenAndSaysWhenToComeBack) {
    a_house house(call_rates{2, 0});
    for (int call = 0; call < 3; ++call)  // its token, and a burst of two
        ASSERT_EQ(house.call("UpdateUser", {{"UserId", "u"}}).code(), "EntityNotExists.User");

    const reply refused = house.call("UpdateUser", {{"UserId", "u"}});

    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.code(), "Throttling.User");
    EXPECT_EQ(refused.message(),
              "Request was denied due to user flow control. It lets 2 calls of this action a "
              "second pass.");
    EXPECT_EQ(refused.headers.at("x-acs-retry-after"), "350");
    EXPECT_EQ(house.call("GetDirectory").status, 200) << "another action";
    house.moment += std::chrono::milliseconds(350);
    EXPECT_EQ(house.call("UpdateUser", {{"UserId", "u"}}).code(), "EntityNotExists.User");
    const auto told =
        house.call_without_directory("ListAuditEvents", {{"Operation", "UpdateUser"}});
    EXPECT_EQ(told.body.at("AuditEvents").as_array().size(), 4U) << "a throttled call is no event";
}

// Whoever knows the id of an access key and no secret gets no more back than was sent, nor longer.
TEST(Gateway, CutsWhatItWouldHaveSigned) {
    a_house house;
    parameters call = house.common("GetDirectory");
    call["v"] = std::string(1'000'000, ' ');
    const reply refused = house.send_signed(call, "GET", "wrong");
    EXPECT_EQ(refused.code(), "SignatureDoesNotMatch");
    EXPECT_LT(refused.text.size(), 70'000U);
}

TEST(Gateway, ThrottlesAllKeysTogether) {
    a_house house(call_rates{0, 1});
    house.moment += std::chrono::seconds(10);
    for (int call = 0; call < 2; ++call) ASSERT_EQ(house.call("GetDirectory").status, 200);

    const reply refused = house.call("GetDirectory");

    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.code(), "Throttling.Api");
    EXPECT_EQ(refused.message(),
              "Request was denied due to api flow control. It lets 1 calls of this action a second "
              "pass.");
    EXPECT_EQ(refused.headers.at("x-acs-retry-after"), "850");
}

TEST(Gateway, RemembersNoncesAcrossRestarts) {
    a_house house;
    const model::instant then = house.now;
    const auto reopen = [&] {
        auto fresh = std::make_unique<entrance>(call_rates{0, 0});
        fresh->remember_across_restarts(house.house->open_nonce_keeper(house.now).value());
        return fresh;
    };
    parameters call = house.common("ListDirectories");
    call["Signature"] = rpc_signature(tests::access_secret, rpc_string_to_sign("GET", call));
    const std::string query = tests::encoded(call);
    const auto send = [&](entrance& door) {
        incoming sent;
        sent.method = "GET";
        sent.query = query;
        sent.header = [](std::string_view) { return std::string_view(); };
        sent.now = house.now;
        return tests::run_to_end(answer_call(*house.house, house.view, door, sent));
    };

    EXPECT_EQ(send(*reopen()).status, 200);
    EXPECT_NE(send(*reopen()).body.find("SignatureNonceUsed"), std::string::npos);
    house.now.milliseconds = then.milliseconds + clock_skew_milliseconds_max;
    EXPECT_NE(send(*reopen()).body.find("SignatureNonceUsed"), std::string::npos)
        << "as long as it is in time";
    house.now.milliseconds += 1;
    EXPECT_NE(send(*reopen()).body.find("InvalidTimeStamp.Expired"), std::string::npos);
}

TEST(Gateway, ThrottlesAKeyWhoseNoncesAreFull) {
    a_house house;
    entrance narrow(call_rates{}, 1);
    const auto send = [&] {
        parameters call = house.common("ListDirectories");
        call["Signature"] = rpc_signature(tests::access_secret, rpc_string_to_sign("GET", call));
        const std::string query = tests::encoded(call);
        incoming sent;
        sent.method = "GET";
        sent.query = query;
        sent.header = [](std::string_view) { return std::string_view(); };
        sent.now = house.now;
        return tests::run_to_end(answer_call(*house.house, house.view, narrow, sent));
    };

    EXPECT_EQ(send().status, 200);
    const outgoing refused = send();
    EXPECT_EQ(refused.status, 400);
    EXPECT_NE(refused.body.find("Throttling.User"), std::string::npos);
    EXPECT_EQ(refused.headers.back(),
              (std::pair<std::string_view, std::string>("x-acs-retry-after", "60000")));
}

}  // namespace
}  // namespace scimd::management
