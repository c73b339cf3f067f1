#include "tests/law/switch_model.hpp"

#include <algorithm>
#include <iterator>
#include <ranges>

#include "tests/law/switch_execution.hpp"

namespace scimd::tests {
namespace {

using record = switch_model::record;
using place = switch_model::place;

// The canonical text: what is empty is not there (scim/document.hpp).
std::string document_of(const entity& one, const record& kept) {
    const auto unless_empty = [](const std::string& before, const std::string& value,
                                 const std::string& after) {
        return value.empty() ? "" : before + value + after;
    };
    if (is_user(one))
        return R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" +
               kept.name + "\"" + unless_empty(R"(,"title":")", kept.extra, "\"") +
               unless_empty(R"(,"emails":[{"value":")", kept.email, "\"}]") + "}";
    return R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"])" +
           unless_empty(R"(,"externalId":")", kept.extra, "\"") + R"(,"displayName":")" +
           kept.name + "\"}";
}

// The groups that a user is in, and those that these are in (RFC 7643 §4.1.2): nearer ones first,
// each once.
std::set<std::string> groups_of(const place& in, const entity& user) {
    std::set<entity> met;
    std::set<std::string> shown;
    std::vector<entity> from = {user};
    for (bool direct = true; !from.empty(); direct = false) {
        std::vector<entity> next;
        for (const auto& [group, kept] : in.living)
            if (std::ranges::any_of(
                    from, [&](const entity& one) { return kept.members.contains(one); }) &&
                met.insert(group).second) {
                next.push_back(group);
                shown.insert(to_text(group) + " " + kept.name + (direct ? "" : " indirect"));
            }
        from = std::move(next);
    }
    return shown;
}

shown_entity show(const place& in, const entity& one, const record& kept) {
    shown_entity shown{
        .id = one,
        .provision = kept.synchronized ? model::provision::synchronized : model::provision::manual,
        .document = document_of(one, kept),
        .description = kept.description,
        .active = kept.active,
        .version = kept.version,
        .created = kept.created,
        .modified = kept.modified};
    for (const entity& member : kept.members)
        shown.members.insert(to_text(member) + " " +
                             (member.stranger ? "" : in.living.at(member).name));
    if (is_user(one)) shown.groups = groups_of(in, one);
    return shown;
}

}  // namespace

outcome switch_model::run(const step& by, model::instant now) {
    place& in = places_.at(static_cast<std::size_t>(by.where));
    const place before = in;
    try {
        return execution(in, by, now, mistake_).run();
    } catch (const refusal_of_step& refused) {
        in = before;
        return refused.with;
    }
}

shown_directory switch_model::show(int where) const {
    const place& in = places_.at(static_cast<std::size_t>(where));
    shown_directory shown{.enabled = in.enabled, .free_names = in.free_names};
    for (const auto& [one, kept] : in.living) {
        ++(is_user(one) ? shown.users : shown.groups);
        shown.entities.push_back(tests::show(in, one, kept));
    }
    return shown;
}

bool switch_model::is_enabled(int where) const {
    return places_.at(static_cast<std::size_t>(where)).enabled;
}

std::vector<entity> switch_model::users_in(int where, const entity& group) const {
    const auto& living = places_.at(static_cast<std::size_t>(where)).living;
    const auto found = living.find(group);
    if (found == living.end()) return {};
    std::vector<entity> users;
    std::ranges::copy_if(found->second.members, std::back_inserter(users),
                         [](const entity& one) { return is_user(one) && !one.stranger; });
    return users;
}

std::vector<entity> switch_model::living(int where) const {
    const auto keys = std::views::keys(places_.at(static_cast<std::size_t>(where)).living);
    return {keys.begin(), keys.end()};
}

bool switch_model::finds(int where, const entity& one) const {
    return places_.at(static_cast<std::size_t>(where)).living.contains(one);
}

std::int64_t switch_model::version_of(int where, const entity& one) const {
    const auto& living = places_.at(static_cast<std::size_t>(where)).living;
    const auto found = living.find(one);
    return found == living.end() ? 1 : found->second.version;
}

}  // namespace scimd::tests
