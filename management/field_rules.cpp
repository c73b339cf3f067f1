#include "management/field_rules.hpp"

#include "management/parameters.hpp"

namespace scimd::management {

model::result<void> check(field which, std::string_view parameter, std::string_view value) {
    if (const auto rule = model::broken_rule(which, value)) return invalid(parameter, *rule);
    return {};
}

}  // namespace scimd::management
