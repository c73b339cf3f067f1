// The folder of --schemas: FOLDER/*.json hold for every directory, FOLDER/<directory id>/*.json for
// that directory alone (docs/schemas.md).
#pragma once

#include <string>

#include "model/result.hpp"
#include "scim/catalogues.hpp"

namespace scimd::server {

constexpr std::size_t schema_files_max = 100;  // in one folder

// Our schemas and those of the folder; of no folder when the text is empty. Files of other names
// and hidden ones (a mounted ConfigMap's) are not looked at. errc::invalid_value: file, JSON
// pointer, reason; or what cannot be read, is no directory's id, or is too much.
model::result<scim::catalogues> load_schemas(const std::string& folder);

}  // namespace scimd::server
