#include "store/unique_index.hpp"

#include <algorithm>
#include <optional>

#include "store/json_steps.hpp"
#include "store/reading.hpp"
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

std::vector<indexed_attribute> attributes_indexed(queries& ask, std::int64_t directory_key) {
    std::vector<indexed_attribute> all;
    rows found = ask.run(name::list_unique_attributes, {directory_key});
    while (found.next())
        all.push_back({found.integer(0), std::string(found.text(1)), std::string(found.text(2)),
                       std::string(found.text(3)), found.integer(4)});
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

result<void> rebuild(queries& ask, const model::directory& where, const scim::catalogue& schemas,
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

result<void> refresh_all(reading& store, const scim::catalogues& schemas) {
    for (const model::directory& where : store.list_directories()) {
        const scim::catalogue& own = schemas.of(where.id);
        const auto wanted = attributes_to_index(own);
        if (wanted == attributes_indexed(store.ask(), where.key)) continue;
        if (auto built = rebuild(store.ask(), where, own, wanted); !built) return built;
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
    reading store(writer);
    store.ask().execute(name::begin_write);
    auto refreshed = refresh_all(store, schemas);
    store.ask().execute(refreshed ? name::commit : name::rollback);
    return refreshed;
}

}  // namespace scimd::store
