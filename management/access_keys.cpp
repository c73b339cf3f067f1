// Access keys: actions of our own, in the manner of RAM's. The signer's parameter is called
// AccessKeyId, so the key that an action is about is UserAccessKeyId.
#include "management/actions.hpp"
#include "management/field_rules.hpp"
#include "model/random_text.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace scimd::management {

namespace json = boost::json;
using model::errc;
using model::refusal;
using model::result;

namespace {

constexpr std::string_view id_prefix = "SCIMD";
constexpr std::size_t random_id_characters = 19;
constexpr std::size_t secret_characters = 30;
constexpr std::size_t directories_max = 100;

json::object to_json(const model::access_key& key) {
    json::object written{{"AccessKeyId", key.id},
                         {"AccessKeyName", key.name},
                         {"Status", key.enabled ? "Enabled" : "Disabled"},
                         {"Permission", key.read_only ? "ReadOnly" : "Full"},
                         {"CreateTime", model::to_seconds_text(key.created)}};
    if (!key.directories) return written;
    json::array ids;
    for (const model::directory_id& one : *key.directories) ids.emplace_back(one.text());
    written["DirectoryIds"] = std::move(ids);
    return written;
}

json::object wrapped(json::object key) {
    return {{"AccessKey", std::move(key)}};
}

result<std::string> new_id(const parameters& sent) {
    const std::string_view id = text_of(sent, "UserAccessKeyId");
    if (id.empty())
        return std::string(id_prefix) + model::random_alphanumeric(random_id_characters);
    auto checked = check(field::access_key_id, "UserAccessKeyId", id);
    if (!checked) return checked.error();
    return std::string(id);
}

result<bool> is_to_be_read_only(const parameters& sent) {
    const std::string_view permission = find(sent, "Permission").value_or("Full");
    if (permission == "Full") return false;
    if (permission == "ReadOnly") return true;
    return invalid("Permission", "is Full or ReadOnly");
}

// An id of another form than ours is one of no directory.
result<std::optional<std::vector<model::directory_id>>> directories_of(const parameters& sent) {
    auto texts = list_of(sent, "DirectoryIds", directories_max);
    if (!texts) return texts.error();
    std::optional<std::vector<model::directory_id>> read;
    if (!*texts) return read;
    read.emplace();
    for (const std::string& text : **texts) {
        const auto id = model::directory_id::from_text(text);
        if (!id) return refusal(errc::directory_not_found, "There is no directory " + text + ".");
        if (std::ranges::find(*read, *id) == read->end()) read->push_back(*id);
    }
    return read;
}

result<directory::create_access_key> key_asked_for(const parameters& sent) {
    directory::create_access_key made;
    auto id = new_id(sent);
    if (!id) return id.error();
    made.id = std::move(*id);
    made.name = text_of(sent, "AccessKeyName");
    auto named = check(field::access_key_name, "AccessKeyName", made.name);
    if (!named) return named.error();
    const auto read_only = is_to_be_read_only(sent);
    if (!read_only) return read_only.error();
    made.read_only = *read_only;
    auto directories = directories_of(sent);
    if (!directories) return directories.error();
    made.directories = std::move(*directories);
    return made;
}

result<model::access_key> key_of(const call& asked) {
    const std::string id(text_of(asked.arguments, "UserAccessKeyId"));
    auto found = asked.view.find_access_key(id);
    if (!found) return refusal(errc::access_key_not_found, "There is no access key " + id + ".");
    return std::move(*found);
}

result<directory::update_access_key> update_asked_for(const parameters& sent, std::string id) {
    directory::update_access_key made{std::move(id), std::nullopt, std::nullopt};
    if (const auto name = find(sent, "NewAccessKeyName")) {
        auto named = check(field::access_key_name, "NewAccessKeyName", *name);
        if (!named) return named.error();
        made.name = *name;
    }
    const auto enabled = status_of(sent, "NewStatus");
    if (!enabled) return enabled.error();
    made.enabled = *enabled;
    return made;
}

}  // namespace

// The secret is in this one answer; it rests sealed, for signatures to be checked (Law 8).
directory::awaitable<answer> create_access_key(call asked) {
    auto made = key_asked_for(asked.arguments);
    if (!made) co_return made.error();
    const std::string secret = model::random_alphanumeric(secret_characters);
    made->sealed_secret = asked.house.sealing_key().seal(secret);

    directory::change change = std::move(*made);
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    json::object written = to_json(std::get<model::access_key>(done->left));
    written["AccessKeySecret"] = secret;
    co_return wrapped(std::move(written));
}

answer list_access_keys(const call& asked) {
    json::array entries;
    for (const model::access_key& one : asked.view.list_access_keys())
        entries.push_back(to_json(one));
    json::object written;
    written["TotalCounts"] = entries.size();
    written["AccessKeys"] = std::move(entries);
    return written;
}

directory::awaitable<answer> update_access_key(call asked) {
    const auto known = key_of(asked);  // named before what is wrong with the change
    if (!known) co_return known.error();
    auto made = update_asked_for(asked.arguments, known->id);
    if (!made) co_return made.error();

    directory::change change = std::move(*made);
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    co_return wrapped(to_json(std::get<model::access_key>(done->left)));
}

directory::awaitable<answer> delete_access_key(call asked) {
    const auto known = key_of(asked);
    if (!known) co_return known.error();
    directory::change change = directory::delete_access_key{known->id};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

}  // namespace scimd::management
