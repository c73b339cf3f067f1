// The commands that look after directories, credentials and access keys, in a data folder no server
// has open or by asking a server that runs; and check, which looks at a data folder.
#pragma once

#include "scim/catalogues.hpp"
#include "server/options.hpp"

namespace scimd::server {

// Any command but dev and serve. Answers to stdout, reasons to stderr; the exit code (0 done, 1
// failed).
int run_command(const options&, const scim::catalogues&);

}  // namespace scimd::server
