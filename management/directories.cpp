// Directories themselves, and their settings: the settings actions are ours, CloudSSO has none.
#include "management/actions.hpp"
#include "management/directory_members.hpp"
#include "management/field_rules.hpp"
#include "management/permissions.hpp"
#include "model/random_text.hpp"

#include <boost/json/array.hpp>

namespace scimd::management {

namespace json = boost::json;

namespace {

json::object to_json(const model::directory& directory) {
    json::object written = identity_members(directory);
    written["CreateTime"] = model::to_seconds_text(directory.created);
    written["UpdateTime"] = model::to_seconds_text(directory.modified);
    return written;
}

json::object wrapped(const model::directory& directory) {
    return {{"Directory", to_json(directory)}};
}

// "groupNames" is GroupNames among the actions: parameters and members begin with a capital there.
std::string capitalised(std::string_view setting) {
    std::string name(setting);
    name.front() = static_cast<char>(name.front() - 'a' + 'A');
    return name;
}

json::object wrapped(const model::settings& settings) {
    json::object written;
    for (const auto& [name, value] : model::to_json(settings)) written[capitalised(name)] = value;
    return {{"Settings", std::move(written)}};
}

// The settings a call sends, under their own names; each is tried on a copy, so that a wrong value
// is named as the parameter it came in.
model::result<directory::change_settings> settings_sent(const call& asked) {
    directory::change_settings made;
    model::settings tried = asked.where.settings;  // of a new directory: the defaults
    for (const auto& entry : model::to_json(tried)) {
        const std::string name(entry.key());
        const auto value = find(asked.arguments, capitalised(name));
        if (!value) continue;
        auto changed = model::change(tried, name, *value);
        if (!changed)
            return model::refusal(model::errc::invalid_parameter, capitalised(name),
                                  changed.error().detail);
        made.values.emplace_back(name, *value);
    }
    return made;
}

}  // namespace

answer list_directories(const call& asked) {
    json::array entries;
    for (const model::directory& one : asked.view.list_directories())
        if (is_good_for(asked.by, one.id)) entries.push_back(to_json(one));
    json::object written;
    written["TotalCounts"] = entries.size();
    written["Directories"] = std::move(entries);
    return written;
}

answer get_directory(const call& asked) {
    return wrapped(asked.where);
}

// A directory without a name gets its id for one: ids are unique, and UpdateDirectory lets a
// directory keep that name.
directory::awaitable<answer> create_directory(call asked) {
    asked.where.id = model::fresh_directory_id();
    directory::create_directory made;
    made.name = asked.where.id.text();
    if (const auto name = find(asked.arguments, "DirectoryName")) {
        auto checked = check(field::directory_name, "DirectoryName", *name);
        if (!checked) co_return checked.error();
        made.name = *name;
    }
    auto settings = settings_sent(asked);
    if (!settings) co_return settings.error();
    for (const auto& [name, value] : settings->values)
        if (auto changed = model::change(made.settings, name, value); !changed)
            co_return changed.error();

    directory::change change = std::move(made);
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    co_return wrapped(std::get<model::directory>(done->left));
}

directory::awaitable<answer> update_directory(call asked) {
    const auto name = find(asked.arguments, "NewDirectoryName");
    if (!name) co_return wrapped(asked.where);
    if (*name != asked.where.id.text()) {
        auto checked = check(field::directory_name, "NewDirectoryName", *name);
        if (!checked) co_return checked.error();
    }

    directory::change change = directory::rename_directory{std::string(*name)};
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    co_return wrapped(std::get<model::directory>(done->left));
}

directory::awaitable<answer> delete_directory(call asked) {
    directory::change change = directory::delete_directory{};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

answer get_directory_settings(const call& asked) {
    return wrapped(asked.where.settings);
}

directory::awaitable<answer> update_directory_settings(call asked) {
    auto made = settings_sent(asked);
    if (!made) co_return made.error();
    if (made->values.empty()) co_return wrapped(asked.where.settings);

    directory::change change = std::move(*made);
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    co_return wrapped(std::get<model::directory>(done->left).settings);
}

}  // namespace scimd::management
