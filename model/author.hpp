// Whose hand writes: the identity provider over SCIM, or an administrator over the management
// actions.
#pragma once

#include <string_view>

namespace scimd::model {

enum class author { idp, administrator };

constexpr std::string_view to_text(author who) {
    return who == author::idp ? "idp" : "administrator";
}

}  // namespace scimd::model
