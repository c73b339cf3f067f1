// The bearer tokens of a directory's identity provider (reference, section 4).
#include "management/actions.hpp"
#include "model/random_text.hpp"
#include "model/secret.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <chrono>

namespace scimd::management {

namespace json = boost::json;
using model::errc;
using model::refusal;

namespace {

constexpr std::size_t secret_characters = 40;

json::object to_json(const model::credential& credential) {
    return {{"CredentialId", credential.id.text()},
            {"CredentialType", "BearerToken"},
            {"DirectoryId", credential.directory.text()},
            {"Status", credential.enabled ? "Enabled" : "Disabled"},
            {"CreateTime", model::to_seconds_text(credential.created)},
            {"ExpireTime", model::to_seconds_text(credential.expires)}};
}

json::object wrapped(json::object credential) {
    return {{"SCIMServerCredential", std::move(credential)}};
}

// The same day a year later, as the documentation's sample has it; for the 29th of February the
// 28th.
model::instant a_year_after(model::instant start) {
    using namespace std::chrono;
    const sys_time<milliseconds> moment{milliseconds(start.milliseconds)};
    const auto midnight = floor<days>(moment);
    year_month_day date = year_month_day(midnight) + years(1);
    if (!date.ok()) date = date.year() / date.month() / last;
    const sys_time<milliseconds> later = sys_days(date) + (moment - midnight);
    return {later.time_since_epoch().count()};
}

model::result<model::credential_id> credential_of(const call& asked) {
    const std::string_view text = text_of(asked.arguments, "CredentialId");
    const auto id = model::credential_id::from_text(text);
    if (id) return *id;
    return refusal(errc::credential_not_found,
                   "There is no SCIM credential " + std::string(text) + ".");
}

// What a call that changes nothing answers.
answer unchanged(const call& asked, const model::credential_id& id) {
    auto known = asked.view.list_credentials(asked.where.id);
    if (!known) return known.error();
    const auto place = std::ranges::find(*known, id, &model::credential::id);
    if (place == known->end())
        return refusal(errc::credential_not_found,
                       "There is no SCIM credential " + id.text() + ".");
    return wrapped(to_json(*place));
}

}  // namespace

// The secret is in this one answer and nowhere else: the directory keeps its digest (Law 8).
directory::awaitable<answer> create_credential(call asked) {
    const std::string secret = model::random_alphanumeric(secret_characters);
    directory::create_credential made;
    made.id = model::fresh_credential_id(asked.now);
    made.digest = model::digest_token(secret);
    made.expires = a_year_after(asked.now);

    directory::change change = std::move(made);
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    json::object written = to_json(std::get<model::credential>(done->left));
    written["CredentialSecret"] = secret;
    co_return wrapped(std::move(written));
}

answer list_credentials(const call& asked) {
    auto known = asked.view.list_credentials(asked.where.id);
    if (!known) return known.error();
    json::array entries;
    for (const model::credential& one : *known) entries.push_back(to_json(one));
    json::object written;
    written["TotalCounts"] = entries.size();
    written["SCIMServerCredentials"] = std::move(entries);
    return written;
}

directory::awaitable<answer> update_credential_status(call asked) {
    const auto id = credential_of(asked);
    if (!id) co_return id.error();
    const auto enabled = status_of(asked.arguments, "NewStatus");
    if (!enabled) {
        auto there = unchanged(asked, *id);  // that the credential is not there is named first
        if (!there) co_return there.error();
        co_return enabled.error();
    }
    if (!*enabled) co_return unchanged(asked, *id);

    directory::change change = directory::set_credential_status{*id, **enabled};
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    co_return wrapped(to_json(std::get<model::credential>(done->left)));
}

directory::awaitable<answer> delete_credential(call asked) {
    const auto id = credential_of(asked);
    if (!id) co_return id.error();
    directory::change change = directory::delete_credential{*id};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

}  // namespace scimd::management
