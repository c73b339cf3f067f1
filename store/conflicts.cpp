#include "store/conflicts.hpp"

#include <map>
#include <optional>
#include <utility>

#include "store/unique_index.hpp"

namespace scimd::store {
namespace {

using name = statement_name;
using policy::entity_kind;

using take_conflict = std::function<void(name_conflict)>;

entity_kind kind_at(const rows& row, int column) {
    return row.integer(column) == 0 ? entity_kind::user : entity_kind::group;
}

void each_name_conflict(rows found, entity_kind kind, const take_conflict& take) {
    while (found.next())
        take({kind, found.integer(0), std::string(found.text(1)), std::string(found.text(2)),
              std::string(found.text(3)), std::string()});
}

// Who has a value that `upstream_id` would get back, and is not about to be rolled back too.
std::optional<name_conflict> keeper_of(queries& ask, std::int64_t directory_key,
                                       const unique_value& of, const std::string& upstream_id) {
    rows found = ask.run(name::unique_value_holder, {directory_key, of.attribute, of.key});
    if (!found.next()) return std::nullopt;
    rows drifted = ask.run(name::has_drifted, {found.integer(0), found.integer(1)});
    if (drifted.next()) return std::nullopt;
    return name_conflict{kind_at(found, 0), found.integer(1), std::string(found.text(2)),
                         of.text,           upstream_id,      of.attribute};
}

bool has_unique_values(const scim::catalogue& schemas) {
    return !unique_attributes(schemas.user()).empty() ||
           !unique_attributes(schemas.group()).empty();
}

// Besides those who have a value, and are not about to be rolled back themselves: another document
// that comes back may have it too, which schemas that came later can lead to.
void each_value_conflict(queries& ask, const model::directory& where,
                         const scim::catalogue& schemas, const take_conflict& take) {
    if (!has_unique_values(schemas)) return;
    struct claimant {
        entity_kind kind;
        std::int64_t key;
        std::string id;
    };
    std::map<unique_value, claimant> claimed;
    rows upstream = ask.run(name::upstream_documents, {where.key});
    while (upstream.next()) {
        const claimant one{kind_at(upstream, 0), upstream.integer(1),
                           std::string(upstream.text(2))};
        const scim::resource_type& type =
            one.kind == entity_kind::user ? schemas.user() : schemas.group();
        for (const unique_value& wanted : unique_values_in(upstream.text(3), type)) {
            const auto [claim, is_first] = claimed.emplace(wanted, one);
            const claimant& first = claim->second;
            if (!is_first)
                take({first.kind, first.key, first.id, wanted.text, one.id, wanted.attribute});
            else if (auto found = keeper_of(ask, where.key, wanted, one.id))
                take(std::move(*found));
        }
    }
}

}  // namespace

void each_conflict(reading& from, const model::directory& where, const scim::catalogue& schemas,
                   const take_conflict& take) {
    queries& ask = from.ask();
    each_name_conflict(ask.run(name::user_conflicts, {where.key}), entity_kind::user, take);
    each_name_conflict(ask.run(name::group_conflicts, {where.key}), entity_kind::group, take);
    each_value_conflict(ask, where, schemas, take);
}

}  // namespace scimd::store
