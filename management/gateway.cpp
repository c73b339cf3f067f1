#include "management/gateway.hpp"

#include "management/call.hpp"
#include "management/faults.hpp"
#include "management/reply.hpp"
#include "management/request.hpp"
#include "management/run_action.hpp"
#include "model/secret.hpp"
#include "model/text.hpp"
#include "model/utf8.hpp"

#include <algorithm>

namespace scimd::management {

using directory::awaitable;

namespace {

// Bytes of what the server would have signed that a refusal says: more than any call of a client
// has.
constexpr std::size_t signed_text_told_max = 64UL * 1024;

// When to come back after a refusal that a moment's patience mends.
constexpr std::chrono::seconds patience{1};

// Asked anew for every call: a key that is disabled or deleted is of no use from then on.
admitted<model::access_key> find_key(directory::view& view, const std::string& access_key_id) {
    if (access_key_id.empty()) return missing("AccessKeyId");
    auto key = view.find_access_key(access_key_id);
    if (!key) return to_rejection(gate::access_key_not_found);
    if (!key->enabled) return to_rejection(gate::access_key_disabled);
    return std::move(*key);
}

// `YYYY-MM-DDThh:mm:ssZ` and nothing else, not far from our own clock.
admitted<model::instant> check_timestamp(const request& sent, model::instant now) {
    if (sent.timestamp.empty()) return missing(sent.v3 ? "x-acs-date" : "Timestamp");
    const auto stamp = model::instant_from_text(sent.timestamp);
    if (!stamp || model::to_seconds_text(*stamp) != sent.timestamp)
        return to_detailed_rejection(gate::timestamp_format,
                                     "It is written YYYY-MM-DDThh:mm:ssZ, in UTC.");

    const std::int64_t skew = now.milliseconds - stamp->milliseconds;
    if (std::max(skew, -skew) > clock_skew_milliseconds_max)
        return to_rejection(gate::timestamp_expired,
                            "The request says " + sent.timestamp + ", the server's clock says " +
                                model::to_seconds_text(now) + "; they may be 15 minutes apart.");
    return *stamp;
}

// What was signed, as a refusal says it: whoever knows nothing but the id of an access key is
// answered with it, so it is not much more than was sent, and it is text.
std::string told(std::string_view signed_text) {
    std::string text(model::cut(signed_text, signed_text_told_max));
    if (text.size() < signed_text.size()) text += "…";
    if (!model::count_characters(text))
        std::ranges::replace_if(
            text, [](char c) { return static_cast<unsigned char>(c) > 0x7F; }, '?');
    return text;
}

admitted<void> check_rpc_signature(const request& sent, std::string_view method,
                                   std::string_view secret) {
    for (const std::string_view name : {"SignatureMethod", "SignatureVersion", "Signature"})
        if (text_of(sent.arguments, name).empty()) return missing(name);
    if (text_of(sent.arguments, "SignatureMethod") != "HMAC-SHA1")
        return to_detailed_rejection(gate::signature_method, "It is HMAC-SHA1.");
    if (text_of(sent.arguments, "SignatureVersion") != "1.0")
        return to_detailed_rejection(gate::signature_version, "It is 1.0.");

    const std::string text = rpc_string_to_sign(method, sent.arguments);
    if (model::equal_in_constant_time(rpc_signature(secret, text), sent.signature)) return {};
    // Python's and Go's SDKs compare what follows the colon with their own text, to tell a wrong
    // secret from a wrong way of signing: the wording is theirs, to the letter.
    return to_rejection(gate::signature_mismatch,
                        "Specified signature is not matched with our calculation. "
                        "server string to sign is:" +
                            told(text));
}

admitted<void> check_v3_signature(const request& sent, const incoming& from,
                                  std::string_view secret) {
    auto covered = check_coverage(*sent.v3, from.header);
    if (!covered) return to_detailed_rejection(gate::signature_incomplete, covered.error().detail);

    const std::string canonical =
        v3_canonical_request({from.method, sent.query, from.header, from.body}, *sent.v3);
    const std::string text = v3_string_to_sign(canonical);
    if (!model::equal_in_constant_time(v3_signature(secret, text), sent.signature))
        return to_rejection(gate::signature_mismatch,
                            "Specified signature does not match our calculation. "
                            "server StringToSign is [" +
                                text + "] server CanonicalRequest is [" + told(canonical) + "]");
    // A tampered body is a mismatch already; this is for a client that signs one digest and sends
    // another.
    const std::string_view claimed = from.header("x-acs-content-sha256");
    if (!claimed.empty() && claimed != body_digest(from.body))
        return to_detailed_rejection(
            gate::signature_incomplete,
            "The header x-acs-content-sha256 is not the digest of the body.");
    return {};
}

// Version 3 may come without a nonce; then its signature stands for one, for it is used once just
// as well.
admitted<model::used_nonce> check_nonce(const request& sent, nonces& used, model::instant stamp,
                                        const incoming& from) {
    if (sent.nonce.empty() && !sent.v3) return missing("SignatureNonce");
    const std::string& text = sent.nonce.empty() ? sent.signature : sent.nonce;
    model::used_nonce nonce = nonce_of(sent.access_key_id, text, stamp);
    switch (used.remember(nonce, from.now, from.moment)) {
        case nonces::verdict::fresh:
            break;
        case nonces::verdict::used:
            return to_rejection(gate::nonce_used);
        case nonces::verdict::full:
            rejection full = to_rejection(gate::nonces_full);
            full.retry_after = std::chrono::minutes(1);  // that is when some are forgotten
            return full;
    }
    return nonce;
}

// Who asks is who they say, and has not asked this before.
struct caller {
    model::access_key key;
    model::used_nonce nonce;
};
admitted<caller> authenticate(directory::directories& house, directory::view& view, nonces& used,
                              const request& sent, const incoming& from) {
    auto key = find_key(view, sent.access_key_id);
    if (!key) return key.error();
    const auto stamp = check_timestamp(sent, from.now);
    if (!stamp) return stamp.error();
    const auto secret = house.sealing_key().open(key->sealed_secret);
    if (!secret) return to_rejection(secret.error());
    auto checked = sent.v3 ? check_v3_signature(sent, from, *secret)
                           : check_rpc_signature(sent, from.method, *secret);
    if (!checked) return checked.error();
    auto fresh = check_nonce(sent, used, *stamp, from);
    if (!fresh) return fresh.error();
    return caller{std::move(*key), std::move(*fresh)};
}

admitted<void> check_version(const request& sent) {
    if (sent.version.empty()) return missing("Version");
    if (sent.version != api_version)
        return to_detailed_rejection(gate::version, "It is " + std::string(api_version) + ".");
    return {};
}

// Flow control counts the calls of actions that there are: one there is not is refused as such.
// How long a call has to wait.
admitted<model::token_buckets::duration> check_rate(throttle& rates, const request& sent,
                                                    const incoming& from) {
    if (find_action(sent.action) == nullptr) return model::token_buckets::duration::zero();
    const auto told = rates.ask(sent.access_key_id, sent.action, from.moment);
    switch (told.says) {
        case throttle::verdict::passes:
            break;
        case throttle::verdict::key_too_fast:
            return to_throttling(gate::key_too_fast, rates.rates().each_key, told.wait);
        case throttle::verdict::action_too_fast:
            return to_throttling(gate::action_too_fast, rates.rates().all_keys, told.wait);
    }
    return told.wait;
}

outgoing refuse(format as, const rejection& reason, const incoming& from) {
    outgoing made{reason.status,
                  content_type(as),
                  error_text(as, reason, from.request_id, from.header("host")),
                  {}};
    made.headers.emplace_back("x-acs-request-id", from.request_id);
    if (reason.status == 503)
        made.headers.emplace_back("Retry-After", std::to_string(patience.count()));
    // In milliseconds: openapi-core sleeps for that many (@darabonba/typescript, retry.ts,
    // func.ts).
    if (reason.retry_after.count() > 0)
        made.headers.emplace_back("x-acs-retry-after", std::to_string(reason.retry_after.count()));
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

}  // namespace

awaitable<outgoing> answer_call(directory::directories& house, directory::view& view,
                                entrance& door, const incoming& from) {
    const unread_request unread{from.method, from.query, from.header, from.body};
    const auto sent = read_request(unread);
    if (!sent) co_return refuse(format_wanted(unread), sent.error(), from);
    const auto known = authenticate(house, view, door.used, *sent, from);
    if (!known) co_return refuse(sent->format, known.error(), from);
    // Before anybody hears of it: a call that was let in is not let in again after a restart.
    if (door.keeper) co_await door.keeper->keep(known->nonce, from.now);

    const model::origin origin{sent->access_key_id, from.address, from.request_id};
    const asked_action asked{sent->action, sent->arguments, known->key, origin, from.now};
    // What is refused from here to the action is not told in the audit log: a flood of it would be
    // a flood of commits.
    const auto version = check_version(*sent);
    if (!version) co_return refuse(sent->format, version.error(), from);
    const auto unhurried = check_rate(door.rates, *sent, from);
    if (!unhurried) co_return refuse(sent->format, unhurried.error(), from);
    co_await directory::wait_for(*unhurried);
    const auto outcome = co_await run_action(house, view, asked);
    if (!outcome) co_return refuse(sent->format, outcome.error(), from);
    co_return succeed(*sent, *outcome, from);
}

}  // namespace scimd::management
