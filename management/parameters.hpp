// The parameters of a call: from the URL, a form or a JSON body to decoded text by name, and from
// there to typed values.
#pragma once

#include "model/result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scimd::management {

// Decoded parameters by name; URL, form and JSON body together.
using parameters = std::map<std::string, std::string, std::less<>>;

// Limits: errc::too_large.
constexpr std::size_t parameters_max = 1000;
constexpr std::size_t parameter_name_bytes_max = 256;

// `a=1&b=x%20y`: percent escapes and `+` decoded. errc::invalid_syntax for a broken escape or text
// that is not UTF-8, errc::invalid_parameter for a name given twice, which would make the signed
// text ambiguous.
model::result<parameters> parameters_from_form(std::string_view encoded);

// A JSON object: text as it is, numbers and booleans as their JSON text, objects and lists likewise
// (the service's own way to send an object); null is not sent. errc::invalid_syntax when the text
// is no JSON object.
model::result<parameters> parameters_from_json(std::string_view text);

// Both together; a name in both is errc::invalid_parameter, and parameters_max holds for the sum.
model::result<parameters> joined(parameters, const parameters&);

// The argument's text; nothing when it was not sent, which is not the same as empty.
std::optional<std::string_view> find(const parameters&, std::string_view name);
// Empty when it was not sent.
std::string_view text_of(const parameters&, std::string_view name);

// "true" and "false" in any case (the documentation spells them True, the SDKs true); `otherwise`
// when not sent. errc::invalid_parameter.
model::result<bool> boolean_of(const parameters&, std::string_view name, bool otherwise);

struct integer_range {
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t otherwise = 0;  // when not sent
};
// Decimal digits within the range. errc::invalid_parameter.
model::result<std::int64_t> integer_of(const parameters&, std::string_view name, integer_range);

// "Enabled" is true, "Disabled" false, spelt exactly so; nothing when not sent.
// errc::invalid_parameter.
model::result<std::optional<bool>> status_of(const parameters&, std::string_view name);

// A list of texts: `name.1`, `name.2` and so on without a gap, or one parameter with a JSON list,
// which is what a JSON body gives. Nothing when it was not sent. errc::invalid_parameter, also for
// both ways at once, for one that is empty and for more than `most`.
model::result<std::optional<std::vector<std::string>>> list_of(const parameters&,
                                                               std::string_view name,
                                                               std::size_t most);

// What every other file says about a value that breaks its rule.
model::fault invalid(std::string_view name, std::string_view rule);

}  // namespace scimd::management
