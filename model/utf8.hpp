// UTF-8 (RFC 3629), as far as we need it: is it, how many characters are there, and how
// many different ones.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace scimd::model {

// How many characters the text has; nothing when it is not UTF-8. Overlong forms and surrogates are
// not.
std::optional<std::size_t> count_characters(std::string_view);

// How many different ones it has; of text that is UTF-8 to its end.
std::size_t count_different_characters(std::string_view);

}  // namespace scimd::model
