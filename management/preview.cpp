// PreviewSCIMSynchronization, an action of ours: what enabling the switch now would do
// (docs/synchronization.md).
#include "management/actions.hpp"
#include "management/drift.hpp"
#include "management/list_request.hpp"

#include <boost/json/array.hpp>

namespace scimd::management {

namespace json = boost::json;
using directory::awaitable;
using directory::entity_type;
using directory::previewed_entity;
using directory::rollback_preview;
using model::result;

namespace {

std::string_view to_text(entity_type type) {
    return type == entity_type::user ? "User" : "Group";
}

json::object totals_of(const rollback_preview& of) {
    const model::drift_counts& counts = of.counts;
    return {{"UsersEdited", counts.users_edited},
            {"UsersDeleted", counts.users_deleted},
            {"GroupsEdited", counts.groups_edited},
            {"GroupsDeleted", counts.groups_deleted},
            {"GroupsWithMembersChanged", counts.groups_with_members},
            {"MembersToRemove", counts.members_added},
            {"MembersToPutBack", counts.members_removed},
            {"Conflicts", of.conflicts}};
}

json::array changes_of(const previewed_entity& entity) {
    const struct {
        bool holds;
        std::string_view name;
    } rows[] = {{entity.edited, "Edited"},
                {entity.deleted, "Deleted"},
                {entity.to_remove.count + entity.to_put_back.count > 0, "MembersChanged"},
                {!entity.conflicts.empty(), "Conflict"}};
    json::array changes;
    for (const auto& row : rows)
        if (row.holds) changes.emplace_back(row.name);
    return changes;
}

json::array attributes_of(previewed_entity& entity) {
    json::array attributes;
    for (scim::difference& one : entity.attributes) {
        json::object written{{"Name", one.name}};
        if (one.before) written["LocalValue"] = std::move(*one.before);
        if (one.after) written["UpstreamValue"] = std::move(*one.after);
        attributes.push_back(std::move(written));
    }
    return attributes;
}

// Whoever was pushed and is not here has an id and nothing else.
json::array to_json(const std::vector<model::member>& members) {
    json::array list;
    for (const model::member& one : members) {
        json::object written{{"MemberId", one.id}};
        if (one.kind != model::member_kind::stranger) {
            written["MemberType"] = one.kind == model::member_kind::user ? "User" : "Group";
            written["Name"] = one.display;
        }
        list.push_back(std::move(written));
    }
    return list;
}

// What an administrator can do about it.
std::string advice_on(const directory::standing_in_the_way& one) {
    const std::string what = one.type == entity_type::user ? "user" : "group";
    if (one.provision == model::provision::synchronized)
        return "The schemas came to call " + one.attribute + " unique when two had the value \"" +
               one.value +
               "\". Start the server with the schemas of before, enable synchronization, and let "
               "the identity provider change one of the two.";
    if (!one.attribute.empty())
        return "Delete this manual " + what + ": it has the value \"" + one.value + "\" of " +
               one.attribute + ".";
    if (one.type == entity_type::group) return "Delete or rename this manual group.";
    return "Delete this manual user: a user's name cannot be changed by hand.";
}

json::array to_json(const std::vector<directory::standing_in_the_way>& conflicts) {
    json::array list;
    for (const directory::standing_in_the_way& one : conflicts) {
        json::object written{
            {"EntityId", one.id}, {"EntityType", to_text(one.type)}, {"Name", one.name}};
        if (!one.attribute.empty()) written["Attribute"] = one.attribute;
        written["Advice"] = advice_on(one);
        list.push_back(std::move(written));
    }
    return list;
}

// Takes the values out of the entity: they may be large.
json::object to_json(previewed_entity& entity) {
    json::object written{
        {"EntityId", entity.id}, {"EntityType", to_text(entity.type)}, {"Name", entity.name}};
    if (!entity.local_name.empty()) written["LocalName"] = entity.local_name;
    written["Changes"] = changes_of(entity);
    written["Attributes"] = attributes_of(entity);
    written["MembersToRemoveCount"] = entity.to_remove.count;
    written["MembersToRemove"] = to_json(entity.to_remove.members);
    written["MembersToPutBackCount"] = entity.to_put_back.count;
    written["MembersToPutBack"] = to_json(entity.to_put_back.members);
    written["Conflicts"] = to_json(entity.conflicts);
    return written;
}

}  // namespace

awaitable<answer> preview_synchronization(call asked) {
    const auto request = list_request_from(asked, {"PreviewSCIMSynchronization", "", false});
    if (!request) co_return request.error();
    const directory::preview_query query{request->query.after, request->query.count};
    result<rollback_preview> found = rollback_preview();
    std::function<void(directory::view&)> read = [&found, &query,
                                                  id = asked.where.id](directory::view& view) {
        found = view.preview_rollback(id, query);
    };
    auto scanned = co_await scan_drift(asked.house, std::move(read));
    if (!scanned) co_return scanned.error();
    if (!found) co_return found.error();

    list_outcome outcome{found->counts.entities(), found->next, {}};
    for (previewed_entity& one : found->entities) outcome.entries.push_back(to_json(one));
    json::object written;
    written["SCIMSynchronizationStatus"] = model::to_text(found->directory.synchronization);
    written["Totals"] = totals_of(*found);
    for (auto& member : list_answer(asked, *request, "Entities", std::move(outcome)))
        written[member.key()] = std::move(member.value());
    co_return written;
}

}  // namespace scimd::management
