#include "tests/law/switch_edits.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "tests/support/house.hpp"

namespace scimd::tests {
namespace {

namespace json = boost::json;

const std::string a_digest = "digest";

bool is_user(const step& by) {
    return is_user(by.target);
}
const scim::resource_type& type_of(const step& by) {
    return is_user(by) ? schemas().user() : schemas().group();
}
json::array members_json(const std::vector<entity>& members) {
    json::array list;
    for (const entity& one : members) list.push_back(json::object{{"value", to_id(one)}});
    return list;
}

// The body of a POST or PUT.
scim::document document_of(const step& by) {
    json::object body;
    body["schemas"] = json::array{json::string(type_of(by).core->urn)};
    body[is_user(by) ? "userName" : "displayName"] = by.name.value_or("");
    if (by.extra) body[is_user(by) ? "title" : "externalId"] = *by.extra;
    if (by.email && !by.email->empty())
        body["emails"] = json::array{json::object{{"value", *by.email}}};
    if (by.active) body["active"] = *by.active;
    for (const member_change& change : by.members) body["members"] = members_json(change.members);
    scim::tolerance lenient(model::tolerance::lenient);
    auto read = scim::read_document(body, type_of(by), lenient);
    if (!read) throw std::logic_error(read.error().detail);
    return std::move(*read);
}

// The operations of a PATCH; empty texts remove.
json::array operations_of(const step& by) {
    json::array operations;
    const auto set = [&](const char* path, json::value value) {
        operations.push_back(
            json::object{{"op", "replace"}, {"path", path}, {"value", std::move(value)}});
    };
    const auto remove = [&](const char* path) {
        operations.push_back(json::object{{"op", "remove"}, {"path", path}});
    };
    if (by.name) set(is_user(by) ? "userName" : "displayName", json::string(*by.name));
    const char* const extra = is_user(by) ? "title" : "externalId";
    if (by.extra && by.extra->empty()) remove(extra);
    if (by.extra && !by.extra->empty()) set(extra, json::string(*by.extra));
    if (by.email && by.email->empty()) remove("emails");
    if (by.email && !by.email->empty())
        set("emails", json::array{json::object{{"value", *by.email}}});
    if (by.active) set("active", *by.active);
    for (const member_change& change : by.members) {
        if (change.what == member_verb::replace) set("members", members_json(change.members));
        if (change.what == member_verb::add)
            operations.push_back(json::object{
                {"op", "add"}, {"path", "members"}, {"value", members_json(change.members)}});
        if (change.what == member_verb::remove)
            for (const entity& one : change.members)
                remove(("members[value eq \"" + to_id(one) + "\"]").c_str());
    }
    return operations;
}

scim::patch patch_of(const step& by) {
    json::array operations = operations_of(by);
    if (operations.empty()) return {};
    const json::object body{
        {"schemas", json::array{"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
        {"Operations", std::move(operations)}};
    scim::tolerance lenient(model::tolerance::lenient);
    auto read = scim::parse_patch(body, type_of(by), lenient);
    if (!read) throw std::logic_error(read.error().detail);
    return std::move(*read);
}

directory::preconditions conditions_of(const step& by) {
    if (!by.if_match) return {};
    return {true, std::vector{*by.if_match}, {}, false};
}

directory::password_change password_of(const step& by) {
    return by.password ? directory::password_change(a_digest) : std::nullopt;
}

directory::bulk_change entity_change_of(const step& by) {
    if (is_user(by)) {
        const model::user_id id = user_id_of(by.target);
        switch (by.what) {
            case verb::create:
                return directory::create_user{id, document_of(by), by.description.value_or(""),
                                              password_of(by)};
            case verb::replace:
                return directory::replace_user{id, document_of(by), password_of(by),
                                               conditions_of(by)};
            case verb::patch:
                return directory::patch_user{id, patch_of(by), by.description, password_of(by),
                                             conditions_of(by)};
            default:
                return directory::delete_user{id, conditions_of(by)};
        }
    }
    const model::group_id id = group_id_of(by.target);
    switch (by.what) {
        case verb::create:
            return directory::create_group{id, document_of(by), by.description.value_or("")};
        case verb::replace:
            return directory::replace_group{id, document_of(by), conditions_of(by)};
        case verb::patch: {
            scim::patch patch = patch_of(by);
            auto members = scim::take_member_steps(patch, schemas().group());
            if (!members) throw std::logic_error(members.error().detail);
            return directory::patch_group{id, std::move(patch), std::move(*members), by.description,
                                          conditions_of(by)};
        }
        default:
            return directory::delete_group{id, conditions_of(by)};
    }
}

std::set<entity> referred_to(const step& part) {
    std::set<entity> all;
    if (part.what != verb::create) all.insert(part.target);
    for (const member_change& change : part.members)
        all.insert(change.members.begin(), change.members.end());
    return all;
}

// Every part is a batch of its own, and needs the earlier creates of whom it names.
directory::bulk bulk_of(const step& by) {
    directory::bulk all;
    all.fail_on_errors = by.stops_after;
    for (std::size_t i = 0; i < by.parts.size(); ++i) {
        const step& part = by.parts[i];
        directory::bulk_step made{
            .what = entity_change_of(part), .needs = {}, .operation = {}, .target = {}};
        for (const entity& one : referred_to(part))
            for (std::size_t before = 0; before < i; ++before)
                if (by.parts[before].what == verb::create && by.parts[before].target == one)
                    made.needs.push_back(before);
        all.steps.push_back(std::move(made));
        all.batches.push_back({i});
    }
    return all;
}

}  // namespace

model::user_id user_id_of(const entity& one) {
    return model::user_id::from_text(to_id({entity_kind::user, one.number})).value();
}
model::group_id group_id_of(const entity& one) {
    return model::group_id::from_text(to_id({entity_kind::group, one.number})).value();
}

directory::change change_of(const step& by) {
    switch (by.what) {
        case verb::create:
        case verb::replace:
        case verb::patch:
        case verb::remove:
            return std::visit([](auto&& one) { return directory::change(std::move(one)); },
                              entity_change_of(by));
        case verb::set_logon:
            return directory::set_logon{user_id_of(by.target), by.active.value_or(true)};
        case verb::set_password:
            return directory::set_password{user_id_of(by.target), a_digest};
        case verb::join:
            return directory::add_user_to_group{group_id_of(by.target), user_id_of(by.member)};
        case verb::leave:
            return directory::remove_user_from_group{group_id_of(by.target), user_id_of(by.member)};
        case verb::bulk:
            return bulk_of(by);
        case verb::enable:
            return directory::set_synchronization{model::synchronization::enabled};
        case verb::disable:
            return directory::set_synchronization{model::synchronization::disabled};
        case verb::free_names:
            return directory::change_settings{{{"groupNames", "free"}}};
        case verb::unique_names:
            return directory::change_settings{{{"groupNames", "unique"}}};
    }
    throw std::logic_error("a step without a verb");
}

directory::change removal_of(const entity& one) {
    return change_of({.what = verb::remove, .target = one});
}

directory::change without_members(const entity& group) {
    directory::patch_group all;
    all.id = group_id_of(group);
    all.members.push_back({scim::member_step::what::remove_all, {}, {}});
    return all;
}

}  // namespace scimd::tests
