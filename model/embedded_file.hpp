// A text file that was built into the binary (see scimd_embed in cmake/): schemas, statements,
// migrations.
#pragma once

#include <span>
#include <string_view>

namespace scimd::model {

struct embedded_file {
    std::string_view name;  // without its folder: "user.json"
    std::string_view text;
};

}  // namespace scimd::model
