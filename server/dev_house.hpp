// What `scimd dev` finds in its house at every start: one directory, Enabled, and credentials one
// can know by heart.
#pragma once

#include <string>

#include "directory/directories.hpp"
#include "server/options.hpp"

namespace scimd::server {

// Makes what is missing and puts right what has other secrets than asked for; a directory that is
// there keeps its switch and its settings.
model::result<void> furnish_dev_house(directory::directories&, const dev&);

// What to print when ready: addresses, credentials, and a curl line that works.
std::string dev_announcement(const std::string& base_url, const dev&);

}  // namespace scimd::server
