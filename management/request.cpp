#include "management/request.hpp"

#include "scim/schema.hpp"

namespace scimd::management {
namespace {

// Only this says version 3: pop-core sends x-acs-action and x-acs-version with version 1.0 too.
constexpr std::string_view v3_scheme = "ACS3-";

bool is_v3(const header_lookup& header) {
    return header("authorization").starts_with(v3_scheme);
}

admitted<parameters> read_query(const unread_request& sent) {
    auto read = parameters_from_form(sent.query);
    if (!read) return to_rejection(read.error());
    return std::move(*read);
}

admitted<parameters> read_body(const unread_request& sent) {
    if (sent.body.empty()) return parameters();
    const std::string_view whole = sent.header("content-type");
    std::string_view kind = whole.substr(0, whole.find(';'));
    kind = kind.substr(0, kind.find_last_not_of(" \t") + 1);

    const bool is_form =
        kind.empty() || scim::equal_names(kind, "application/x-www-form-urlencoded");
    const bool is_json = scim::equal_names(kind, "application/json");
    if (!is_form && !is_json)
        return to_detailed_rejection(gate::content_type,
                                     "Parameters come in the URL, in a form or in a JSON object.");
    auto read = is_form ? parameters_from_form(sent.body) : parameters_from_json(sent.body);
    if (!read) return to_rejection(read.error());
    return std::move(*read);
}

admitted<v3_authorization> read_authorization(std::string_view header) {
    const std::string_view algorithm = header.substr(0, header.find(' '));
    if (algorithm != v3_algorithm)
        return to_detailed_rejection(gate::signature_method,
                                     "It is " + std::string(v3_algorithm) + ".");
    auto read = parse_v3_authorization(header.substr(algorithm.size()));
    if (!read) return to_detailed_rejection(gate::signature_incomplete, read.error().detail);
    return std::move(*read);
}

admitted<request> read_v3(request made, const header_lookup& header) {
    auto authorization = read_authorization(header("authorization"));
    if (!authorization) return authorization.error();
    made.access_key_id = authorization->credential;
    made.signature = authorization->signature;
    made.timestamp = header("x-acs-date");
    made.nonce = header("x-acs-signature-nonce");
    made.version = header("x-acs-version");
    made.action = header("x-acs-action");
    made.v3 = std::move(*authorization);
    return made;
}

admitted<request> read_rpc(request made) {
    auto format = format_from_text(text_of(made.arguments, "Format"));
    if (!format) return format.error();
    made.format = *format;
    made.access_key_id = text_of(made.arguments, "AccessKeyId");
    made.signature = text_of(made.arguments, "Signature");
    made.timestamp = text_of(made.arguments, "Timestamp");
    made.nonce = text_of(made.arguments, "SignatureNonce");
    made.version = text_of(made.arguments, "Version");
    made.action = text_of(made.arguments, "Action");
    return made;
}

}  // namespace

format format_wanted(const unread_request& sent) {
    if (is_v3(sent.header)) return format::json;
    for (std::string_view rest : {sent.query, sent.body})
        while (!rest.empty()) {
            const std::string_view pair = rest.substr(0, rest.find('&'));
            if (scim::equal_names(pair, "Format=XML")) return format::xml;
            rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
        }
    return format::json;
}

admitted<request> read_request(const unread_request& sent) {
    if (sent.method != "GET" && sent.method != "POST") return to_rejection(gate::http_method);

    request made;
    auto query = read_query(sent);
    if (!query) return query.error();
    auto body = read_body(sent);
    if (!body) return body.error();
    auto arguments = joined(*query, *body);
    if (!arguments) return to_rejection(arguments.error());
    made.query = std::move(*query);
    made.arguments = std::move(*arguments);

    if (is_v3(sent.header)) return read_v3(std::move(made), sent.header);
    return read_rpc(std::move(made));
}

}  // namespace scimd::management
