// What enabling synchronization would do, before it is done: entity by entity what a rollback
// changes and what stands in its way. Values; view::preview_rollback fills them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/drift.hpp"
#include "model/entity.hpp"
#include "scim/differences.hpp"

namespace scimd::directory {

// Limits.
constexpr std::int64_t previewed_members_max = 1000;  // of a group, to be removed and put back each

enum class entity_type { user, group };

// Members a rollback removes from a group, or puts back into it.
struct moved_members {
    std::int64_t count = 0;              // exact
    std::vector<model::member> members;  // at most previewed_members_max; `display` is the upstream
                                         // name: userName, or displayName of a group
};

// Who has a name, or a unique value, that the entity needs.
struct standing_in_the_way {
    entity_type type = entity_type::user;
    std::string id;
    std::string name;       // its userName or displayName
    std::string attribute;  // of the unique value; empty: the name is what is needed
    std::string value;      // of that attribute
    // Synchronized: the schemas came to call an attribute unique when two had one value already.
    model::provision provision = model::provision::manual;
};

struct previewed_entity {
    entity_type type = entity_type::user;
    std::string id;
    std::string name;        // upstream userName or displayName: the one it will have again
    std::string local_name;  // where another stands there now
    bool edited = false;     // `attributes` will be changed
    bool deleted = false;    // it will reappear, with all its attributes
    // Local before, upstream after. "Description" is the management actions' own.
    std::vector<scim::difference> attributes;
    moved_members to_remove;
    moved_members to_put_back;
    std::vector<standing_in_the_way> conflicts;
};

// A page: users, then groups, by the store's numbers.
struct preview_query {
    std::int64_t after = 0;  // rollback_preview::next of the page before; 0: from the start
    std::int64_t count = 10;
};

// The directory and how much of it differs, as of one moment. Law 1: nothing while Enabled.
struct directory_drift {
    model::directory directory;
    model::drift_counts counts;
};

struct rollback_preview : directory_drift {
    std::int64_t conflicts = 0;  // of the whole rollback
    std::vector<previewed_entity> entities;
    std::int64_t next = 0;  // `after` of the next page; 0 when this is the last
};

}  // namespace scimd::directory
