// The numbered laws as queries (laws.sql), run by tests after every step and by `scimd check`.
#pragma once

#include <string>
#include <vector>

#include "store/session.hpp"

namespace scimd::directory {

// One line per breach, "Law 1 (Enabled means no drift): …", and SQLite's own integrity check; empty
// when all hold.
std::vector<std::string> check_laws(store::session&);

}  // namespace scimd::directory
