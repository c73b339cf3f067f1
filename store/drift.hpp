// Drift, read: how much there is, and page by page what a rollback would do with it. Everything is
// found by the indexes of the drift tables; whoever needs it to speak of one moment wraps it in a
// `snapshot`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/drift.hpp"
#include "store/conflicts.hpp"
#include "store/reading.hpp"

namespace scimd::store {

// In proportion to the drift; no document is read.
model::drift_counts count_drift(reading&, const model::directory&);

// What an entity says, in the two places it can.
struct said {
    std::string document;
    std::string description;
};
// A user or group in which something differs, by its key. A group of which only members differ says
// the same twice.
struct drifted {
    std::int64_t key = 0;
    std::string id;
    said upstream;
    std::optional<said> local;  // nothing: it was deleted
};
// In the order of keys, those behind `after`; as many as asked for, fewer at the end.
std::vector<drifted> drifted_users(reading&, const model::directory&, std::int64_t after,
                                   std::int64_t count);
std::vector<drifted> drifted_groups(reading&, const model::directory&, std::int64_t after,
                                    std::int64_t count);

// Pairs of one group that a rollback undoes: members who were added, or removed. Members who are
// gone for good are not among them: nothing puts them back.
struct drifted_members {
    std::int64_t count = 0;            // exact
    std::vector<model::member> first;  // as many as asked for; `display` is the upstream name:
                                       // userName, displayName of a group, empty for a stranger
};
struct member_drift {
    drifted_members added;
    drifted_members removed;
};
member_drift drifted_members_of(reading&, const model::directory&, std::int64_t group_key,
                                std::int64_t count);

// The one that stands in the way: its own name, and whether an administrator may delete it (manual)
// or it is the identity provider's.
struct holder {
    std::string name;
    model::provision provision = model::provision::manual;
};
holder describe_holder(reading&, const name_conflict&);

}  // namespace scimd::store
