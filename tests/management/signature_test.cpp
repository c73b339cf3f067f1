// Every vector of signature-vectors.json, which real clients' own signing agreed with, and what is
// refused.
#include "management/signature.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <fstream>
#include <iterator>

namespace scimd::management {
namespace {

namespace json = boost::json;

json::value read_vectors() {
    std::ifstream file(SCIMD_SOURCE_DIR "/tests/management/signature-vectors.json");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return json::parse(text);
}

parameters parameters_in(const json::value& from) {
    parameters read;
    for (const auto& [name, value] : from.as_object())
        read[std::string(name)] = std::string(value.as_string());
    return read;
}

std::string text_in(const json::value& from, std::string_view name) {
    return std::string(from.at(name).as_string());
}

header_lookup headers_of(parameters headers) {
    return [headers = std::move(headers)](std::string_view name) { return text_of(headers, name); };
}

TEST(Signature, Version1AgreesWithEveryVector) {
    const json::value vectors = read_vectors();
    ASSERT_GE(vectors.at("rpc").as_array().size(), 6U);

    for (const json::value& one : vectors.at("rpc").as_array()) {
        SCOPED_TRACE(text_in(one, "name"));
        const auto all = parameters_in(one.at("params"));

        const std::string text = rpc_string_to_sign(text_in(one, "method"), all);

        EXPECT_EQ(text, text_in(one, "stringToSign"));
        EXPECT_EQ(rpc_signature(text_in(one, "secret"), text), text_in(one, "signature"));
    }
}

TEST(Signature, EveryVectorIsOfAVersionThatIsTested) {
    const json::value vectors = read_vectors();
    for (const auto& entry : vectors.as_object())
        EXPECT_TRUE(entry.key() == "_" || entry.key() == "rpc" || entry.key() == "v3")
            << entry.key();
}

TEST(Signature, WhatIsOnTheWireIsReadAsWhatWasSigned) {
    const json::value vectors = read_vectors();
    std::size_t seen = 0;
    for (const json::value& one : vectors.at("rpc").as_array()) {
        if (!one.as_object().contains("wire")) continue;
        ++seen;
        const std::string line = text_in(one, "wire");  // "GET /?A=b&… HTTP/1.1"
        const std::size_t query = line.find('?') + 1;
        auto expected = parameters_in(one.at("params"));
        expected["Signature"] = text_in(one, "signature");

        EXPECT_EQ(*parameters_from_form(line.substr(query, line.rfind(' ') - query)), expected);
    }
    EXPECT_EQ(seen, 1U);
}

TEST(Signature, Version1DoesNotSignTheSignatureItself) {
    const parameters without = {{"Action", "GetDirectory"}};
    const parameters with = {{"Action", "GetDirectory"}, {"Signature", "x"}};

    EXPECT_EQ(rpc_string_to_sign("GET", with), rpc_string_to_sign("GET", without));
}

TEST(Signature, Version3AgreesWithEveryVector) {
    const json::value vectors = read_vectors();
    ASSERT_GE(vectors.at("v3").as_array().size(), 8U);

    for (const json::value& one : vectors.at("v3").as_array()) {
        SCOPED_TRACE(text_in(one, "name"));
        const parameters headers = parameters_in(one.at("headers"));
        const parameters query = parameters_in(one.at("query"));
        const header_lookup lookup = headers_of(headers);
        const std::string method = text_in(one, "method");
        const std::string body = text_in(one, "body");
        v3_authorization authorization;
        for (const auto& [name, value] : headers) authorization.signed_headers.push_back(name);

        const std::string canonical =
            v3_canonical_request({method, query, lookup, body}, authorization);
        const std::string text = v3_string_to_sign(canonical);

        EXPECT_EQ(canonical, text_in(one, "canonicalRequest"));
        EXPECT_EQ(text, text_in(one, "stringToSign"));
        EXPECT_EQ(v3_signature(text_in(one, "secret"), text), text_in(one, "signature"));
        EXPECT_TRUE(check_coverage(authorization, lookup));
    }
}

TEST(Signature, EncodesAllButTheUnreservedCharacters) {
    EXPECT_EQ(percent_encode("AZaz09-_.~"), "AZaz09-_.~");
    EXPECT_EQ(percent_encode(" *+/'()!é"), "%20%2A%2B%2F%27%28%29%21%C3%A9");
    EXPECT_EQ(canonical_query({{"b", ""}, {"a", "1 2"}}), "a=1%202&b=");
}

TEST(Signature, ReadsAnAuthorizationHeader) {
    const auto read =
        parse_v3_authorization(" Credential=key-1, SignedHeaders=Host;x-acs-date ,Signature=ab=");

    ASSERT_TRUE(read);
    EXPECT_EQ(read->credential, "key-1");
    EXPECT_EQ(read->signed_headers, (std::vector<std::string>{"host", "x-acs-date"}));
    EXPECT_EQ(read->signature, "ab=");
}

TEST(Signature, WritesTheHeaderThatItReads) {
    const parameters sent = {{"host", "h"}, {"x-acs-date", "d"}};
    const parameters query = {{"a", "1"}};
    const header_lookup lookup = headers_of(sent);
    const v3_message message{"POST", query, lookup, "body"};

    const std::string header =
        v3_authorization_header("secret", message, {"key-1", {"host", "x-acs-date"}, ""});

    ASSERT_TRUE(header.starts_with("ACS3-HMAC-SHA256 "));
    const auto read = parse_v3_authorization(header.substr(v3_algorithm.size()));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->credential, "key-1");
    EXPECT_EQ(read->signed_headers, (std::vector<std::string>{"host", "x-acs-date"}));
    EXPECT_EQ(read->signature,
              v3_signature("secret", v3_string_to_sign(v3_canonical_request(message, *read))));
}

TEST(Signature, RefusesAuthorizationHeadersWithoutTheirParts) {
    const struct {
        const char* name;
        std::string parts;
    } rows[] = {
        {"empty", ""},
        {"a part without a value", "Credential"},
        {"no signed headers", "Credential=a,Signature=b"},
        {"empty signed headers", "Credential=a,SignedHeaders=;;,Signature=b"},
        {"no signature", "Credential=a,SignedHeaders=host"},
    };
    for (const auto& row : rows) {
        SCOPED_TRACE(row.name);
        const auto read = parse_v3_authorization(row.parts);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().code, model::errc::invalid_syntax);
    }
}

TEST(Signature, LimitsTheNumberOfSignedHeaders) {
    const auto listing = [](std::size_t count) {
        std::string parts = "Credential=a,Signature=b,SignedHeaders=h";
        for (std::size_t more = 1; more < count; ++more) parts += ";h";
        return parts;
    };

    EXPECT_TRUE(parse_v3_authorization(listing(v3_signed_headers_max)));
    EXPECT_FALSE(parse_v3_authorization(listing(v3_signed_headers_max + 1)));
}

TEST(Signature, InsistsOnSigningWhatDecidesTheMeaning) {
    const parameters sent = {{"host", "h"},
                             {"x-acs-action", "a"},
                             {"x-acs-version", "v"},
                             {"x-acs-date", "d"},
                             {"x-acs-content-sha256", "c"},
                             {"x-acs-signature-nonce", "n"},
                             {"x-acs-security-token", "t"}};
    v3_authorization complete;
    for (const auto& [name, value] : sent) complete.signed_headers.push_back(name);
    ASSERT_TRUE(check_coverage(complete, headers_of(sent)));

    for (const auto& [left_out, value] : sent) {
        SCOPED_TRACE(left_out);
        v3_authorization incomplete = complete;
        std::erase(incomplete.signed_headers, left_out);

        const auto checked = check_coverage(incomplete, headers_of(sent));

        ASSERT_FALSE(checked);
        EXPECT_NE(checked.error().detail.find(left_out), std::string::npos);
    }
}

TEST(Signature, DoesNotInsistOnHeadersThatWereNotSent) {
    const parameters sent = {
        {"host", "h"}, {"x-acs-action", "a"}, {"x-acs-version", "v"}, {"x-acs-date", "d"}};
    v3_authorization signed_so;
    for (const auto& [name, value] : sent) signed_so.signed_headers.push_back(name);

    EXPECT_TRUE(check_coverage(signed_so, headers_of(sent)));

    parameters without_date = sent;
    without_date.erase("x-acs-date");
    EXPECT_FALSE(check_coverage(signed_so, headers_of(without_date)));
}

}  // namespace
}  // namespace scimd::management
