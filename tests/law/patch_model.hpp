// PATCH a second time, straight from the sentences of RFC 7644 §3.5.2.1–3 and by linear search:
// what scim::apply_patch is held against. It knows no dialects and only filters of one `eq`.
#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>

#include "model/result.hpp"
#include "scim/patch.hpp"

namespace scimd::tests {

// One operation, before it is written down.
struct patch_step {
    scim::patch_kind kind = scim::patch_kind::replace;
    const scim::schema* extension = nullptr;
    const scim::attribute* attribute = nullptr;
    const scim::attribute* sub = nullptr;
    struct condition {
        const scim::attribute* sub = nullptr;  // nullptr: the value itself
        boost::json::value equals;             // text or a boolean
    };
    std::optional<condition> where;
    boost::json::value value;
    bool without_path = false;
};

// The operation as a client writes it.
boost::json::object to_operation(const patch_step&);

// What becomes of a canonical document in a strict directory.
model::result<boost::json::object> model_patch(boost::json::object document,
                                               const std::vector<patch_step>&,
                                               const scim::resource_type&);

}  // namespace scimd::tests
