// Groups and their members as an administrator sees them (reference, sections 2 and 2.2).
#include "management/actions.hpp"
#include "management/field_rules.hpp"
#include "management/list_request.hpp"
#include "management/precedence.hpp"
#include "management/user_fields.hpp"
#include "model/random_text.hpp"

#include <boost/json/array.hpp>

namespace scimd::management {

namespace json = boost::json;
using directory::awaitable;
using model::errc;
using model::result;

namespace {

result<model::group_id> group_of(const call& asked) {
    const std::string_view text = text_of(asked.arguments, "GroupId");
    const auto id = model::group_id::from_text(text);
    if (id) return *id;
    return model::refusal(errc::group_not_found, "There is no group " + std::string(text) + ".");
}

// Whom AddUserToGroup and RemoveUserFromGroup are about. A user's id of another form is nobody's,
// but that the group is not there, or locked, is named first, as the directory would.
struct membership {
    model::group_id group;
    model::user_id user;
};
result<membership> membership_of(const call& asked) {
    const auto group = group_of(asked);
    if (!group) return group.error();
    const std::string_view text = text_of(asked.arguments, "UserId");
    const auto user = model::user_id::from_text(text);
    if (user) return membership{*group, *user};
    return refusal_of_change(
        asked, *group,
        model::refusal(errc::user_not_found, "There is no user " + std::string(text) + "."));
}

json::object wrapped(const model::group& group) {
    return {{"Group", to_json(group)}};
}

result<directory::create_group> group_to_create(const call& asked) {
    const std::string_view name = text_of(asked.arguments, "GroupName");
    auto checked = check(field::group_name, "GroupName", name);
    if (!checked) return checked.error();
    const std::string_view description = text_of(asked.arguments, "Description");
    checked = check(field::description, "Description", description);
    if (!checked) return checked.error();

    auto document = group_document(name, asked.house.catalogue(asked.where.id).group());
    if (!document) return document.error();
    directory::create_group made;
    made.id = model::fresh_group_id(asked.now);
    made.document = std::move(*document);
    made.description = description;
    return made;
}

result<directory::patch_group> group_to_patch(const call& asked, const model::group_id& id) {
    directory::patch_group made;
    made.id = id;
    if (const auto name = find(asked.arguments, "NewGroupName")) {
        auto checked = check(field::group_name, "NewGroupName", *name);
        if (!checked) return checked.error();
        auto patch = group_patch(*name, asked.house.catalogue(asked.where.id).group());
        if (!patch) return patch.error();
        made.patch = std::move(*patch);
    }
    if (const auto description = find(asked.arguments, "NewDescription")) {
        auto checked = check(field::description, "NewDescription", *description);
        if (!checked) return checked.error();
        made.description = *description;
    }
    return made;
}

}  // namespace

awaitable<answer> create_group(call asked) {
    auto made = group_to_create(asked);
    if (!made) co_return made.error();
    directory::change change = std::move(*made);
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    co_return wrapped(std::get<model::group>(done->left));
}

answer get_group(const call& asked) {
    const auto id = group_of(asked);
    if (!id) return id.error();
    auto found = asked.view.find_group(asked.where, *id);
    if (!found) return found.error();
    return wrapped(*found);
}

awaitable<answer> list_groups(call asked) {
    auto request = list_request_from(asked, {"ListGroups", "GroupName", false});
    if (!request) co_return request.error();
    directory::management_page<model::group> page;
    std::function<void(directory::view&)> look = [&](directory::view& view) {
        page = view.list_groups(asked.where, request->query);
    };
    const auto done = co_await read_page(asked, request->query, std::move(look));
    if (!done) co_return done.error();
    list_outcome outcome{page.total, page.next, {}};
    for (const model::group& group : page.entities) outcome.entries.push_back(to_json(group));
    co_return list_answer(asked, *request, "Groups", std::move(outcome));
}

awaitable<answer> update_group(call asked) {
    const auto id = group_of(asked);
    if (!id) co_return id.error();
    auto made = group_to_patch(asked, *id);
    if (!made) co_return refusal_of_change(asked, *id, made.error());
    directory::change change = std::move(*made);
    auto done = co_await submit(asked, std::move(change));
    if (!done) co_return done.error();
    co_return wrapped(std::get<model::group>(done->left));
}

awaitable<answer> delete_group(call asked) {
    const auto id = group_of(asked);
    if (!id) co_return id.error();
    directory::change change = directory::delete_group{*id, {}};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

awaitable<answer> add_user_to_group(call asked) {
    const auto who = membership_of(asked);
    if (!who) co_return who.error();
    directory::change change = directory::add_user_to_group{who->group, who->user};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

awaitable<answer> remove_user_from_group(call asked) {
    const auto who = membership_of(asked);
    if (!who) co_return who.error();
    directory::change change = directory::remove_user_from_group{who->group, who->user};
    auto outcome = co_await carry_out(asked, std::move(change));
    co_return outcome;
}

answer list_group_members(const call& asked) {
    const auto id = group_of(asked);
    if (!id) return id.error();
    auto group = asked.view.find_group(asked.where, *id);
    if (!group) return group.error();
    auto request = list_request_from(asked, {"ListGroupMembers", "", false});
    if (!request) return request.error();

    const auto page = asked.view.list_members(*group, request->query);
    list_outcome outcome{page.total, page.next, {}};
    for (const directory::member_of_group& one : page.entities) {
        json::object member = to_json_as_member(one.user);
        member["GroupId"] = group->id.text();
        member["JoinTime"] = model::to_seconds_text(one.joined);
        outcome.entries.push_back(std::move(member));
    }
    return list_answer(asked, *request, "GroupMembers", std::move(outcome));
}

answer list_joined_groups(const call& asked) {
    const auto who = find_user(asked);
    if (!who) return who.error();
    auto request = list_request_from(asked, {"ListJoinedGroupsForUser", "", false});
    if (!request) return request.error();

    const auto page = asked.view.list_joined_groups(*who, request->query);
    list_outcome outcome{page.total, page.next, {}};
    for (const directory::group_of_member& one : page.entities) {
        json::object group = to_json(one.group);
        group.stable_erase("CreateTime");
        group.stable_erase("UpdateTime");
        group["UserId"] = who->id.text();
        group["JoinTime"] = model::to_seconds_text(one.joined);
        outcome.entries.push_back(std::move(group));
    }
    return list_answer(asked, *request, "JoinedGroups", std::move(outcome));
}

}  // namespace scimd::management
