// The order of the checks (reference, section 10.2): a request with two faults is refused for the
// earlier one, in both versions.
#include <gtest/gtest.h>

#include "a_house.hpp"
#include "v3_request.hpp"

namespace scimd::management {
namespace {

using namespace std::chrono_literals;
using tests::a_house;
using tests::reply;
using tests::v3_request;

constexpr std::string_view action = "RemoveUserFromGroup";

// A call in the making, of either version.
struct draft {
    parameters arguments;  // of the action
    parameters common;     // by the names of version 1.0
    std::string secret = std::string(tests::access_secret);
    bool too_fast = false;
    std::string reader_secret = {};  // of the key `reader`
};

struct fault {
    std::string_view name;
    int status;
    std::string_view code;
    void (*commit)(draft&);
};

// In the order of the checks. The first has another form in each version.
// clang-format off
constexpr fault faults[] = {
    {"no such form",         400, "",                            [](draft& to) { to.common["Format"] = "YAML"; }},
    {"no such key",          404, "InvalidAccessKeyId.NotFound", [](draft& to) { to.common["AccessKeyId"] = "nobody"; }},
    {"a disabled key",       400, "InvalidAccessKeyId.Inactive", [](draft& to) { to.common["AccessKeyId"] = "former"; }},
    {"too old",              400, "InvalidTimeStamp.Expired",    [](draft& to) { to.common["Timestamp"] = "2020-01-01T00:00:00Z"; }},
    {"a wrong secret",       400, "SignatureDoesNotMatch",       [](draft& to) { to.secret = "wrong"; }},
    {"a used nonce",         400, "SignatureNonceUsed",          [](draft& to) { to.common["SignatureNonce"] = "used"; }},
    {"no such version",      400, "InvalidVersion",              [](draft& to) { to.common["Version"] = "2000-01-01"; }},
    {"no such action",       404, "InvalidAction.NotFound",      [](draft& to) { to.common["Action"] = "Nothing"; }},
    {"too fast",             400, "Throttling.User",             [](draft& to) { to.too_fast = true; }},
    {"a parameter missing",  400, "MissingUserId",               [](draft& to) { to.arguments.erase("UserId"); }},
    {"no such directory",    404, "EntityNotExists.Directory",   [](draft& to) { to.arguments["DirectoryId"] = "d-nowhere"; }},
    {"no permission",        403, "NoPermission",                [](draft& to) { to.common["AccessKeyId"] = "reader"; to.secret = to.reader_secret; }},
    {"no such group",        404, "EntityNotExists.Group",       [](draft& to) { to.arguments["GroupId"] = "g"; }},
};
// clang-format on

reply send_version_1(a_house& house, const draft& made) {
    parameters all = made.arguments;
    all.insert(made.common.begin(), made.common.end());
    return house.send_signed(std::move(all), "GET", made.secret);
}

reply send_version_3(a_house& house, const draft& made) {
    v3_request request;
    request.query = tests::encoded(made.arguments);
    request.headers = {{"host", "127.0.0.1:8080"},
                       {"x-acs-action", made.common.at("Action")},
                       {"x-acs-version", made.common.at("Version")},
                       {"x-acs-date", made.common.at("Timestamp")},
                       {"x-acs-signature-nonce", made.common.at("SignatureNonce")},
                       {"x-acs-content-sha256", body_digest("")}};
    if (made.common.contains("Format")) {
        request.body = "<a/>";
        request.headers["content-type"] = "text/xml";
        request.headers["x-acs-content-sha256"] = body_digest(request.body);
    }
    request.sign(made.secret, made.common.at("AccessKeyId"));
    return tests::send(house, request);
}

struct version {
    std::string_view name;
    reply (*send)(a_house&, const draft&);
    std::string_view code_of_the_first;
};

class GatewayOrder : public testing::TestWithParam<version> {
 protected:
    // One call of the action a second, and another fresh bucket for each call.
    a_house house{call_rates{1, 0}};
    std::string user = house.make_user("ann");
    std::string group = house.make_group("club");
    std::string reader_secret = make_key("reader");

    GatewayOrder() {
        make_key("former");
        house.succeed("UpdateAccessKey",
                      {{"UserAccessKeyId", "former"}, {"NewStatus", "Disabled"}});
    }
    std::string make_key(const std::string& id) {
        house.moment += 10s;
        return std::string(
            house.succeed("CreateAccessKey", {{"UserAccessKeyId", id}, {"Permission", "ReadOnly"}})
                .at("AccessKey")
                .at("AccessKeySecret")
                .as_string());
    }

    draft a_draft() {
        draft made{{{"DirectoryId", house.directory_id}, {"GroupId", group}, {"UserId", user}},
                   house.common(std::string(action))};
        made.reader_secret = reader_secret;
        return made;
    }
    reply send(const draft& made) { return GetParam().send(house, made); }

    reply send_with(std::initializer_list<const fault*> which) {
        house.moment += 10s;
        draft made = a_draft();
        for (const fault* one : which) one->commit(made);
        if (made.too_fast) use_up_bucket(made);
        return send(made);
    }
    // The call that there may be in this second and the one of a burst, by whoever is going to
    // call.
    void use_up_bucket(const draft& who) {
        for (int call = 0; call < 1 + 1; ++call) {
            draft before = a_draft();
            before.common["AccessKeyId"] = who.common.at("AccessKeyId");
            before.secret = who.secret;
            send(before);
        }
    }
    void use_up_nonce(void (*by)(draft&)) {
        draft first = a_draft();
        if (by != nullptr) by(first);
        first.common["SignatureNonce"] = "used";
        send(first);
    }
    std::string_view code_of(const fault& one) const {
        return one.code.empty() ? GetParam().code_of_the_first : one.code;
    }
};

TEST_P(GatewayOrder, RefusesForTheEarlierOfTwoFaults) {
    use_up_nonce(nullptr);
    use_up_nonce([](draft& to) {
        to.common["AccessKeyId"] = "reader";
        to.secret = to.reader_secret;
    });

    for (const fault& earlier : faults) {
        const reply alone = send_with({&earlier});
        EXPECT_EQ(alone.status, earlier.status) << earlier.name;
        EXPECT_EQ(alone.code(), code_of(earlier)) << earlier.name;
        for (const fault* later = &earlier + 1; later != std::end(faults); ++later) {
            const reply answered = send_with({later, &earlier});
            EXPECT_EQ(answered.status, earlier.status) << earlier.name << ", " << later->name;
            EXPECT_EQ(answered.code(), code_of(earlier)) << earlier.name << ", " << later->name;
        }
    }
    EXPECT_EQ(send_with({}).code(), "EntityNotExists.User.Group") << "nothing but what it is about";
}

INSTANTIATE_TEST_SUITE_P(InBothVersions, GatewayOrder,
                         testing::Values(version{"Version1", send_version_1,
                                                 "InvalidParameter.Format"},
                                         version{"Version3", send_version_3, "InvalidContentType"}),
                         [](const auto& one) { return std::string(one.param.name); });

}  // namespace
}  // namespace scimd::management
