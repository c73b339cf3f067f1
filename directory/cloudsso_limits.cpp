#include "directory/cloudsso_limits.hpp"

#include <span>

#include "directory/shown_fields.hpp"
#include "model/field_rules.hpp"
#include "scim/fold.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::field;
using model::refusal;
using model::result;

std::string_view user_name_of(const scim::document& from) {
    return scim::text_of(from, "userName");
}
std::string_view display_name_of(const scim::document& from) {
    return scim::text_of(from, "displayName");
}

struct limited {
    std::string_view attribute;
    field rule;
    std::string_view (*read)(const scim::document&);
};

// clang-format off
constexpr limited of_users[] = {
    {"userName",        field::user_name,    user_name_of},
    {"name.givenName",  field::first_name,   first_name_of},
    {"name.familyName", field::last_name,    last_name_of},
    {"displayName",     field::display_name, display_name_of},
    {"emails.value",    field::email,        email_of},
};
constexpr limited of_groups[] = {
    {"displayName",     field::group_name,   display_name_of},
};
// clang-format on

bool applies(const applying& now) {
    return now.by_idp() && now.where.settings.cloudsso_limits == model::cloudsso_limits::on;
}

result<void> check_fields(std::span<const limited> fields, const scim::document& before,
                          const scim::document& after) {
    for (const limited& one : fields) {
        const std::string_view value = one.read(after);
        if (value == one.read(before)) continue;
        if (const auto rule = model::broken_rule(one.rule, value))
            return refusal(errc::invalid_value,
                           "\"" + std::string(one.attribute) + "\" " + *rule +
                               ": this directory has the setting cloudssoLimits.");
    }
    return {};
}

template <class Entity>
scim::document document_of(const Entity* entity) {
    return entity == nullptr ? scim::document() : scim::document_from_text(entity->document);
}

}  // namespace

result<void> check_cloudsso_limits(const applying& now, const model::user* before,
                                   const scim::document& after) {
    if (!applies(now)) return {};
    const scim::document was = document_of(before);
    if (auto fit = check_fields(of_users, was, after); !fit) return fit;

    const std::string key = scim::fold(email_of(after));
    const std::int64_t self = before == nullptr ? 0 : before->key;
    if (key.empty() || key == scim::fold(email_of(was)) ||
        !now.tables.has_email(now.where, key, self))
        return {};
    return refusal(errc::email_taken,
                   "The e-mail address \"" + std::string(email_of(after)) +
                       "\" is in use by another user of this directory, which has the setting "
                       "cloudssoLimits.");
}

result<void> check_cloudsso_limits(const applying& now, const model::group* before,
                                   const scim::document& after) {
    if (!applies(now)) return {};
    return check_fields(of_groups, document_of(before), after);
}

}  // namespace scimd::directory
