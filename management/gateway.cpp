#include "management/gateway.hpp"

#include "management/call.hpp"
#include "management/faults.hpp"
#include "management/reply.hpp"
#include "management/request.hpp"
#include "model/secret.hpp"

#include <algorithm>

namespace scimd::management {

using directory::awaitable;
using model::errc;

namespace {

// When to come back after a refusal that a moment's patience mends.
constexpr std::string_view retry_seconds = "1";

admitted<std::string> find_secret(directory::directories& house, directory::view& view,
                                  const std::string& access_key_id) {
    if (access_key_id.empty()) return missing("AccessKeyId");
    const auto key = view.find_access_key(access_key_id);
    if (!key) return to_rejection(gate::access_key_not_found);
    auto secret = house.sealing_key().open(key->sealed_secret);
    if (!secret) return to_rejection(secret.error());
    return std::move(*secret);
}

// `YYYY-MM-DDThh:mm:ssZ` and nothing else, not far from our own clock.
admitted<model::instant> check_timestamp(const request& sent, model::instant now) {
    if (sent.timestamp.empty()) return missing(sent.v3 ? "x-acs-date" : "Timestamp");
    const auto stamp = model::instant_from_text(sent.timestamp);
    if (!stamp || model::to_seconds_text(*stamp) != sent.timestamp)
        return to_rejection(gate::timestamp_format, "It is written YYYY-MM-DDThh:mm:ssZ, in UTC.");

    const std::int64_t skew = now.milliseconds - stamp->milliseconds;
    if (std::max(skew, -skew) > clock_skew_milliseconds_max)
        return to_rejection(gate::timestamp_expired,
                            "The request says " + sent.timestamp + ", the server's clock says " +
                                model::to_seconds_text(now) + "; they may be 15 minutes apart.");
    return *stamp;
}

admitted<void> check_rpc_signature(const request& sent, std::string_view method,
                                   std::string_view secret) {
    for (const std::string_view name : {"SignatureMethod", "SignatureVersion", "Signature"})
        if (text_of(sent.arguments, name).empty()) return missing(name);
    if (text_of(sent.arguments, "SignatureMethod") != "HMAC-SHA1")
        return to_rejection(gate::signature_method, "It is HMAC-SHA1.");
    if (text_of(sent.arguments, "SignatureVersion") != "1.0")
        return to_rejection(gate::signature_version, "It is 1.0.");

    const std::string text = rpc_string_to_sign(method, sent.arguments);
    if (model::equal_in_constant_time(rpc_signature(secret, text), sent.signature)) return {};
    // Python's and Go's SDKs compare what follows the colon with their own text, to tell a wrong
    // secret from a wrong way of signing: the wording is theirs, to the letter.
    return to_rejection(gate::signature_mismatch,
                        "Specified signature is not matched with our calculation. "
                        "server string to sign is:" +
                            text);
}

admitted<void> check_v3_signature(const request& sent, const incoming& from,
                                  std::string_view secret) {
    auto covered = check_coverage(*sent.v3, from.header);
    if (!covered) return to_rejection(gate::signature_incomplete, covered.error().detail);

    const std::string canonical =
        v3_canonical_request({from.method, sent.query, from.header, from.body}, *sent.v3);
    const std::string text = v3_string_to_sign(canonical);
    if (!model::equal_in_constant_time(v3_signature(secret, text), sent.signature))
        return to_rejection(gate::signature_mismatch,
                            "Specified signature does not match our calculation. "
                            "server StringToSign is [" +
                                text + "] server CanonicalRequest is [" + canonical + "]");
    // A tampered body is a mismatch already; this is for a client that signs one digest and sends
    // another.
    const std::string_view claimed = from.header("x-acs-content-sha256");
    if (!claimed.empty() && claimed != body_digest(from.body))
        return to_rejection(gate::signature_incomplete,
                            "The header x-acs-content-sha256 is not the digest of the body.");
    return {};
}

// Version 3 may come without a nonce; then its signature stands for one, for it is used once just
// as well.
admitted<void> check_nonce(const request& sent, nonces& used, model::instant stamp,
                           model::instant now) {
    if (sent.nonce.empty() && !sent.v3) return missing("SignatureNonce");
    const std::string& nonce = sent.nonce.empty() ? sent.signature : sent.nonce;
    switch (used.remember(sent.access_key_id, nonce, stamp, now)) {
        case nonces::verdict::fresh:
            return {};
        case nonces::verdict::used:
            return to_rejection(gate::nonce_used);
        case nonces::verdict::full:
            return to_rejection(gate::nonces_full);
    }
    return {};
}

admitted<void> authenticate(directory::directories& house, directory::view& view, nonces& used,
                            const request& sent, const incoming& from) {
    const auto secret = find_secret(house, view, sent.access_key_id);
    if (!secret) return secret.error();
    const auto stamp = check_timestamp(sent, from.now);
    if (!stamp) return stamp.error();
    auto checked = sent.v3 ? check_v3_signature(sent, from, *secret)
                           : check_rpc_signature(sent, from.method, *secret);
    if (!checked) return checked.error();
    return check_nonce(sent, used, *stamp, from.now);
}

admitted<const action*> choose_action(const request& sent) {
    if (sent.version.empty()) return missing("Version");
    if (sent.version != api_version)
        return to_rejection(gate::version, "It is " + std::string(api_version) + ".");
    if (sent.action.empty()) return missing("Action");
    const action* const chosen = find_action(sent.action);
    if (chosen == nullptr) return to_rejection(gate::action_not_found);
    for (const std::string_view name : chosen->required)
        if (text_of(sent.arguments, name).empty()) return missing(name);
    return chosen;
}

// An id of another form than ours is one of no directory.
model::result<model::directory> find_directory(directory::view& view, const action& chosen,
                                               const parameters& arguments) {
    if (std::ranges::find(chosen.required, "DirectoryId") == chosen.required.end())
        return model::directory();
    const std::string_view text = text_of(arguments, "DirectoryId");
    const auto id = model::directory_id::from_text(text);
    if (id) return view.find_directory(*id);
    return model::refusal(errc::directory_not_found,
                          "There is no directory " + std::string(text) + ".");
}

awaitable<answer> run(const action& chosen, call asked) {
    if (const looks* const look = std::get_if<looks>(&chosen.run)) co_return (*look)(asked);
    const searches* const search = std::get_if<searches>(&chosen.run);
    const acts waits = search != nullptr ? search->run : std::get<acts>(chosen.run);
    auto outcome = co_await waits(std::move(asked));
    co_return outcome;
}

outgoing refuse(format as, const rejection& reason, const incoming& from) {
    outgoing made{reason.status,
                  content_type(as),
                  error_text(as, reason, from.request_id, from.header("host")),
                  {}};
    made.headers.emplace_back("x-acs-request-id", from.request_id);
    if (reason.status == 503) made.headers.emplace_back("Retry-After", retry_seconds);
    if (reason.code.starts_with("Throttling"))
        made.headers.emplace_back("x-acs-retry-after", retry_seconds);
    return made;
}

outgoing succeed(const request& sent, const boost::json::object& members, const incoming& from) {
    outgoing made{200,
                  content_type(sent.format),
                  success_text(sent.format, sent.action, from.request_id, members),
                  {}};
    made.headers.emplace_back("x-acs-request-id", from.request_id);
    return made;
}

// Whom a call is about, as far as that is an id of ours.
std::string target_of(const parameters& arguments) {
    const auto user = model::user_id::from_text(text_of(arguments, "UserId"));
    const auto group = model::group_id::from_text(text_of(arguments, "GroupId"));
    const auto credential = model::credential_id::from_text(text_of(arguments, "CredentialId"));
    const auto where = model::directory_id::from_text(text_of(arguments, "DirectoryId"));
    if (group) return group->text();
    if (user) return user->text();
    if (credential) return credential->text();
    return where ? where->text() : std::string();
}

// What stands behind the signature: the version, the action, its parameters, the directory.
awaitable<admitted<boost::json::object>> admit_and_run(directory::directories& house,
                                                       directory::view& view, const request& sent,
                                                       const incoming& from,
                                                       const model::origin& origin, bool& told) {
    const auto chosen = choose_action(sent);
    if (!chosen) co_return chosen.error();
    auto where = find_directory(view, **chosen, sent.arguments);
    if (!where) co_return to_rejection(where.error());

    call asked{house, view, sent.arguments, from.now, std::move(*where), origin, told};
    const auto outcome = co_await run(**chosen, std::move(asked));
    if (!outcome) co_return to_rejection(outcome.error());
    co_return *outcome;
}

// A call to change something that was refused before it could become an edit: it is in the audit
// log before it is answered.
awaitable<void> tell_refusal(directory::directories& house, const request& sent,
                             const incoming& from, const model::origin& origin,
                             const rejection& why) {
    directory::refused_request told;
    told.operation = sent.action;
    told.target = target_of(sent.arguments);
    told.code = why.code;
    told.reason = why.message;
    const auto where = model::directory_id::from_text(text_of(sent.arguments, "DirectoryId"));
    directory::edit edit{where.value_or(model::directory_id()), model::author::administrator,
                         from.now, std::move(told), origin};
    // Whether it could be written changes nothing about the answer.
    [[maybe_unused]] const auto outcome = co_await house.submit(std::move(edit));
}

}  // namespace

awaitable<outgoing> answer_call(directory::directories& house, directory::view& view, nonces& used,
                                const incoming& from) {
    const unread_request unread{from.method, from.query, from.header, from.body};
    const auto sent = read_request(unread);
    if (!sent) co_return refuse(format_wanted(unread), sent.error(), from);
    const auto known = authenticate(house, view, used, *sent, from);
    if (!known) co_return refuse(sent->format, known.error(), from);

    const model::origin origin{sent->access_key_id, from.address, from.request_id};
    bool told = false;
    const auto outcome = co_await admit_and_run(house, view, *sent, from, origin, told);
    if (outcome) co_return succeed(*sent, *outcome, from);
    const action* const asked_for = find_action(sent->action);
    if (!told && asked_for != nullptr && std::holds_alternative<acts>(asked_for->run))
        co_await tell_refusal(house, *sent, from, origin, outcome.error());
    co_return refuse(sent->format, outcome.error(), from);
}

}  // namespace scimd::management
