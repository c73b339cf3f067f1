#include "store/unique_index.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "store/json_steps.hpp"
#include "store/queries.hpp"
#include "store/row.hpp"

namespace scimd::store {
namespace {

using name = statement_name;
using model::result;

// A list inside an element of a list is more than the law's query looks into.
std::int64_t form_of(const scim::attribute_path& path) {
    const scim::attribute& leaf = path.leaf();
    const bool number =
        leaf.type == scim::data_type::integer || leaf.type == scim::data_type::decimal;
    const bool list_in_list =
        path.sub != nullptr && leaf.multi_valued && path.attribute->multi_valued;
    if (number || list_in_list) return 2;
    return leaf.case_exact ? 0 : 1;
}

void add_attributes(const scim::resource_type& type, std::int64_t kind,
                    std::vector<indexed_attribute>& into) {
    for (const unique_attribute& one : unique_attributes(type)) {
        indexed_attribute made{kind, one.name, json_path(one.path), "", form_of(one.path)};
        if (one.path.sub != nullptr)
            (one.path.attribute->multi_valued ? made.part : made.path) += step(one.path.sub->name);
        if (!made.part.empty()) made.part = "$" + made.part;
        into.push_back(std::move(made));
    }
}

using attributes_by_directory = std::unordered_map<std::int64_t, std::vector<indexed_attribute>>;

// Of all directories at once: there may be ten thousand, and the start waits for it.
attributes_by_directory attributes_indexed(queries& ask) {
    attributes_by_directory all;
    rows found = ask.run(name::all_unique_attributes, {});
    while (found.next())
        all[found.integer(0)].push_back({found.integer(1), std::string(found.text(2)),
                                         std::string(found.text(3)), std::string(found.text(4)),
                                         found.integer(5)});
    return all;
}

struct named_directory {
    std::int64_t key = 0;
    model::directory_id id;
};

std::vector<named_directory> directories_named(queries& ask) {
    std::vector<named_directory> all;
    rows found = ask.run(name::ids_of_directories, {});
    while (found.next()) all.push_back({found.integer(0), id_at<model::directory_id>(found, 1)});
    return all;
}

// The value that an entity cannot be filed under, because somebody is already.
std::optional<std::string> file_values(queries& ask, std::int64_t directory_key, const rows& entity,
                                       const scim::catalogue& schemas) {
    const std::int64_t kind = entity.integer(0);
    const scim::resource_type& type = kind == 0 ? schemas.user() : schemas.group();
    for (const unique_value& one : unique_values_in(entity.text(3), type)) {
        if (ask.execute(name::insert_unique_value,
                        {directory_key, one.attribute, one.key, kind, entity.integer(1)}) > 0)
            continue;
        rows holder = ask.run(name::unique_value_holder, {directory_key, one.attribute, one.key});
        holder.next();
        return std::string(holder.text(2)) + " and " + std::string(entity.text(2)) +
               " both have the value \"" + one.text + "\" of " + one.attribute +
               ", which the schemas call unique";
    }
    return std::nullopt;
}

result<void> rebuild(queries& ask, const named_directory& where, const scim::catalogue& schemas,
                     const std::vector<indexed_attribute>& wanted) {
    ask.execute(name::delete_unique_values_of_directory, {where.key});
    ask.execute(name::delete_unique_attributes, {where.key});
    for (const indexed_attribute& one : wanted)
        ask.execute(name::insert_unique_attribute,
                    {where.key, one.kind, one.name, one.path, one.part, one.form});
    if (wanted.empty()) return {};
    rows entities = ask.run(name::documents_of_directory, {where.key});
    while (entities.next())
        if (const auto shared = file_values(ask, where.key, entities, schemas))
            return model::refusal(model::errc::internal,
                                  "in directory " + where.id.text() + ", " + *shared +
                                      ". Change one of them with the schemas of before.");
    return {};
}

result<void> refresh_all(queries& ask, const scim::catalogues& schemas) {
    attributes_by_directory indexed = attributes_indexed(ask);
    const auto common = attributes_to_index(schemas.common());
    for (const named_directory& where : directories_named(ask)) {
        const scim::catalogue& own = schemas.of(where.id);
        const auto wanted = &own == &schemas.common() ? common : attributes_to_index(own);
        if (wanted == indexed[where.key]) continue;
        if (auto built = rebuild(ask, where, own, wanted); !built) return built;
    }
    return {};
}

}  // namespace

std::vector<indexed_attribute> attributes_to_index(const scim::catalogue& schemas) {
    std::vector<indexed_attribute> all;
    add_attributes(schemas.user(), 0, all);
    add_attributes(schemas.group(), 1, all);
    std::ranges::sort(all);
    return all;
}

result<void> refresh_unique_values(session& writer, const scim::catalogues& schemas) {
    queries ask(writer);
    ask.execute(name::begin_write);
    auto refreshed = refresh_all(ask, schemas);
    ask.execute(refreshed ? name::commit : name::rollback);
    return refreshed;
}

}  // namespace scimd::store
