// Identifiers, each its own type: a group's id cannot be passed where a user's is meant. Their
// forms are CloudSSO's (reference "Identifiers"): a prefix and 12 or 20 characters of [0-9a-z].
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace scimd::model {

template <class Kind>
class id {
 public:
    id() = default;

    // Nothing when the text has not the form of this kind of id. To a SCIM client ids are opaque
    // (RFC 7643 §3.1), so the caller answers "not found", never "malformed" (OKTA-20).
    static std::optional<id> from_text(std::string_view text) {
        constexpr std::string_view prefix = Kind::prefix;
        if (text.size() != prefix.size() + Kind::length || !text.starts_with(prefix))
            return std::nullopt;
        for (const char c : text.substr(prefix.size()))
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) return std::nullopt;
        id made;
        made.text_ = text;
        return made;
    }

    const std::string& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    friend bool operator==(const id&, const id&) = default;
    friend auto operator<=>(const id&, const id&) = default;

 private:
    std::string text_;
};

struct directory_kind {
    static constexpr std::string_view prefix = "d-";
    static constexpr std::size_t length = 12;
};
struct user_kind {
    static constexpr std::string_view prefix = "u-";
    static constexpr std::size_t length = 20;
};
struct group_kind {
    static constexpr std::string_view prefix = "g-";
    static constexpr std::size_t length = 20;
};
struct credential_kind {
    static constexpr std::string_view prefix = "scimcred-";
    static constexpr std::size_t length = 20;
};

using directory_id = id<directory_kind>;
using user_id = id<user_kind>;
using group_id = id<group_kind>;
using credential_id = id<credential_kind>;

}  // namespace scimd::model
