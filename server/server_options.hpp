// Which running server a command asks, instead of opening a data folder.
#pragma once

#include <optional>
#include <span>

#include "server/arguments.hpp"
#include "server/management_client.hpp"

namespace scimd::server {

// The options that say so.
void take_server(CLI::App&);

// Nothing when no server is named. A folder that is named on the command line (`line`, as main has
// it) beats a server of the environment. Throws CLI::ValidationError.
std::optional<management_server> read_server(const arguments& said,
                                             std::span<const char* const> line);

}  // namespace scimd::server
