#include "directory/apply.hpp"

#include <algorithm>

#include "directory/audit.hpp"
#include "directory/directories.hpp"
#include "policy/judge.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::refusal;
using model::result;

// Which group of functions an alternative belongs to.
template <class Change>
concept about_users = requires(const applying& now, const Change& what) {
    apply_to_users(now, what);
};
template <class Change>
concept about_groups = requires(const applying& now, const Change& what) {
    apply_to_groups(now, what);
};

// Edits that are about no directory, or about one that is not there yet.
template <class Change>
constexpr bool needs_no_directory =
    std::is_same_v<Change, create_directory> || std::is_same_v<Change, create_access_key> ||
    std::is_same_v<Change, update_access_key> || std::is_same_v<Change, delete_access_key> ||
    std::is_same_v<Change, refused_request> || std::is_same_v<Change, set_service_status> ||
    std::is_same_v<Change, prune_audit>;

template <class Change>
result<receipt> run(const applying& now, const Change& what) {
    if constexpr (about_users<Change>)
        return apply_to_users(now, what);
    else if constexpr (about_groups<Change>)
        return apply_to_groups(now, what);
    else
        return apply_to_directory(now, what);
}

}  // namespace

result<policy::permit> applying::judge(policy::verb what, policy::entity_kind on,
                                       std::optional<model::provision> target) const {
    return policy::judge({by.who, what, on}, tables.facts_about(where, target));
}

result<void> may_push(const model::directory& where) {
    const auto verdict =
        policy::judge({model::author::idp, policy::verb::change, policy::entity_kind::none},
                      {where.synchronization, std::nullopt, 0});
    if (!verdict) return verdict.error();
    return {};
}

result<receipt> apply(store::tables& tables, const edit& by) {
    // What administers is rare and looks at the directory's counters.
    const bool changes_entities = std::visit(
        [](const auto& what) {
            using kind = std::decay_t<decltype(what)>;
            return about_users<kind> || about_groups<kind> || std::is_same_v<kind, bulk>;
        },
        by.what);
    const auto where =
        changes_entities ? tables.known_directory(by.where) : tables.find_directory(by.where);
    return std::visit(
        [&](const auto& what) -> result<receipt> {
            using kind = std::decay_t<decltype(what)>;
            if (!where && !needs_no_directory<kind>)
                return refusal(errc::directory_not_found,
                               "There is no directory " + by.where.text() + ".");
            const model::directory found = where.value_or(model::directory{});
            scim::tolerance tolerance(found.settings.tolerance);
            work_done work;
            const applying now{tables, by, found, tolerance, work};
            result<receipt> outcome = run(now, what);
            if (!outcome) return outcome;
            outcome->tolerated = tolerance.needed();
            // Each step of a bulk has told its own.
            if (outcome->changed && !std::is_same_v<kind, bulk>)
                record_accepted(tables, by, *outcome);
            return outcome;
        },
        by.what);
}

result<void> check_shown_names(const scim::document& of) {
    for (const std::string_view name : {"userName", "displayName"})
        if (scim::text_of(of, name).size() > shown_name_bytes_max)
            return refusal(errc::invalid_value, "\"" + std::string(name) + "\" takes at most " +
                                                    std::to_string(shown_name_bytes_max) +
                                                    " bytes.");
    return {};
}

result<void> check_version(const applying& now, const preconditions& wanted, std::int64_t version) {
    if (!wanted.stated && now.by_idp() && now.where.settings.if_match == model::if_match::required)
        return refusal(errc::version_missing,
                       "This directory demands that a change says which version it is meant for: "
                       "send If-Match with the resource's meta.version.");
    if (wanted.excludes(version))
        return refusal(errc::version_mismatch,
                       "The resource is there and has the version that If-None-Match names.");
    if (wanted.matches(version)) return {};
    return refusal(errc::version_mismatch, "The resource has changed: its version is W/\"" +
                                               std::to_string(version) + "\" now. Read it again.");
}

}  // namespace scimd::directory
