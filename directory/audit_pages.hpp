// Pages of the audit log, as the management actions ask for them (docs/audit.md).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/audit.hpp"
#include "model/ids.hpp"

namespace scimd::directory {

// Changes that are read with each event of a list; model::audit_event::change_count counts all.
constexpr std::int64_t listed_changes_max = 100;
// Changes of one page: it ends behind the one that comes to more.
constexpr std::size_t audit_page_bytes_max = 4UL * 1024 * 1024;

struct audit_query {
    std::optional<model::directory_id> where;  // nothing: all directories, and what is about none
    std::string target;                        // an id; empty: any
    std::optional<model::author> who;
    std::string author_id;               // empty: any
    std::string operation;               // likewise
    std::optional<model::instant> from;  // inclusive
    std::optional<model::instant> to;    // exclusive
    std::optional<model::audit_place> after;
    std::int64_t count = 10;
};

// Pages may hold fewer events than were asked for, or none, and still be followed by another.
struct audit_page {
    std::vector<model::audit_event> events;  // newest first
    std::optional<model::audit_place> next;
};

}  // namespace scimd::directory
