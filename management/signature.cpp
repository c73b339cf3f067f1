#include "management/signature.hpp"

#include "model/secret.hpp"
#include "model/text.hpp"

#include <algorithm>
#include <array>

namespace scimd::management {

using model::errc;
using model::refusal;

namespace {

bool is_unreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

std::vector<std::string> split_names(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const std::string_view name = list.substr(0, list.find(';'));
        list.remove_prefix(std::min(name.size() + 1, list.size()));
        if (!model::trim(name).empty()) names.push_back(model::to_lower(model::trim(name)));
    }
    return names;
}

model::fault malformed(std::string detail) {
    return refusal(errc::invalid_syntax, "The Authorization header " + std::move(detail) + ".");
}

// Always signed. Without them a captured signature could be put on another action, date or host.
constexpr std::array<std::string_view, 4> always_signed = {"host", "x-acs-action", "x-acs-date",
                                                           "x-acs-version"};
// Signed when sent: each says something that the server acts upon.
constexpr std::array<std::string_view, 3> signed_when_sent = {
    "x-acs-content-sha256", "x-acs-security-token", "x-acs-signature-nonce"};

}  // namespace

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
            continue;
        }
        out += '%';
        out += digits[static_cast<unsigned char>(c) >> 4U];
        out += digits[static_cast<unsigned char>(c) & 0x0FU];
    }
    return out;
}

std::string canonical_query(const parameters& all) {
    std::string line;
    for (const auto& [name, value] : all) {  // a map: sorted by bytes already
        if (!line.empty()) line += '&';
        line += percent_encode(name);
        line += '=';
        line += percent_encode(value);
    }
    return line;
}

std::string rpc_string_to_sign(std::string_view method, const parameters& all) {
    parameters covered = all;
    covered.erase("Signature");
    return std::string(method) + "&%2F&" + percent_encode(canonical_query(covered));
}

std::string rpc_signature(std::string_view secret, std::string_view string_to_sign) {
    return model::to_base64(model::hmac_sha1(std::string(secret) + "&", string_to_sign));
}

model::result<v3_authorization> parse_v3_authorization(std::string_view parts) {
    v3_authorization read;
    while (!parts.empty()) {
        const std::string_view part = parts.substr(0, parts.find(','));
        parts.remove_prefix(std::min(part.size() + 1, parts.size()));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) return malformed("has a part without a value");

        const std::string_view name = model::trim(part.substr(0, equals));
        const std::string_view value = model::trim(part.substr(equals + 1));
        if (name == "Credential") read.credential = value;
        if (name == "SignedHeaders") read.signed_headers = split_names(value);
        if (name == "Signature") read.signature = value;
    }
    if (read.signed_headers.empty()) return malformed("has no SignedHeaders");
    if (read.signed_headers.size() > v3_signed_headers_max)
        return malformed("lists more than " + std::to_string(v3_signed_headers_max) + " headers");
    if (read.signature.empty()) return malformed("has no Signature");
    return read;
}

model::result<void> check_coverage(const v3_authorization& authorization,
                                   const header_lookup& header) {
    const auto is_signed = [&](std::string_view name) {
        return std::ranges::find(authorization.signed_headers, name) !=
               authorization.signed_headers.end();
    };
    for (const std::string_view name : always_signed)
        if (!is_signed(name) || header(name).empty())
            return malformed("does not sign " + std::string(name));
    for (const std::string_view name : signed_when_sent)
        if (!header(name).empty() && !is_signed(name))
            return malformed("does not sign " + std::string(name));
    return {};
}

std::string v3_canonical_request(const v3_message& message, const v3_authorization& authorization) {
    std::vector<std::string> names = authorization.signed_headers;
    std::ranges::sort(names);

    std::string headers;
    std::string list;
    for (const std::string& name : names) {
        headers += name + ":" + std::string(model::trim(message.header(name))) + "\n";
        list += (list.empty() ? "" : ";") + name;
    }
    // The one path of an RPC product is "/".
    return std::string(message.method) + "\n/\n" + canonical_query(message.query) + "\n" + headers +
           "\n" + list + "\n" + body_digest(message.body);
}

std::string v3_string_to_sign(std::string_view canonical_request) {
    return std::string(v3_algorithm) + "\n" + model::to_hex(model::sha256(canonical_request));
}

std::string v3_signature(std::string_view secret, std::string_view string_to_sign) {
    return model::to_hex(model::hmac_sha256(secret, string_to_sign));
}

std::string v3_authorization_header(std::string_view secret, const v3_message& message,
                                    const v3_authorization& as) {
    std::string names;
    for (const std::string& name : as.signed_headers) names += (names.empty() ? "" : ";") + name;
    return std::string(v3_algorithm) + " Credential=" + as.credential + ",SignedHeaders=" + names +
           ",Signature=" +
           v3_signature(secret, v3_string_to_sign(v3_canonical_request(message, as)));
}

std::string body_digest(std::string_view body) {
    return model::to_hex(model::sha256(body));
}

}  // namespace scimd::management
