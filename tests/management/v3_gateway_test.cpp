// Requests of version 3 at the gateway.
#include <gtest/gtest.h>

#include <cstdlib>

#include "a_house.hpp"
#include "management/gateway.hpp"
#include "v3_request.hpp"

namespace scimd::management {
namespace {

using tests::a_house;
using tests::reply;
using tests::v3_request;

v3_request a_request(const a_house& house, const std::string& action, const std::string& nonce) {
    v3_request made;
    made.query = "DirectoryId=" + house.directory_id;
    made.headers = {{"host", "127.0.0.1:8080"},
                    {"x-acs-action", action},
                    {"x-acs-version", std::string(api_version)},
                    {"x-acs-date", model::to_seconds_text(house.now)},
                    {"x-acs-signature-nonce", nonce},
                    {"x-acs-content-sha256", body_digest("")}};
    return made;
}

void with_form(v3_request& to, const std::string& body) {
    to.body = body;
    to.headers["content-type"] = "application/x-www-form-urlencoded";
    to.headers["x-acs-content-sha256"] = body_digest(body);
}

TEST(V3Gateway, AnswersSignedRequests) {
    a_house house;
    auto in_query = a_request(house, "CreateUser", "n1");
    in_query.query += "&UserName=ann&DisplayName=Al%20ice*~%2B%27()!";
    in_query.sign();
    auto in_form = a_request(house, "CreateUser", "n2");
    with_form(in_form, "UserName=bob&DisplayName=Al+ice*");
    in_form.sign();
    auto in_json = a_request(house, "CreateUser", "n3");
    with_form(in_json, R"({"UserName":"cyd"})");
    in_json.headers["content-type"] = "application/json; charset=utf-8";
    in_json.sign();

    const reply ann = send(house, in_query);
    EXPECT_EQ(ann.status, 200) << ann.text;
    EXPECT_EQ(ann.body.at("User").at("DisplayName").as_string(), "Al ice*~+'()!");
    const reply bob = send(house, in_form);
    EXPECT_EQ(bob.status, 200) << bob.text;
    EXPECT_EQ(bob.body.at("User").at("DisplayName").as_string(), "Al ice*");
    EXPECT_EQ(send(house, in_json).status, 200);
}

TEST(V3Gateway, RefusesWhatWasSpoilt) {
    a_house house;
    const struct {
        const char* name;
        void (*before)(v3_request&);
        void (*after)(v3_request&);
        const char* code;
    } rows[] = {
        {"the query", nullptr, [](v3_request& r) { r.query += "&More=1"; },
         "SignatureDoesNotMatch"},
        {"the body", [](v3_request& r) { with_form(r, "A=1"); },
         [](v3_request& r) { r.body = "A=2"; }, "SignatureDoesNotMatch"},
        {"the method", nullptr, [](v3_request& r) { r.method = "GET"; }, "SignatureDoesNotMatch"},
        {"the host", nullptr, [](v3_request& r) { r.headers["host"] = "other"; },
         "SignatureDoesNotMatch"},
        {"the action", nullptr,
         [](v3_request& r) { r.headers["x-acs-action"] = "DeleteDirectory"; },
         "SignatureDoesNotMatch"},
        {"a digest that is not the body's",
         [](v3_request& r) { r.headers["x-acs-content-sha256"] = body_digest("other"); }, nullptr,
         "IncompleteSignature"},
        {"an unsigned nonce", [](v3_request& r) { r.headers.erase("x-acs-signature-nonce"); },
         [](v3_request& r) { r.headers["x-acs-signature-nonce"] = "n"; }, "IncompleteSignature"},
        {"an unsigned digest", [](v3_request& r) { r.headers.erase("x-acs-content-sha256"); },
         [](v3_request& r) { r.headers["x-acs-content-sha256"] = body_digest(""); },
         "IncompleteSignature"},
        {"an unsigned host", [](v3_request& r) { r.headers.erase("host"); },
         [](v3_request& r) { r.headers["host"] = "h"; }, "IncompleteSignature"},
        {"an unsigned action", [](v3_request& r) { r.headers.erase("x-acs-action"); },
         [](v3_request& r) { r.headers["x-acs-action"] = "GetDirectory"; }, "IncompleteSignature"},
        {"an unsigned version", [](v3_request& r) { r.headers.erase("x-acs-version"); },
         [](v3_request& r) { r.headers["x-acs-version"] = std::string(api_version); },
         "IncompleteSignature"},
        {"an unsigned date", [](v3_request& r) { r.headers.erase("x-acs-date"); },
         [](v3_request& r) { r.headers["x-acs-date"] = "2026-11-22T08:00:00Z"; },
         "IncompleteSignature"},
        {"no date", [](v3_request& r) { r.headers.erase("x-acs-date"); }, nullptr,
         "Missingx-acs-date"},
        {"a broken date", [](v3_request& r) { r.headers["x-acs-date"] = "now"; }, nullptr,
         "InvalidTimeStamp.Format"},
        {"an old date", [](v3_request& r) { r.headers["x-acs-date"] = "2026-11-22T07:00:00Z"; },
         nullptr, "InvalidTimeStamp.Expired"},
        {"another version", [](v3_request& r) { r.headers["x-acs-version"] = "2020-01-01"; },
         nullptr, "InvalidVersion"},
        {"another action", [](v3_request& r) { r.headers["x-acs-action"] = "Nothing"; }, nullptr,
         "InvalidAction.NotFound"},
    };
    int number = 0;
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        auto spoilt = a_request(house, "GetDirectory", "n" + std::to_string(++number));
        if (row.before != nullptr) row.before(spoilt);
        spoilt.sign();
        if (row.after != nullptr) row.after(spoilt);

        EXPECT_EQ(send(house, spoilt).code(), row.code);
    }
}

TEST(V3Gateway, AcceptsClocksThatAreAQuarterOfAnHourApart) {
    const std::int64_t edge = clock_skew_milliseconds_max;
    a_house house;
    int number = 0;
    for (const std::int64_t skew : {-edge, edge, -edge - 1000, edge + 1000}) {
        SCOPED_TRACE(skew);
        const std::string date = model::to_seconds_text({house.now.milliseconds + skew});
        auto request = a_request(house, "GetDirectory", "n" + std::to_string(++number));
        request.headers["x-acs-date"] = date;
        request.sign();

        const reply answered = send(house, request);

        if (std::abs(skew) <= edge) {
            EXPECT_EQ(answered.status, 200) << answered.text;
            continue;
        }
        EXPECT_EQ(answered.status, 400);
        EXPECT_EQ(answered.code(), "InvalidTimeStamp.Expired");
        EXPECT_EQ(answered.message(),
                  "Specified time stamp or date value is expired. The request says " + date +
                      ", the server's clock says 2026-11-22T08:00:00Z; they may be 15 minutes "
                      "apart.");
    }
}

TEST(V3Gateway, SaysWhatItWouldHaveSigned) {
    a_house house;
    auto request = a_request(house, "GetDirectory", "n1");
    request.sign("wrong");

    const reply answered = send(house, request);

    EXPECT_EQ(answered.status, 400);
    EXPECT_TRUE(answered.message().starts_with(
        "Specified signature does not match our calculation. server StringToSign is "
        "[ACS3-HMAC-SHA256\n"));
    EXPECT_NE(answered.message().find("] server CanonicalRequest is [POST\n/\nDirectoryId="),
              std::string::npos);
}

TEST(V3Gateway, TakesEachNonceOnceAndEachSignatureWithoutNonceOnce) {
    a_house house;
    auto with_nonce = a_request(house, "GetDirectory", "n1");
    with_nonce.sign();
    auto without = a_request(house, "GetDirectory", "n1");
    without.headers.erase("x-acs-signature-nonce");
    without.headers.erase("x-acs-content-sha256");
    without.sign();

    EXPECT_EQ(send(house, with_nonce).status, 200);
    EXPECT_EQ(send(house, with_nonce).code(), "SignatureNonceUsed");
    EXPECT_EQ(send(house, without).status, 200);
    EXPECT_EQ(send(house, without).code(), "SignatureNonceUsed");
}

TEST(V3Gateway, AnswersNothingButJson) {
    a_house house;
    auto request = a_request(house, "GetDirectory", "n1");
    request.query += "&Format=XML";
    request.sign();

    const reply answered = send(house, request);

    EXPECT_EQ(answered.body.at("Directory").at("DirectoryId").as_string(), house.directory_id);
}

}  // namespace
}  // namespace scimd::management
