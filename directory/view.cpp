#include "directory/view.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::refusal;
using model::result;

}  // namespace

const model::directory& view::insides::current(const model::directory& of) {
    const std::uint64_t transaction = reading_.transaction().number();
    if (current_as_of_ != transaction || current_.key != of.key) {
        current_ = reading_.find_directory(of.id).value_or(of);
        current_as_of_ = transaction;
    }
    return current_;
}

view::view(std::unique_ptr<insides> made) : insides_(std::move(made)) {}
view::view(view&&) noexcept = default;
view::~view() = default;

void view::rest() {
    insides_->let_go();
}

std::shared_ptr<const bearer> view::find_bearer(const model::token_digest& digest,
                                                model::instant now) {
    auto known = insides_->bearers.find(digest);
    if (!known) {
        auto found = insides_->now()->find_bearer(digest);
        if (!found) return nullptr;
        known = std::make_shared<const bearer>(
            bearer{std::move(found->credential), std::move(found->directory)});
        insides_->bearers.remember(digest, known);
    }
    if (!known->credential.enabled || known->credential.expires <= now) return nullptr;
    return known;
}

std::optional<model::access_key> view::find_access_key(std::string_view id) {
    return insides_->now()->find_access_key(id);
}

std::vector<model::access_key> view::list_access_keys() {
    return insides_->now()->list_access_keys();
}

result<model::directory> view::find_directory(const model::directory_id& id) {
    auto found = insides_->now()->find_directory(id);
    if (!found)
        return refusal(errc::directory_not_found, "There is no directory " + id.text() + ".");
    return std::move(*found);
}

std::vector<model::directory> view::list_directories() {
    return insides_->now()->list_directories();
}

result<std::vector<model::credential>> view::list_credentials(const model::directory_id& id) {
    auto where = find_directory(id);
    if (!where) return where.error();
    return insides_->now()->list_credentials(*where);
}

result<listed_user> view::find_user(const model::directory& where, const model::user_id& id,
                                    bool with_groups) {
    const store::snapshot moment = insides_->now();
    auto found = moment->find_user(where, id);
    if (!found) return refusal(errc::user_not_found, "There is no user " + id.text() + ".");
    listed_user listed{std::move(*found), {}};
    if (with_groups && insides_->current(where).groups > 0)
        listed.groups = moment->groups_of_user(listed.user.key);
    return listed;
}

result<model::group> view::find_group(const model::directory& where, const model::group_id& id) {
    auto found = insides_->now()->find_group(where, id);
    if (!found) return refusal(errc::group_not_found, "There is no group " + id.text() + ".");
    return std::move(*found);
}

void view::each_member(const model::group& of,
                       const std::function<void(const model::member&)>& take) {
    insides_->now()->each_member(
        of.key, [&take](const model::member& one, model::member_key) { take(one); });
}

result<void> view::find_group(const model::directory& where, const model::group_id& id,
                              const std::function<void(const model::group&)>& read) {
    const store::snapshot moment = insides_->now();
    const auto found = find_group(where, id);
    if (!found) return found.error();
    read(*found);
    return {};
}

std::vector<model::joined_group> view::groups_of(const model::user& who) {
    return insides_->now()->groups_of_user(who.key);
}

}  // namespace scimd::directory
