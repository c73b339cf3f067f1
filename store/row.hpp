// Reads the column lists of statements.sql into values, and asserts on the way what was promised
// when they were written.
#pragma once

#include <boost/json/parse.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "model/audit.hpp"
#include "model/entity.hpp"
#include "model/preferences.hpp"
#include "store/queries.hpp"

namespace scimd::store {

template <class Id>
Id id_at(const rows& row, int column) {
    auto read = Id::from_text(row.text(column));
    if (!read)
        throw store_failure("an id in the store is not one: " + std::string(row.text(column)));
    return *read;
}

inline model::instant instant_at(const rows& row, int column) {
    return {row.integer(column)};
}

inline model::provision provision_at(const rows& row, int column) {
    return row.integer(column) != 0 ? model::provision::synchronized : model::provision::manual;
}

inline model::settings settings_at(const rows& row, int column) {
    if (row.text(column) == "{}") return {};  // nearly all: nothing but defaults
    auto read = model::settings_from_json(boost::json::parse(row.text(column)).as_object());
    if (!read) throw store_failure("settings in the store: " + read.error().detail);
    return *read;
}

inline model::preferences preferences_at(const rows& row, int column) {
    auto read = model::preferences_from_json(boost::json::parse(row.text(column)).as_object());
    if (!read) throw store_failure("preferences in the store: " + read.error().detail);
    return std::move(*read);
}

// key, id, name, synchronization, settings, users, groups, created, modified
inline model::directory directory_at(const rows& row, int first = 0) {
    return {row.integer(first),
            id_at<model::directory_id>(row, first + 1),
            std::string(row.text(first + 2)),
            row.integer(first + 3) != 0 ? model::synchronization::enabled
                                        : model::synchronization::disabled,
            settings_at(row, first + 4),
            row.integer(first + 5),
            row.integer(first + 6),
            instant_at(row, first + 7),
            instant_at(row, first + 8)};
}

constexpr std::string_view user_columns =
    "users.key, users.id, users.provision, users.document, users.description, users.active, "
    "users.version, users.created, users.modified";
inline model::user user_at(const rows& row) {
    return {row.integer(0),           id_at<model::user_id>(row, 1),
            provision_at(row, 2),     std::string(row.text(3)),
            std::string(row.text(4)), row.integer(5) != 0,
            row.integer(6),           instant_at(row, 7),
            instant_at(row, 8)};
}

constexpr std::string_view group_columns =
    "groups.key, groups.id, groups.provision, groups.document, groups.description, "
    "groups.version, groups.members, groups.created, groups.modified";
inline model::group group_at(const rows& row) {
    return {row.integer(0),           id_at<model::group_id>(row, 1),
            provision_at(row, 2),     std::string(row.text(3)),
            std::string(row.text(4)), row.integer(5),
            row.integer(6),           instant_at(row, 7),
            instant_at(row, 8)};
}

// id, enabled, created, expires
inline model::credential credential_at(const rows& row, const model::directory_id& of) {
    return {id_at<model::credential_id>(row, 0), of, row.integer(1) != 0, instant_at(row, 2),
            instant_at(row, 3)};
}

// number, at, directory, author, author_id, address, request_id, operation, target, refused,
// reason, digest
inline model::audit_event audit_event_at(const rows& row) {
    model::audit_event read;
    read.number = row.integer(0);
    read.at = instant_at(row, 1);
    read.directory = row.text(2);
    read.who = row.integer(3) == 0 ? model::author::idp : model::author::administrator;
    read.from = {std::string(row.text(4)), std::string(row.text(5)), std::string(row.text(6))};
    read.operation = row.text(7);
    read.target = row.text(8);
    read.refused = row.text(9);
    read.reason = row.text(10);
    read.digest = row.text(11);
    return read;
}

// An access key that is good for every directory; otherwise their ids with a blank between them.
constexpr std::string_view all_directories = "*";

inline std::optional<std::vector<model::directory_id>> bound_directories(std::string_view text) {
    if (text == all_directories) return std::nullopt;
    std::vector<model::directory_id> read;
    while (!text.empty()) {
        const std::string_view one = text.substr(0, text.find(' '));
        text.remove_prefix(std::min(one.size() + 1, text.size()));
        const auto id = model::directory_id::from_text(one);
        if (!id)
            throw store_failure("an access key names what is no directory: " + std::string(one));
        read.push_back(*id);
    }
    return read;
}

// id, sealed_secret, name, enabled, read_only, directories, created
inline model::access_key access_key_at(const rows& row) {
    return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
            row.integer(3) != 0,      row.integer(4) != 0,      bound_directories(row.text(5)),
            instant_at(row, 6)};
}

template <class Entity>
std::vector<Entity> all(rows found, Entity (*read)(const rows&)) {
    std::vector<Entity> entities;
    while (found.next()) entities.push_back(read(found));
    return entities;
}

}  // namespace scimd::store
