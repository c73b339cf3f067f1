// The two ways CloudSSO clients sign a request, as pure functions over decoded values
// (docs/cloudsso-semantics.md, signing). The wire spelling is never signed: SDKs escape
// differently, so every text is rebuilt here.
#pragma once

#include "management/parameters.hpp"
#include "model/result.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace scimd::management {

// Letters, digits, `-_.~` stay, all else is %XX in upper case.
std::string percent_encode(std::string_view);

// `a=1&b=%20`, sorted by name: the line both ways sign.
std::string canonical_query(const parameters&);

// Version 1.0. All parameters but Signature, of URL and body together; `method` is the real HTTP
// method.
std::string rpc_string_to_sign(std::string_view method, const parameters&);
std::string rpc_signature(std::string_view secret, std::string_view string_to_sign);

// Version 3: `ACS3-HMAC-SHA256 Credential=…,SignedHeaders=a;b,Signature=…`.
constexpr std::string_view v3_algorithm = "ACS3-HMAC-SHA256";
constexpr std::size_t v3_signed_headers_max = 64;

struct v3_authorization {
    std::string credential;
    std::vector<std::string> signed_headers;  // lower-case, in the order given
    std::string signature;
};
// What follows the algorithm. Nothing of it is checked but its form: errc::invalid_syntax.
model::result<v3_authorization> parse_v3_authorization(std::string_view parts);

using header_lookup = std::function<std::string_view(std::string_view name)>;

struct v3_message {
    std::string_view method;
    const parameters& query;
    const header_lookup& header;
    std::string_view body;
};
// Whether the signed headers cover what decides the meaning of the request: host, action, version
// and date always, nonce, security token and body digest when sent. errc::invalid_syntax names the
// header that is not covered.
model::result<void> check_coverage(const v3_authorization&, const header_lookup&);

std::string v3_canonical_request(const v3_message&, const v3_authorization&);
std::string v3_string_to_sign(std::string_view canonical_request);
std::string v3_signature(std::string_view secret, std::string_view string_to_sign);

// The whole Authorization header of a message, signed: `as` says for whom and which headers.
std::string v3_authorization_header(std::string_view secret, const v3_message&,
                                    const v3_authorization& as);

// The digest as x-acs-content-sha256 spells it.
std::string body_digest(std::string_view body);

}  // namespace scimd::management
