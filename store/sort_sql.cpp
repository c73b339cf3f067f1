#include "store/sort_sql.hpp"

#include <stdexcept>

#include "store/columns.hpp"
#include "store/dialect.hpp"
#include "store/json_steps.hpp"

namespace scimd::store {
namespace {

using scim::attribute_path;
using scim::data_type;
using scim::sort_order;

constexpr const dialect& words = sqlite_dialect;

bool is_user(const scim::resource_type& type) {
    return type.name == "User";
}

std::string table_of(const scim::resource_type& type) {
    return is_user(type) ? "users" : "groups";
}

// The words json_type has for the values of a type.
std::string_view json_types_of(data_type type) {
    switch (type) {
        case data_type::boolean:
            return "'true', 'false'";
        case data_type::integer:
            return "'integer'";
        case data_type::decimal:
            return "'integer', 'real'";
        case data_type::string:
        case data_type::date_time:
        case data_type::reference:
        case data_type::binary:
            return "'text'";
        case data_type::complex:
            break;
    }
    return "'object'";
}

// The value that stands at a path of a JSON text, of a list its first one: NULL where it is of
// another type. (An index into what is no list leads nowhere, for SQLite.)
std::string value_at(const std::string& holder, std::string path, const scim::attribute& leaf,
                     bool guarded) {
    if (leaf.multi_valued) path += "[0]";
    std::string value = holder + " ->> '" + path + "'";
    if (!guarded) return value;
    return "CASE WHEN json_type(" + holder + ", '" + path + "') IN (" +
           std::string(json_types_of(leaf.type)) + ") THEN " + value + " END";
}

// The element of a list, which is an object if it is complex.
std::string element_value(const attribute_path& path, bool guarded) {
    const scim::attribute& leaf = path.leaf();
    if (path.sub == nullptr)
        return guarded ? "CASE WHEN element.type IN (" + std::string(json_types_of(leaf.type)) +
                             ") THEN element.value END"
                       : "element.value";
    const std::string at = value_at("element.value", "$" + step(path.sub->name), leaf, guarded);
    return guarded ? "CASE element.type WHEN 'object' THEN " + at + " END" : at;
}

// The value as it stands in the document: of a list its primary element's, else its first's.
std::string in_document(const attribute_path& path, const std::string& table) {
    const bool guarded = may_be_of_another_type(path);
    const std::string document = table + ".document";
    const std::string at = json_path(path);
    if (!path.attribute->multi_valued)
        return value_at(document, at + (path.sub == nullptr ? "" : step(path.sub->name)),
                        path.leaf(), guarded);
    const scim::attribute* flag = path.attribute->sub("primary");
    const std::string first =
        flag == nullptr || !scim::is_primary_flag(*flag)
            ? ""
            : "CASE element.type WHEN 'object' THEN json_type(element.value, '$" + step("primary") +
                  "') IS 'true' ELSE 0 END DESC, ";
    const std::string is_list =
        guarded ? " WHERE json_type(" + document + ", '" + at + "') = 'array'" : "";
    return "(SELECT " + element_value(path, guarded) + " FROM " + std::string(words.each) + "(" +
           document + ", '" + at + "') AS element" + is_list + " ORDER BY " + first +
           "element.key LIMIT 1)";
}

bool is_text(data_type type) {
    return type == data_type::string || type == data_type::reference || type == data_type::binary;
}

// The rows of a part; its filter's values go into the fragment.
std::string condition_of(const list_part& part, fragment& into) {
    std::string of_directory = table_of(*part.type) + ".directory = $1";
    if (part.filter == nullptr) return of_directory;
    const auto written = write_condition(*part.filter, *part.type, into);
    if (!written)
        throw std::logic_error("a filter was not checked before it was listed: " +
                               written.error().detail);
    return of_directory + " AND (" + *written + ")";
}

std::string select_part(const list_part& part, fragment& into) {
    const std::string value =
        part.sort_by ? sort_expression(*part.sort_by, *part.type) : std::string("NULL");
    const std::string table = table_of(*part.type);
    return "SELECT " + std::to_string(type_of(part)) + " AS type, " + table + ".key AS key, " +
           value + " AS value FROM " + table + " WHERE " + condition_of(part, into);
}

fragment_value as_fragment_value(const scim::sort_value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* real = std::get_if<double>(&value)) return *real;
    return std::get<std::string>(value);
}

// What stands behind a place: a further value, or the same one and a later row. No value is the
// last when ascending and the first when descending.
std::string behind(const scim::position& place, sort_order order, fragment& into) {
    const std::string type = into.bind(static_cast<std::int64_t>(place.type));
    const std::string later = "(type, key) > (" + type + ", " + into.bind(place.key) + ")";
    const bool ascending = order == sort_order::ascending;
    if (place.value.index() == 0)
        return ascending ? "value IS NULL AND " + later : "value IS NOT NULL OR " + later;
    const std::string value = into.bind(as_fragment_value(place.value));
    const std::string tie = "value = " + value + " AND " + later;
    return ascending ? "value > " + value + " OR value IS NULL OR " + tie
                     : "value < " + value + " OR " + tie;
}

}  // namespace

std::size_t type_of(const list_part& part) {
    return is_user(*part.type) ? 0 : 1;
}

std::string sort_expression(const attribute_path& path, const scim::resource_type& type) {
    const scim::attribute& leaf = path.leaf();
    const column* own = is_user(type) ? user_column(path) : group_column(path);
    const std::string at =
        own != nullptr ? std::string(own->expression) : in_document(path, table_of(type));
    if (is_text(leaf.type)) {
        const bool key = leaf.case_exact || (own != nullptr && own->folded);
        const std::string text = key ? at : std::string(words.fold) + "(" + at + ")";
        return "substr(" + text + ", 1, " + std::to_string(scim::sort_characters_max) + ")";
    }
    if (leaf.type == data_type::date_time && own == nullptr)
        return std::string(words.instant) + "(" + at + ")";
    if (leaf.type == data_type::decimal) return "CAST(" + at + " AS REAL)";
    return "+(" + at +
           ")";  // an expression: a column would press its type on what it is compared with
}

fragment keys_sql(const list_part& part, std::int64_t after, std::int64_t offset,
                  std::int64_t count) {
    fragment made;
    const std::string key = table_of(*part.type) + ".key";
    made.text =
        "SELECT " + key + " FROM " + table_of(*part.type) + " WHERE " + condition_of(part, made);
    if (after > 0) made.text += " AND " + key + " > " + made.bind(after);
    made.text += " ORDER BY " + key + " LIMIT " + made.bind(count) + " OFFSET " + made.bind(offset);
    return made;
}

fragment places_sql(const std::vector<list_part>& parts, const sorted_range& wanted) {
    fragment made;
    std::string all;
    for (const list_part& part : parts)
        all += (all.empty() ? "" : " UNION ALL ") + select_part(part, made);
    made.text = "SELECT type, key, value IS NULL, value FROM (" + all + ") AS place";
    if (wanted.after) made.text += " WHERE " + behind(*wanted.after, wanted.order, made);
    made.text += wanted.order == sort_order::ascending ? " ORDER BY value ASC NULLS LAST"
                                                       : " ORDER BY value DESC NULLS FIRST";
    made.text +=
        ", type, key LIMIT " + made.bind(wanted.count) + " OFFSET " + made.bind(wanted.offset);
    return made;
}

}  // namespace scimd::store
