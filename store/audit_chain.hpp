// The chain of the audit log: an event's digest covers all it says, its changes, and the digest of
// the event before, so that none can be altered, left out or put in unseen (docs/decisions/0011).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/audit.hpp"
#include "store/queries.hpp"

namespace scimd::store {

// An end of the chain: the last event, or the last one that was pruned.
struct chain_link {
    std::int64_t number = 0;
    std::string digest;  // 32 bytes
    model::instant at;
};

// SHA-256 of a change.
std::string digest_of(const model::audit_change&);

// SHA-256 of an event behind `before`: every field of it but its own digest and the list of
// changes, for which the digests of all changes stand, one after the other.
std::string digest_of(const model::audit_event&, std::string_view before,
                      std::string_view change_digests);

// Where the chain ends, and where what is kept of it begins.
chain_link last_link(queries&);
chain_link pruned_link(queries&);

// Follows the whole chain. A sentence that names the first event that is missing, altered or cut
// off; nothing when all is as it was written.
std::optional<std::string> broken_link(queries&);

}  // namespace scimd::store
