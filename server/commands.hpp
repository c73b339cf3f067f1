// The commands that look after a data folder no server has open: directories, credentials, access
// keys, check. They do what the management actions do, by the same edits.
#pragma once

#include "scim/catalogues.hpp"
#include "server/options.hpp"

namespace scimd::server {

// Any command but dev and serve. Answers to stdout, reasons to stderr; the exit code (0 done, 1
// failed).
int run_command(const options&, const scim::catalogues&);

}  // namespace scimd::server
