// What the path of a PATCH operation points at.
#pragma once

#include <optional>
#include <string_view>

#include "model/result.hpp"
#include "scim/filter.hpp"
#include "scim/path.hpp"

namespace scimd::scim {

// PATH = attrPath / valuePath [subAttr]   (RFC 7644 §3.5.2)
struct patch_target {
    attribute_path path;
    std::optional<filter> where;
};

// errc::invalid_path when it names nothing or has not the form of a path, errc::invalid_filter when
// the filter in its brackets is none.
model::result<patch_target> parse_patch_target(std::string_view text, const resource_type&,
                                               tolerance&);

}  // namespace scimd::scim
