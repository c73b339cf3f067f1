#include "store/journal.hpp"

#include <algorithm>
#include <utility>

#include "scim/differences.hpp"
#include "scim/messages.hpp"
#include "scim/secrets.hpp"

namespace scimd::store {
namespace {

namespace json = boost::json;

std::string_view name_of(const entity_state& of) {
    return scim::text_of(of.document, of.active ? "userName" : "displayName");
}

// What the log tells of an entity besides its document, under names that no attribute has: they are
// CloudSSO's.
void append_extras(std::string& text, const entity_state& of) {
    if (of.active) text += *of.active ? R"(,"active":true)" : R"(,"active":false)";
    if (!of.description.empty()) {
        text += R"(,"Description":)";
        scim::append_json_string(text, of.description);
    }
    text += R"(,"ProvisionType":")";
    text += to_text(of.provision);
    text += "\"}";
}

// The whole state. A document always holds `schemas`, so that what follows begins with a comma.
std::string state_text(const entity_state& of) {
    std::string text;
    if (scim::is_returned_whole(of.text, of.type)) {
        text.reserve(of.text.size() + 64);
        text = of.text;
    } else {
        scim::document shown = of.document;
        scim::hide_secrets(shown.attributes, of.type);
        text = scim::to_text(shown);
    }
    text.pop_back();
    append_extras(text, of);
    return text;
}

// What `before` has and `after` has not as it is, and (as null) what only `after` has. Within an
// extension likewise.
json::object differing(const json::object& before, const json::object& after) {
    json::object found;
    scim::each_difference(
        before, after,
        [&found](std::string_view name, const json::value* old, const json::value* now) {
            const bool both =
                old != nullptr && now != nullptr && old->is_object() && now->is_object();
            if (old == nullptr)
                found[name] = nullptr;
            else if (both && scim::is_extension(name))
                found[name] = differing(old->get_object(), now->get_object());
            else
                found[name] = *old;
        });
    return found;
}

std::string difference_text(const entity_state& before, const entity_state& after) {
    json::object found;
    if (before.text != after.text)
        found = differing(before.document.attributes, after.document.attributes);
    if (!scim::is_returned_whole(before.text, before.type)) scim::hide_secrets(found, before.type);
    if (before.active != after.active) found["active"] = before.active.value_or(false);
    if (before.description != after.description) found["Description"] = before.description;
    if (before.provision != after.provision) found["ProvisionType"] = to_text(before.provision);
    return scim::to_text({std::move(found)});
}

void append_name(std::string& out, std::string_view name) {
    out += out.back() == '{' ? "\"" : ",\"";
    out += name;
    out += "\":";
}
void append_text(std::string& out, std::string_view name, std::string_view text) {
    append_name(out, name);
    scim::append_json_string(out, text);
}
void append_json(std::string& out, std::string_view name, std::string_view text) {
    if (text.empty()) return;
    append_name(out, name);
    out += text;
}

// "MembersAdded" and "MembersAddedCount".
void append_members(std::string& out, const std::string& name, const std::vector<std::string>& ids,
                    std::int64_t count) {
    if (count == 0) return;
    append_name(out, name);
    out += '[';
    for (const std::string& id : ids) {
        if (out.back() != '[') out += ',';
        scim::append_json_string(out, id);
    }
    out += ']';
    append_json(out, name + "Count", std::to_string(count));
}

}  // namespace

entity_state state_of(const model::user& of, const scim::document& read,
                      const scim::resource_type& type) {
    return {of.id.text(),   of.document,  read,       type,
            of.description, of.provision, of.version, of.active};
}

entity_state state_of(const model::group& of, const scim::document& read,
                      const scim::resource_type& type) {
    return {of.id.text(), of.document, read, type, of.description, of.provision, of.version, {}};
}

journal::entry& journal::about(std::string_view id, std::string_view type) {
    const auto [at, is_new] = places_.emplace(id, entries_.size());
    if (is_new) {
        entries_.emplace_back();
        entries_.back().id = id;
        entries_.back().type = type;
    }
    return entries_[at->second];
}

journal::entry& journal::about(const entity_state& of) {
    entry& found = about(of.id, of.type.name);
    found.name = name_of(of);
    found.version = of.version;
    found.provision = of.provision;
    return found;
}

void journal::keep_states(entry& of, std::string before, std::string after) {
    bytes_ += before.size() + after.size();
    of.before = std::move(before);
    of.after = std::move(after);
}

void journal::created(const entity_state& of) {
    entry& made = about(of);
    made.change = "Created";
    keep_states(made, {}, state_text(of));
}

void journal::changed(const entity_state& before, const entity_state& after) {
    keep_states(about(after), difference_text(before, after), state_text(after));
}

void journal::removed(const entity_state& of) {
    entry& made = about(of);
    made.change = "Deleted";
    keep_states(made, state_text(of), {});
}

void journal::restored(const entity_state& of) {
    entry& made = about(of);
    made.change = "Restored";
    keep_states(made, {}, state_text(of));
}

journal::entry& journal::about(const model::user& of, std::string_view name) {
    entry& found = about(of.id.text(), "User");
    found.name = name;
    found.version = of.version;
    found.provision = of.provision;
    return found;
}

void journal::password_changed(const model::user& of, std::string_view name) {
    about(of, name).password = true;
}

void journal::tagged(std::string_view user_id, const std::vector<model::tag>& tags) {
    std::string text = "[";
    for (const model::tag& one : tags) {
        text += text.size() == 1 ? "{" : ",{";
        append_text(text, "Key", one.key);
        append_text(text, "Value", one.value);
        text += '}';
    }
    about(user_id, "User").tags = text + "]";
}

void journal::mfa_changed(const model::user& of, std::string_view name, bool enabled) {
    about(of, name).mfa = enabled;
}

void journal::name_in(member_list& list, std::string_view id) {
    ++list.count;
    if (!id.empty() && list.ids.size() < journal_members_max) list.ids.emplace_back(id);
}

void journal::member_added(std::string_view group_id, std::string_view member_id) {
    name_in(about(group_id, "Group").added, member_id);
}

void journal::member_removed(std::string_view group_id, std::string_view member_id) {
    name_in(about(group_id, "Group").removed, member_id);
}

void journal::members_removed(std::string_view group_id, std::vector<std::string> ids,
                              std::int64_t count) {
    member_list& list = about(group_id, "Group").removed;
    list.count += count;
    for (std::string& id : ids)
        if (list.ids.size() < journal_members_max) list.ids.push_back(std::move(id));
}

const journal::entry* journal::find(std::string_view id) const {
    const auto found = places_.find(std::string(id));
    return found == places_.end() ? nullptr : &entries_[found->second];
}

bool journal::names_member_added(std::string_view group_id) const {
    const entry* of = find(group_id);
    return of == nullptr || of->added.ids.size() < journal_members_max;
}

bool journal::names_member_removed(std::string_view group_id) const {
    const entry* of = find(group_id);
    return of == nullptr || of->removed.ids.size() < journal_members_max;
}

void journal::group_is(const group_now& now) {
    entry& of = about(now.id, "Group");
    of.name = now.name;
    of.version = now.version;
    of.provision = now.provision;
    of.members = now.members;
}

void journal::changed(const thing& of, std::string before, std::string after) {
    entry& made = about(of.id, of.type);
    made.name = of.name;
    made.change = before.empty() ? "Created" : after.empty() ? "Deleted" : "Updated";
    made.before = std::move(before);
    made.after = std::move(after);
}

void journal::switched(const thing& of, std::string before, std::string after,
                       std::string rolled_back) {
    entry told;
    told.type = of.type;
    told.name = of.name;
    told.before = std::move(before);
    told.after = std::move(after);
    told.rolled_back = std::move(rolled_back);
    headline_ = {std::string(of.id), text_of(told)};
}

std::string journal::text_of(const entry& of) {
    std::string text = "{";
    append_text(text, "EntityType", of.type);
    if (!of.name.empty()) append_text(text, "Name", of.name);
    append_text(text, "Change", of.change);
    if (of.version) append_json(text, "Version", std::to_string(*of.version));
    if (of.provision) append_text(text, "ProvisionType", to_text(*of.provision));
    append_json(text, "Before", of.before);
    append_json(text, "After", of.after);
    if (of.password) append_json(text, "PasswordChanged", "true");
    append_json(text, "Tags", of.tags);
    if (of.mfa)
        append_json(text, "UserMFAAuthenticationSettings",
                    *of.mfa ? R"({"Before":"Disabled","After":"Enabled"})"
                            : R"({"Before":"Enabled","After":"Disabled"})");
    append_members(text, "MembersAdded", of.added.ids, of.added.count);
    append_members(text, "MembersRemoved", of.removed.ids, of.removed.count);
    if (of.members) append_json(text, "MemberCount", std::to_string(*of.members));
    append_json(text, "RolledBack", of.rolled_back);
    text += '}';
    return text;
}

std::vector<model::audit_change> journal::take() {
    std::vector<model::audit_change> changes;
    changes.reserve(entries_.size());
    for (const entry& one : entries_) changes.push_back({one.id, text_of(one)});
    entries_.clear();
    places_.clear();
    bytes_ = 0;
    return changes;
}

std::optional<model::audit_change> journal::take_headline() {
    return std::exchange(headline_, std::nullopt);
}

void journal::clear() {
    headline_.reset();
    entries_.clear();
    places_.clear();
    bytes_ = 0;
}

}  // namespace scimd::store
