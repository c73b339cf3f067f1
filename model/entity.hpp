// The things a directory keeps, as values. A document is the canonical JSON text of what SCIM said
// of an entity, without what has a home of its own: id, meta, password, active, groups and members.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/ids.hpp"
#include "model/instant.hpp"
#include "model/settings.hpp"
#include "model/synchronization.hpp"

namespace scimd::model {

// One tenant. The key is the store's own number for it, as everywhere below; it never leaves the
// house.
struct directory {
    std::int64_t key = 0;
    directory_id id;
    std::string name;
    model::synchronization synchronization = model::synchronization::disabled;
    model::settings settings;
    std::int64_t users = 0;  // how many there are
    std::int64_t groups = 0;
    instant created;
    instant modified;
};

struct user {
    std::int64_t key = 0;
    user_id id;
    model::provision provision = model::provision::manual;
    std::string document;
    std::string description;  // known to the management actions only
    bool active = true;       // SCIM's active, CloudSSO's Status
    std::int64_t version = 1;
    instant created;
    instant modified;
};

struct group {
    std::int64_t key = 0;
    group_id id;
    model::provision provision = model::provision::manual;
    std::string document;
    std::string description;
    std::int64_t version = 1;
    std::int64_t members = 0;  // how many there are
    instant created;
    instant modified;
};

// A stranger is a member whom nobody here is: an id that was pushed, and kept as it came (setting
// unknownMembers: keep).
enum class member_kind { user = 0, group = 1, stranger = 2 };

// Whom a group has as a member, by the store's number.
struct member_key {
    member_kind kind = member_kind::user;
    std::int64_t key = 0;

    friend bool operator==(const member_key&, const member_key&) = default;
    friend auto operator<=>(const member_key&, const member_key&) = default;
};

// A member of a group as its readers see it.
struct member {
    member_kind kind = member_kind::user;
    std::string id;
    std::string display;
    instant joined;
};

// A group a user or a group is in; direct, or by way of another group (RFC 7643 §4.1.2,
// groups.type).
struct joined_group {
    group_id id;
    std::string display;
    bool direct = true;
};

// A SCIM bearer token of a directory; the token itself is known only as a digest.
struct credential {
    credential_id id;
    directory_id directory;
    bool enabled = true;
    instant created;
    instant expires;
};

// A key for the management actions; its secret is sealed (see sealing_key).
struct access_key {
    std::string id;
    std::string sealed_secret;
    std::string name;  // for people; may be empty
    bool enabled = true;
    bool read_only = false;  // good for actions that change nothing
    // Which it is good for; nothing: all of them, those to come too. One that is deleted stays in
    // the list: a key never becomes good for more than it was made for.
    std::optional<std::vector<directory_id>> directories;
    instant created;
};

}  // namespace scimd::model
