// What only the management actions read of a directory: their pages, and what belongs to a user
// beside the document.
#include "directory/view.hpp"
#include "scim/fold.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::refusal;
using model::result;

store::name_range range_of(const management_query& query) {
    return {scim::fold(query.name_equals), scim::fold(query.name_starts_with), query.provision,
            query.active, query.tags};
}

// One more than asked for tells whether there is a next page.
template <class Listed>
std::int64_t cut(std::vector<Listed>& listed, std::int64_t count,
                 std::int64_t (*key)(const Listed&)) {
    if (static_cast<std::int64_t>(listed.size()) <= count) return 0;
    listed.pop_back();
    return key(listed.back());
}

}  // namespace

management_page<tagged_user> view::list_users(const model::directory& where,
                                              const management_query& query) {
    const store::snapshot moment = insides_->now();
    const store::name_range range = range_of(query);
    const auto current = moment->find_directory(where.id);
    management_page<tagged_user> listed;
    listed.total = moment->count_users(current.value_or(where), range);
    for (auto& one : moment->users_after(where, range, query.after, query.count + 1))
        listed.entities.push_back({std::move(one), {}});
    listed.next = cut<tagged_user>(listed.entities, query.count,
                                   [](const tagged_user& one) { return one.user.key; });
    for (tagged_user& one : listed.entities) one.tags = moment->tags_of(one.user.key);
    return listed;
}

management_page<model::group> view::list_groups(const model::directory& where,
                                                const management_query& query) {
    const store::snapshot moment = insides_->now();
    const store::name_range range = range_of(query);
    const auto current = moment->find_directory(where.id);
    management_page<model::group> listed;
    listed.total = moment->count_groups(current.value_or(where), range);
    listed.entities = moment->groups_after(where, range, query.after, query.count + 1);
    listed.next = cut<model::group>(listed.entities, query.count,
                                    [](const model::group& one) { return one.key; });
    return listed;
}

management_page<member_of_group> view::list_members(const model::group& of,
                                                    const management_query& query) {
    const store::snapshot moment = insides_->now();
    management_page<member_of_group> listed;
    listed.total = moment->count_user_members(of.key);
    for (auto& one : moment->members_after(of.key, query.after, query.count + 1))
        listed.entities.push_back({std::move(one.user), one.joined});
    listed.next = cut<member_of_group>(listed.entities, query.count,
                                       [](const member_of_group& one) { return one.user.key; });
    return listed;
}

management_page<group_of_member> view::list_joined_groups(const model::user& of,
                                                          const management_query& query) {
    const store::snapshot moment = insides_->now();
    management_page<group_of_member> listed;
    listed.total = moment->count_joined_groups(of.key);
    for (auto& one : moment->joined_groups_after(of.key, query.after, query.count + 1))
        listed.entities.push_back({std::move(one.group), one.joined});
    listed.next = cut<group_of_member>(listed.entities, query.count,
                                       [](const group_of_member& one) { return one.group.key; });
    return listed;
}

result<tagged_user> view::find_tagged_user(const model::directory& where,
                                           const model::user_id& id) {
    const store::snapshot moment = insides_->now();
    auto found = find_user(where, id, false);
    if (!found) return found.error();
    tagged_user read{std::move(found->user), {}};
    read.tags = moment->tags_of(read.user.key);
    return read;
}

result<model::user_id> view::find_user_by_external_id(const model::directory& where,
                                                      std::string_view external_id) {
    auto found = insides_->now()->find_user_by_external_id(where, external_id);
    if (!found)
        return refusal(errc::user_not_found,
                       "There is no user with the external id " + std::string(external_id) + ".");
    return std::move(*found);
}

bool view::has_mfa(const model::user& who) {
    return insides_->now()->has_mfa(who.key);
}

std::vector<std::string> view::last_passwords(const model::user& of, std::int64_t count) {
    return insides_->now()->last_passwords(of.key, count);
}

model::preferences view::find_preferences(const model::directory& of) {
    return insides_->now()->find_preferences(of);
}

bool view::is_service_enabled() {
    return insides_->now()->is_service_enabled();
}

}  // namespace scimd::directory
