#include "store/reading.hpp"

#include <algorithm>
#include <limits>
#include <unordered_set>

#include "store/population.hpp"
#include "store/row.hpp"
#include "store/values.hpp"

namespace scimd::store {
namespace {

using name = statement_name;

template <class Entity>
std::optional<Entity> first(rows found, Entity (*read)(const rows&)) {
    if (!found.next()) return std::nullopt;
    return read(found);
}

model::directory read_directory(const rows& row) {
    return directory_at(row);
}

std::int64_t number(rows found) {
    return found.next() ? found.integer(0) : 0;
}

std::string and_filter(const fragment& filter) {
    return filter.text.empty() ? "" : " AND (" + filter.text + ")";
}

// The value of a row that has one, read as what its attribute is sorted by.
scim::sort_value sort_value_at(const rows& row, int column, const list_part& part) {
    switch (part.sort_by->leaf().type) {
        case scim::data_type::boolean:
        case scim::data_type::integer:
        case scim::data_type::date_time:
            return row.integer(column);
        case scim::data_type::decimal:
            return row.real(column);
        case scim::data_type::string:
        case scim::data_type::reference:
        case scim::data_type::binary:
        case scim::data_type::complex:
            break;
    }
    return std::string(row.text(column));
}

}  // namespace

std::optional<found_bearer> reading::find_bearer(const model::token_digest& digest) {
    const std::string_view bytes(
        reinterpret_cast<const char*>(digest.data()),
        digest.size());  // NOLINT(cppcoreguidelines-pro-type-reinterpret-cast):
                         // a digest is bytes, a parameter is text
    rows found = queries_.run(name::find_bearer, {blob{bytes}});
    // Found by an index over digests, which tell nothing about tokens; compared once more without a
    // shortcut.
    if (!found.next() || !model::equal_in_constant_time(found.text(4), bytes)) return std::nullopt;
    model::directory where = directory_at(found, 5);
    model::credential credential = credential_at(found, where.id);
    return found_bearer{std::move(credential), std::move(where)};
}

std::optional<model::directory> reading::find_directory(const model::directory_id& id) {
    return first(queries_.run(name::find_directory, {id.text()}), &read_directory);
}

std::optional<model::directory> reading::find_directory_by_name(std::string_view text) {
    return first(queries_.run(name::find_directory_by_name, {text}), &read_directory);
}

std::vector<model::directory> reading::list_directories() {
    return all(queries_.run(name::list_directories, {}), &read_directory);
}

std::optional<model::credential> reading::find_credential(const model::directory& where,
                                                          const model::credential_id& id) {
    rows found = queries_.run(name::find_credential, {where.key, id.text()});
    if (!found.next()) return std::nullopt;
    return credential_at(found, where.id);
}

std::vector<model::credential> reading::list_credentials(const model::directory& where) {
    std::vector<model::credential> credentials;
    rows found = queries_.run(name::list_credentials, {where.key});
    while (found.next()) credentials.push_back(credential_at(found, where.id));
    return credentials;
}

std::optional<model::access_key> reading::find_access_key(std::string_view id) {
    return first(queries_.run(name::find_access_key, {id}), &access_key_at);
}

std::vector<model::access_key> reading::list_access_keys() {
    return all(queries_.run(name::list_access_keys, {}), &access_key_at);
}

std::optional<model::user> reading::find_user(const model::directory& where,
                                              const model::user_id& id) {
    return first(queries_.run(name::find_user, {where.key, id.text()}), &user_at);
}

std::optional<model::user> reading::find_user_by_name(const model::directory& where,
                                                      std::string_view name_key) {
    return first(queries_.run(name::find_user_by_name, {where.key, name_key}), &user_at);
}

// Step by step rather than by a recursive query: that one makes tables of its own at every call,
// which costs more than the reading, and nearly nobody is in a group by way of another.
std::vector<model::joined_group> reading::groups_of_user(std::int64_t user_key) {
    std::vector<model::joined_group> groups;
    std::unordered_set<std::int64_t> seen;
    std::vector<std::int64_t> keys;  // of those found: to be asked in turn whose members they are
    const auto add_groups_of = [&](model::member_kind kind, std::int64_t key, bool direct) {
        rows found = queries_.run(name::groups_of_member, {static_cast<std::int64_t>(kind), key});
        while (found.next()) {
            if (!seen.insert(found.integer(0)).second) continue;
            keys.push_back(found.integer(0));
            groups.push_back(
                {id_at<model::group_id>(found, 1), std::string(found.text(2)), direct});
        }
    };
    add_groups_of(model::member_kind::user, user_key, true);
    // NOLINTNEXTLINE(modernize-loop-convert): the list grows while it is walked
    for (std::size_t i = 0; i < keys.size(); ++i)
        add_groups_of(model::member_kind::group, keys[i], false);
    return groups;
}

bool reading::has_email(const model::directory& where, std::string_view email_key,
                        std::int64_t but) {
    return queries_.run(name::user_with_email, {where.key, email_key, but}).next();
}

std::optional<model::group> reading::find_group(const model::directory& where,
                                                const model::group_id& id) {
    return first(queries_.run(name::find_group, {where.key, id.text()}), &group_at);
}

std::vector<model::group> reading::find_groups_by_name(const model::directory& where,
                                                       std::string_view name_key) {
    return all(queries_.run(name::find_groups_by_name, {where.key, name_key}), &group_at);
}

std::optional<model::member_key> reading::find_member(const model::directory& where,
                                                      std::string_view id) {
    if (model::user_id::from_text(id)) {
        rows found = queries_.run(name::find_user_key, {where.key, id});
        if (found.next()) return model::member_key{model::member_kind::user, found.integer(0)};
    } else if (model::group_id::from_text(id)) {
        rows found = queries_.run(name::find_group_key, {where.key, id});
        if (found.next()) return model::member_key{model::member_kind::group, found.integer(0)};
    }
    rows found = queries_.run(name::find_stranger, {where.key, id});
    if (found.next()) return model::member_key{model::member_kind::stranger, found.integer(0)};
    return std::nullopt;
}

model::member reading::describe_member(model::member_key who) {
    rows found =
        queries_.run(name::describe_member, {static_cast<std::int64_t>(who.kind), who.key});
    if (!found.next()) return {who.kind, {}, {}, {}};
    return {who.kind, std::string(found.text(0)), std::string(found.text(1)), {}};
}

bool reading::is_member(std::int64_t group_key, model::member_key who) {
    return queries_.run(name::is_member, {group_key, static_cast<std::int64_t>(who.kind), who.key})
        .next();
}

std::vector<model::member_key> reading::member_keys(std::int64_t group_key) {
    std::vector<model::member_key> keys;
    rows found = queries_.run(name::member_keys, {group_key});
    while (found.next())
        keys.push_back({static_cast<model::member_kind>(found.integer(0)), found.integer(1)});
    return keys;
}

void reading::each_member(
    std::int64_t group_key,
    const std::function<void(const model::member&, model::member_key)>& take) {
    rows found = queries_.run(name::members_of_group, {group_key});
    model::member one;
    while (found.next()) {
        one.kind = static_cast<model::member_kind>(found.integer(0));
        one.id = found.text(1);
        one.display = found.text(2);
        one.joined = instant_at(found, 3);
        take(one, {one.kind, found.integer(4)});
    }
}

bool reading::is_in_a_group(model::member_key who) {
    return queries_.run(name::is_in_a_group, {static_cast<std::int64_t>(who.kind), who.key}).next();
}

std::vector<model::group> reading::groups_with_member(model::member_key who) {
    return all(
        queries_.run(name::groups_with_member, {static_cast<std::int64_t>(who.kind), who.key}),
        &group_at);
}

std::unordered_set<std::int64_t> reading::groups_around(std::int64_t group_key) {
    std::unordered_set<std::int64_t> around;
    rows found = queries_.run(name::groups_around, {group_key});
    while (found.next()) around.insert(found.integer(0));
    return around;
}

// From the largest blocks to the smallest; the last steps are those within a block.
std::optional<std::int64_t> reading::key_behind(const model::directory& where,
                                                model::member_kind kind, std::int64_t others) {
    if (others == 0) return 0;
    std::int64_t first = 0;  // of the blocks to look at
    std::int64_t behind = std::numeric_limits<std::int64_t>::max();
    for (std::int64_t level = block_levels; level > 0; --level) {
        rows counts =
            queries_.run(name::list_blocks, {where.key, number_of(kind), level, first, behind});
        bool found = false;
        while (!found && counts.next()) {
            found = others < counts.integer(1);
            if (!found) others -= counts.integer(1);
        }
        if (!found) return std::nullopt;
        first = counts.integer(0) << block_bits;
        behind = (counts.integer(0) + 1) << block_bits;
    }
    const bool users = kind == model::member_kind::user;
    rows found = queries_.run(users ? name::user_key_in_block : name::group_key_in_block,
                              {where.key, first, others});
    if (!found.next()) throw store_failure("a block counts more than there are");
    return found.integer(0);
}

void reading::page_of_users(const model::directory& where, const fragment& filter,
                            std::int64_t offset, std::int64_t count,
                            const std::function<void(model::user&&)>& take) {
    const auto take_all = [&take](rows found) {
        while (found.next()) take(user_at(found));
    };
    if (filter.text.empty()) {
        const auto from = key_behind(where, model::member_kind::user, offset);
        if (from) take_all(queries_.run(name::page_of_users, {where.key, *from, count}));
        return;
    }
    const std::string text = "SELECT " + std::string(user_columns) +
                             " FROM users WHERE users.directory = $1" + and_filter(filter) +
                             " ORDER BY users.key LIMIT " + std::to_string(count) + " OFFSET " +
                             std::to_string(offset);
    take_all(queries_.run(text, parameters_of(where, filter)));
}

std::vector<model::group> reading::page_of_groups(const model::directory& where,
                                                  const fragment& filter, std::int64_t offset,
                                                  std::int64_t count) {
    if (filter.text.empty()) {
        const auto from = key_behind(where, model::member_kind::group, offset);
        if (!from) return {};
        return all(queries_.run(name::page_of_groups, {where.key, *from, count}), &group_at);
    }
    const std::string text = "SELECT " + std::string(group_columns) +
                             " FROM groups WHERE groups.directory = $1" + and_filter(filter) +
                             " ORDER BY groups.key LIMIT " + std::to_string(count) + " OFFSET " +
                             std::to_string(offset);
    return all(queries_.run(text, parameters_of(where, filter)), &group_at);
}

std::int64_t reading::count_users(const model::directory& where, const fragment& filter) {
    if (filter.text.empty()) return where.users;
    return number(
        queries_.run("SELECT count(*) FROM users WHERE users.directory = $1" + and_filter(filter),
                     parameters_of(where, filter)));
}

std::int64_t reading::count_groups(const model::directory& where, const fragment& filter) {
    if (filter.text.empty()) return where.groups;
    return number(
        queries_.run("SELECT count(*) FROM groups WHERE groups.directory = $1" + and_filter(filter),
                     parameters_of(where, filter)));
}

std::vector<scim::position> reading::created_places(const model::directory& where,
                                                    const list_part& part, std::int64_t after,
                                                    std::int64_t offset, std::int64_t count) {
    if (part.filter == nullptr && after == 0 && offset > 0) {
        const auto kind = type_of(part) == 0 ? model::member_kind::user : model::member_kind::group;
        const auto from = key_behind(where, kind, offset);
        if (!from) return {};
        after = *from - 1;
        offset = 0;
    }
    const fragment select = keys_sql(part, after, offset, count);
    rows found = queries_.run(select.text, parameters_of(where, select));
    std::vector<scim::position> places;
    while (found.next()) places.push_back({{}, type_of(part), found.integer(0)});
    return places;
}

std::vector<scim::position> reading::sorted_places(const model::directory& where,
                                                   const std::vector<list_part>& parts,
                                                   const sorted_range& wanted) {
    const fragment select = places_sql(parts, wanted);
    rows found = queries_.run(select.text, parameters_of(where, select));
    std::vector<scim::position> places;
    while (found.next()) {
        const auto type = static_cast<std::size_t>(found.integer(0));
        const auto part = std::ranges::find(parts, type, &type_of);
        const bool valueless = found.integer(2) != 0 || part == parts.end();
        places.push_back({valueless ? scim::sort_value() : sort_value_at(found, 3, *part), type,
                          found.integer(1)});
    }
    return places;
}

model::user reading::user_with_key(std::int64_t key) {
    rows found = queries_.run(name::user_with_key, {key});
    if (!found.next()) throw store_failure("a listed user is not there");
    return user_at(found);
}

model::group reading::group_with_key(std::int64_t key) {
    rows found = queries_.run(name::group_with_key, {key});
    if (!found.next()) throw store_failure("a listed group is not there");
    return group_at(found);
}

}  // namespace scimd::store
