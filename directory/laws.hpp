// What must be true of what is stored. The numbered laws as queries (laws.sql) are run by tests
// after every step; `scimd check` runs them and all else.
#pragma once

#include <string>
#include <vector>

#include "store/queries.hpp"

namespace scimd::directory {

// One line per breach, "Law 1 (Enabled means no drift): …"; empty when all hold.
std::vector<std::string> check_laws(store::queries&);

// The laws, the audit log's chain (which names its first broken event) and SQLite's own integrity
// check, as of one moment.
std::vector<std::string> check_everything(store::session&);

}  // namespace scimd::directory
