#include "directory/view.hpp"

#include "scim/fold.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::refusal;
using model::result;

store::name_range range_of(const management_query& query) {
    return {scim::fold(query.name_equals), scim::fold(query.name_starts_with), query.provision,
            query.active};
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

view::view(std::unique_ptr<insides> made) : insides_(std::move(made)) {}
view::view(view&&) noexcept = default;
view::~view() = default;

std::optional<bearer> view::find_bearer(const model::token_digest& digest, model::instant now) {
    auto found = insides_->reading.find_bearer(digest);
    if (!found || !found->credential.enabled || found->credential.expires <= now)
        return std::nullopt;
    return bearer{std::move(found->credential), std::move(found->directory)};
}

std::optional<model::access_key> view::find_access_key(std::string_view id) {
    return insides_->reading.find_access_key(id);
}

std::vector<model::access_key> view::list_access_keys() {
    return insides_->reading.list_access_keys();
}

result<model::directory> view::find_directory(const model::directory_id& id) {
    auto found = insides_->reading.find_directory(id);
    if (!found)
        return refusal(errc::directory_not_found, "There is no directory " + id.text() + ".");
    return std::move(*found);
}

std::vector<model::directory> view::list_directories() {
    return insides_->reading.list_directories();
}

result<std::vector<model::credential>> view::list_credentials(const model::directory_id& id) {
    auto where = find_directory(id);
    if (!where) return where.error();
    return insides_->reading.list_credentials(*where);
}

result<listed_user> view::find_user(const model::directory& where, const model::user_id& id,
                                    bool with_groups) {
    std::optional<store::snapshot> moment;
    if (with_groups) moment.emplace(insides_->reading);
    auto found = insides_->reading.find_user(where, id);
    if (!found) return refusal(errc::user_not_found, "There is no user " + id.text() + ".");
    listed_user listed{std::move(*found), {}};
    if (with_groups) listed.groups = insides_->reading.groups_of_user(listed.user.key);
    return listed;
}

result<model::group> view::find_group(const model::directory& where, const model::group_id& id) {
    auto found = insides_->reading.find_group(where, id);
    if (!found) return refusal(errc::group_not_found, "There is no group " + id.text() + ".");
    return std::move(*found);
}

void view::each_member(const model::group& of,
                       const std::function<void(const model::member&)>& take) {
    insides_->reading.each_member(
        of.key, [&take](const model::member& one, model::member_key) { take(one); });
}

result<void> view::find_group(const model::directory& where, const model::group_id& id,
                              const std::function<void(const model::group&)>& read) {
    const store::snapshot moment(insides_->reading);
    const auto found = find_group(where, id);
    if (!found) return found.error();
    read(*found);
    return {};
}

std::vector<model::joined_group> view::groups_of(const model::user& who) {
    return insides_->reading.groups_of_user(who.key);
}

management_page<model::user> view::list_users(const model::directory& where,
                                              const management_query& query) {
    const store::snapshot moment(insides_->reading);
    const store::name_range range = range_of(query);
    const auto current = insides_->reading.find_directory(where.id);
    management_page<model::user> listed;
    listed.total = insides_->reading.count_users(current.value_or(where), range);
    listed.entities = insides_->reading.users_after(where, range, query.after, query.count + 1);
    listed.next = cut<model::user>(listed.entities, query.count,
                                   [](const model::user& one) { return one.key; });
    return listed;
}

management_page<model::group> view::list_groups(const model::directory& where,
                                                const management_query& query) {
    const store::snapshot moment(insides_->reading);
    const store::name_range range = range_of(query);
    const auto current = insides_->reading.find_directory(where.id);
    management_page<model::group> listed;
    listed.total = insides_->reading.count_groups(current.value_or(where), range);
    listed.entities = insides_->reading.groups_after(where, range, query.after, query.count + 1);
    listed.next = cut<model::group>(listed.entities, query.count,
                                    [](const model::group& one) { return one.key; });
    return listed;
}

management_page<member_of_group> view::list_members(const model::group& of,
                                                    const management_query& query) {
    const store::snapshot moment(insides_->reading);
    management_page<member_of_group> listed;
    listed.total = insides_->reading.count_user_members(of.key);
    for (auto& one : insides_->reading.members_after(of.key, query.after, query.count + 1))
        listed.entities.push_back({std::move(one.user), one.joined});
    listed.next = cut<member_of_group>(listed.entities, query.count,
                                       [](const member_of_group& one) { return one.user.key; });
    return listed;
}

}  // namespace scimd::directory
