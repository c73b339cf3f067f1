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

// Where a list goes on: behind the event (or, in a history, the change) that stands here.
struct audit_place {
    std::int64_t at = std::numeric_limits<std::int64_t>::max();  // milliseconds; of lists by time
    std::int64_t number = audit_events_max;
    std::int64_t place = 0;  // of histories
};

// Empty texts ask for any.
struct audit_filter {
    std::string directory;
    std::string target;  // the id of an entity: what was asked about it, and all that changed it
    std::optional<model::author> who;
    std::string author_id;
    std::string operation;
    model::instant from;                                          // inclusive
    model::instant to{std::numeric_limits<std::int64_t>::max()};  // exclusive
    audit_place behind;
};

// Events that are looked at for one page; what is rare takes several pages, some of them empty.
constexpr std::int64_t audit_looks_max = 20'000;

// At most `count` events, without their changes. Of a directory by time, of a target and of all
// directories in the order of commits, each by an index; what else is asked for is looked for among
// those.
struct found_events {
    std::vector<model::audit_event> events;
    std::optional<audit_place> more_behind;  // where to go on; nothing: that was all
};
found_events audit_events(queries&, const audit_filter&, std::int64_t count);

// Fills in the first `count` changes of an event, and how many there are. They end early once they
// come to more than `bytes`. How many bytes they came to.
std::size_t read_changes(queries&, model::audit_event&, std::int64_t count, std::size_t bytes);

// What became of one entity of a directory, change by change. Each event has that one change.
struct told_change {
    model::audit_event event;
    std::int64_t place = 0;
};
// At most `count`, fewer once they come to more than `bytes`.
std::vector<told_change> audit_history(queries&, const std::string& directory,
                                       const std::string& entity, const audit_place& behind,
                                       std::int64_t count, std::size_t bytes);

}  // namespace scimd::store
