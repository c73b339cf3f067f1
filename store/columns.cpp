#include "store/columns.hpp"

#include <algorithm>
#include <span>

#include "scim/fold.hpp"

namespace scimd::store {
namespace {

struct row {
    std::string_view attribute;
    std::string_view sub;  // empty: the attribute itself
    store::column column;
};

// clang-format off
constexpr row user_rows[] = {
    {"id",         "",             {"users.id",          false, true}},
    {"userName",   "",             {"users.name_key",    true,  true}},
    {"externalId", "",             {"users.external_id", false, true}},
    {"active",     "",             {"users.active",      false, false}},
    {"meta",       "created",      {"users.created",     false, false}},
    {"meta",       "lastModified", {"users.modified",    false, false}},
    {"meta",       "version",      {"'W/\"' || users.version || '\"'", false, false}},
    {"meta",       "resourceType", {"'User'",            false, false}},
};
constexpr row group_rows[] = {
    {"id",          "",             {"groups.id",          false, true}},
    {"displayName", "",             {"groups.name_key",    true,  true}},
    {"externalId",  "",             {"groups.external_id", false, true}},
    {"meta",        "created",      {"groups.created",     false, false}},
    {"meta",        "lastModified", {"groups.modified",    false, false}},
    {"meta",        "version",      {"'W/\"' || groups.version || '\"'", false, false}},
    {"meta",        "resourceType", {"'Group'",            false, false}},
};
// clang-format on

const column* find(std::span<const row> in, const scim::attribute_path& path) {
    if (path.extension != nullptr || path.attribute == nullptr) return nullptr;
    const std::string_view sub =
        path.sub == nullptr ? std::string_view() : std::string_view(path.sub->name);
    const auto found = std::ranges::find_if(in, [&](const row& one) {
        return one.attribute == path.attribute->name && one.sub == sub;
    });
    return found == in.end() ? nullptr : &found->column;
}

std::optional<std::string> external_id_of(const scim::document& from) {
    if (!from.attributes.contains("externalId")) return std::nullopt;
    return std::string(scim::text_of(from, "externalId"));
}

std::vector<std::string> email_keys_of(const scim::document& from) {
    std::vector<std::string> keys;
    const auto* emails = from.attributes.if_contains("emails");
    if (emails == nullptr || !emails->is_array()) return keys;
    for (const auto& element : emails->get_array()) {
        const auto* text =
            element.is_object() ? element.get_object().if_contains("value") : nullptr;
        if (text != nullptr && text->is_string()) keys.push_back(scim::fold(text->get_string()));
    }
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

}  // namespace

drawn_columns draw_user_columns(const scim::document& from) {
    return {scim::fold(scim::text_of(from, "userName")), external_id_of(from), email_keys_of(from)};
}

drawn_columns draw_group_columns(const scim::document& from) {
    return {scim::fold(scim::text_of(from, "displayName")), external_id_of(from), {}};
}

const column* user_column(const scim::attribute_path& path) {
    return find(user_rows, path);
}

const column* group_column(const scim::attribute_path& path) {
    return find(group_rows, path);
}

}  // namespace scimd::store
