// `scimd dev` and `scimd serve`: open the house, listen, say so, and stop in order when told to.
#pragma once

#include "scim/catalogues.hpp"
#include "server/options.hpp"

namespace scimd::server {

// Runs until SIGTERM or SIGINT; the exit code (0 done, 1 failed). Reasons go to stderr, what a user
// needs to know to stdout. SIGHUP reads the certificates again.
int host(const std::string& data, const dev&, const scim::catalogues&);
int host(const std::string& data, const serve&, const scim::catalogues&);

}  // namespace scimd::server
