#include "management/request.hpp"

#include <gtest/gtest.h>

namespace scimd::management {
namespace {

struct sent_request {
    std::string method = "POST";
    std::string query;
    parameters headers;
    std::string body;
};

admitted<request> read(const sent_request& from) {
    const header_lookup lookup = [&](std::string_view name) { return text_of(from.headers, name); };
    return read_request({from.method, from.query, lookup, from.body});
}

format wanted(const sent_request& from) {
    const header_lookup lookup = [&](std::string_view name) { return text_of(from.headers, name); };
    return format_wanted({from.method, from.query, lookup, from.body});
}

constexpr const char* authorization =
    "ACS3-HMAC-SHA256 Credential=key,SignedHeaders=host,Signature=ab";

TEST(Request, OfVersion1IsReadFromUrlAndForm) {
    const auto made = read({"POST",
                            "Action=GetUser&Format=xml&Timestamp=t",
                            {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"},
                             {"x-acs-action", "Other"},
                             {"x-acs-version", "other"}},
                            "AccessKeyId=key&Version=v&SignatureNonce=n&Signature=s&UserId=u"});

    ASSERT_TRUE(made);
    EXPECT_FALSE(made->v3);
    EXPECT_EQ(made->format, format::xml);
    EXPECT_EQ(made->action, "GetUser");  // x-acs-action does not make it version 3
    EXPECT_EQ(made->version, "v");
    EXPECT_EQ(made->access_key_id, "key");
    EXPECT_EQ(made->timestamp, "t");
    EXPECT_EQ(made->nonce, "n");
    EXPECT_EQ(made->signature, "s");
    EXPECT_EQ(text_of(made->arguments, "UserId"), "u");
    EXPECT_EQ(find(made->query, "UserId"), std::nullopt);
}

TEST(Request, OfVersion3IsReadFromItsHeaders) {
    const auto made = read({"POST",
                            "DirectoryId=d&Format=XML",
                            {{"authorization", authorization},
                             {"x-acs-action", "GetUser"},
                             {"x-acs-version", "v"},
                             {"x-acs-date", "t"},
                             {"x-acs-signature-nonce", "n"},
                             {"content-type", "application/json"}},
                            R"({"UserId":"u"})"});

    ASSERT_TRUE(made);
    ASSERT_TRUE(made->v3);
    EXPECT_EQ(made->format, format::json);  // whatever Format says: its clients read nothing else
    EXPECT_EQ(made->access_key_id, "key");
    EXPECT_EQ(made->action, "GetUser");
    EXPECT_EQ(made->version, "v");
    EXPECT_EQ(made->timestamp, "t");
    EXPECT_EQ(made->nonce, "n");
    EXPECT_EQ(made->signature, "ab");
    EXPECT_EQ(text_of(made->arguments, "UserId"), "u");
}

TEST(Request, IsRefusedWhenItCannotBeRead) {
    const struct {
        const char* name;
        sent_request sent;
        const char* code;
    } rows[] = {
        {"PUT", {"PUT", "", {}, ""}, "UnsupportedHTTPMethod"},
        {"HEAD", {"HEAD", "", {}, ""}, "UnsupportedHTTPMethod"},
        {"a broken escape", {"GET", "a=%", {}, ""}, "InvalidParameter"},
        {"a parameter twice", {"GET", "a=1&a=2", {}, ""}, "InvalidParameter.a"},
        {"in URL and form", {"POST", "a=1", {}, "a=1"}, "InvalidParameter.a"},
        {"Format", {"GET", "Format=YAML", {}, ""}, "InvalidParameter.Format"},
        {"multipart",
         {"POST", "", {{"content-type", "multipart/form-data"}}, "x"},
         "InvalidContentType"},
        {"broken JSON",
         {"POST", "", {{"content-type", "application/json"}}, "{"},
         "InvalidParameter"},
        {"another ACS3",
         {"GET", "", {{"authorization", "ACS3-RSA-SHA256 Credential=k"}}, ""},
         "InvalidSignatureMethod"},
        {"half an ACS3",
         {"GET", "", {{"authorization", "ACS3-HMAC-SHA256"}}, ""},
         "IncompleteSignature"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto made = read(row.sent);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, row.code);
    }
}

TEST(Request, ThatCannotBeReadIsRefusedInTheFormatItAsksFor) {
    EXPECT_EQ(wanted({"PUT", "Format=XML", {}, ""}), format::xml);
    EXPECT_EQ(wanted({"PUT", "", {}, "Format=xml"}), format::xml);
    EXPECT_EQ(wanted({"PUT", "Format=XML", {{"authorization", authorization}}, ""}), format::json);
    EXPECT_EQ(wanted({"GET", "a=%&Format=XML", {}, ""}), format::xml) << "whatever else is wrong";
    EXPECT_EQ(wanted({"GET", "a=Format=XML&NoFormat=XML", {}, ""}), format::json);
}

}  // namespace
}  // namespace scimd::management
