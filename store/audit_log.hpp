// Reads of the audit log, newest first.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "model/audit.hpp"
#include "store/queries.hpp"

namespace scimd::store {

// More than there will ever be: numbers and places of changes share 63 bits.
constexpr std::int64_t audit_events_max = std::int64_t{1} << 38U;
constexpr std::int64_t audit_changes_max = std::int64_t{1} << 24U;  // of one event

// Behind which everything stands.
constexpr model::audit_place newest_of_all{std::numeric_limits<std::int64_t>::max(),
                                           audit_events_max, 0};

// Empty texts ask for any.
struct audit_filter {
    std::string directory;
    std::string target;  // the id of an entity: what was asked about it, and all that changed it
    std::optional<model::author> who;
    std::string author_id;
    std::string operation;
    model::instant from;                                          // inclusive
    model::instant to{std::numeric_limits<std::int64_t>::max()};  // exclusive
    model::audit_place behind = newest_of_all;
};

// Events that are looked at for one page; what is rare takes several pages, some of them empty.
constexpr std::int64_t audit_looks_max = 20'000;

// At most `count` events, without their changes. Of a directory by time, of a target and of all
// directories in the order of commits, each by an index; what else is asked for is looked for among
// those.
struct found_events {
    std::vector<model::audit_event> events;
    std::optional<model::audit_place> more_behind;  // where to go on; nothing: that was all
};
found_events audit_events(queries&, const audit_filter&, std::int64_t count);

// Fills in the first `count` changes of an event, and how many there are. They end early once they
// come to more than `bytes`. How many bytes they came to.
std::size_t read_changes(queries&, model::audit_event&, std::int64_t count, std::size_t bytes);

// What became of one entity of a directory, change by change: each event has that one change. At
// most `count`, fewer once they come to more than `bytes`.
found_events audit_history(queries&, const std::string& directory, const std::string& entity,
                           const model::audit_place& behind, std::int64_t count, std::size_t bytes);

}  // namespace scimd::store
