// What stands in the way of a rollback: somebody who stays has a name, or a unique value, that
// somebody who gets their upstream back needs. The writer refuses by it, readers show it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "policy/intent.hpp"
#include "scim/schema.hpp"
#include "store/reading.hpp"

namespace scimd::store {

// A living entity, not about to be rolled back itself, that has the name or the unique value a
// rollback needs; or one that comes back too, and would have the same unique value.
struct name_conflict {
    policy::entity_kind kind = policy::entity_kind::none;
    std::int64_t key = 0;
    std::string id;
    std::string name;         // or the value
    std::string upstream_id;  // of the synchronized entity that would get it back
    std::string attribute;    // of a unique value; empty: the name
};

// All there are, one after the other: users' names, groups' names, unique values. Costs an index
// look-up per drifted user and group; where the schemas have unique attributes, their upstream
// documents are read too, and of their values what is unique is kept while it lasts.
void each_conflict(reading&, const model::directory&, const scim::catalogue&,
                   const std::function<void(name_conflict)>& take);

}  // namespace scimd::store
