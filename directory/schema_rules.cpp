// What schemas ask of a change that only shows beside what is stored.
#include "directory/apply.hpp"

namespace scimd::directory {

using model::errc;
using model::refusal;
using model::result;

result<void> keep_values(const std::string& before, scim::document& after,
                         const scim::resource_type& type, scim::left_out what) {
    if (!type.keeps_values) return {};
    return scim::keep_values(scim::document_from_text(before), after, type, what);
}

result<void> check_unique(const applying& now, const scim::document& document,
                          const scim::resource_type& type, std::optional<model::member_key> self) {
    for (const store::unique_value& one : store::draw_unique_values(document, type))
        if (const auto holder = now.tables.holder_of(now.where, one, self))
            return refusal(errc::value_taken, "The value \"" + one.text + "\" of " + one.attribute +
                                                  " is taken by " + *holder + ".");
    return {};
}

}  // namespace scimd::directory
