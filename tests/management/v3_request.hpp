// A request of version 3 as openapi-client sends it; tests spoil it before or after it is signed.
#pragma once

#include <string>
#include <string_view>

#include "a_house.hpp"

namespace scimd::management::tests {

struct v3_request {
    std::string method = "POST";
    std::string query;
    parameters headers;
    std::string body;

    void sign(std::string_view secret = access_secret, std::string_view key = access_key) {
        v3_authorization authorization;
        std::string list;
        for (const auto& [name, value] : headers) {
            authorization.signed_headers.push_back(name);
            list += (list.empty() ? "" : ";") + name;
        }
        const header_lookup lookup = [this](std::string_view name) {
            return text_of(headers, name);
        };
        const parameters read = parameters_from_form(query).value();
        const std::string text =
            v3_string_to_sign(v3_canonical_request({method, read, lookup, body}, authorization));
        headers["authorization"] = "ACS3-HMAC-SHA256 Credential=" + std::string(key) +
                                   ",SignedHeaders=" + list +
                                   ",Signature=" + v3_signature(secret, text);
    }
};

inline reply send(a_house& house, const v3_request& from) {
    incoming sent;
    sent.method = from.method;
    sent.query = from.query;
    sent.header = [&](std::string_view name) { return text_of(from.headers, name); };
    sent.body = from.body;
    sent.now = house.now;
    sent.moment = house.moment;
    sent.request_id = "R-1";
    return house.send(sent);
}

}  // namespace scimd::management::tests
