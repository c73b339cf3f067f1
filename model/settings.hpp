// The settings of a directory (README, "Settings of a directory"): stored with it, read inside the
// transaction that obeys them.
#pragma once

#include <boost/json/object.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/result.hpp"

namespace scimd::model {

enum class tolerance { lenient, strict };
enum class unknown_members { refuse, ignore, keep };
enum class group_names { unique, free };
enum class patch_answer { resource, none };
enum class if_match { optional, required };
enum class cloudsso_limits { off, on };

struct settings {
    model::tolerance tolerance = model::tolerance::lenient;
    model::unknown_members unknown_members = model::unknown_members::refuse;
    model::group_names group_names = model::group_names::unique;
    model::patch_answer patch_answer = model::patch_answer::resource;
    model::if_match if_match = model::if_match::optional;
    // Whether a push must obey CloudSSO's lengths and alphabets (model/field_rules.hpp).
    model::cloudsso_limits cloudsso_limits = model::cloudsso_limits::off;
    // SCIM requests a second, 1..rate_max; 0: any number. Nothing: as the server says.
    std::optional<std::int64_t> scim_rate;

    friend bool operator==(const settings&, const settings&) = default;
};

// Every setting with its value, in the spelling of the interface: {"tolerance":"lenient",…}.
boost::json::object to_json(const settings&);

// Changes one setting. Names and values are spelt as in the interface; errc::invalid_parameter
// lists what there is.
result<void> change(settings&, std::string_view name, std::string_view value);

// What to_json wrote. Settings that are absent keep their default; an unknown one is
// errc::invalid_parameter.
result<settings> settings_from_json(const boost::json::object&);

}  // namespace scimd::model
