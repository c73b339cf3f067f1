// The index of unique values: what is drawn into it, and the half of `tables` that keeps it.
#include "store/unique_values.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iterator>

#include "scim/secrets.hpp"
#include "scim/value_key.hpp"
#include "store/row.hpp"
#include "store/tables.hpp"
#include "store/unique_index.hpp"
#include "store/values.hpp"

namespace scimd::store {
namespace {

namespace json = boost::json;
using name = statement_name;
using model::directory;
using model::member_key;
using model::member_kind;

bool is_unique(const scim::attribute& one) {
    return one.uniqueness != scim::uniqueness::none &&
           one.mutability != scim::mutability::read_only;
}

bool has_own_index(const scim::resource_type& type, const scim::attribute& one) {
    return &one == type.core->find("userName");
}

void add_unique(const scim::schema& of, const scim::schema* extension,
                const scim::resource_type& type, std::vector<unique_attribute>& into) {
    const std::string prefix = of.urn + ":";
    for (const scim::attribute& one : of.attributes) {
        if (is_unique(one) && !has_own_index(type, one))
            into.push_back({prefix + one.name, {extension, &one, nullptr}});
        for (const scim::attribute& sub : one.sub_attributes)
            if (is_unique(sub))
                into.push_back({prefix + one.name + "." + sub.name, {extension, &one, &sub}});
    }
}

std::string written(const json::value& held) {
    return held.is_string() ? std::string(held.get_string()) : json::serialize(held);
}

// Sentences tell values; those that are never returned they must not.
std::string shown(const json::value& held, const unique_attribute& of) {
    const bool is_secret = of.path.attribute->returned == scim::returned::never ||
                           of.path.leaf().returned == scim::returned::never;
    return is_secret ? std::string(scim::hidden_value) : written(held);
}

// A value, or each of a list of them.
void draw(const json::value& held, const unique_attribute& of, std::vector<unique_value>& into) {
    if (held.is_array())
        for (const json::value& one : held.get_array()) draw(one, of, into);
    else if (!held.is_object())
        into.push_back({of.name, scim::value_key(held, of.path.leaf()), shown(held, of)});
}

void draw_part(const json::value& held, const unique_attribute& of,
               std::vector<unique_value>& into) {
    if (held.is_array())
        for (const json::value& one : held.get_array()) draw_part(one, of, into);
    else if (const json::object* parts = held.if_object())
        if (const json::value* part = parts->if_contains(of.path.sub->name)) draw(*part, of, into);
}

const scim::resource_type& type_of(const scim::catalogue& in, member_kind kind) {
    return kind == member_kind::user ? in.user() : in.group();
}

// A document that a rollback would bring back.
struct upstream_document {
    member_key of;
    std::string text;
};

std::vector<upstream_document> read_upstream(rows found) {
    std::vector<upstream_document> all;
    while (found.next())
        all.push_back(
            {{found.integer(0) == 0 ? member_kind::user : member_kind::group, found.integer(1)},
             std::string(found.text(3))});
    return all;
}

}  // namespace

std::vector<unique_attribute> unique_attributes(const scim::resource_type& type) {
    std::vector<unique_attribute> all;
    add_unique(*type.core, nullptr, type, all);
    for (const scim::schema* one : type.extensions) add_unique(*one, one, type, all);
    return all;
}

std::vector<unique_value> draw_unique_values(const scim::document& from,
                                             const scim::resource_type& type) {
    std::vector<unique_value> drawn;
    for (const unique_attribute& one : unique_attributes(type)) {
        const json::object* home = &from.attributes;
        if (one.path.extension != nullptr) {
            const json::value* part = home->if_contains(one.path.extension->urn);
            home = part == nullptr ? nullptr : part->if_object();
        }
        const json::value* held =
            home == nullptr ? nullptr : home->if_contains(one.path.attribute->name);
        if (held == nullptr) continue;
        one.path.sub == nullptr ? draw(*held, one, drawn) : draw_part(*held, one, drawn);
    }
    std::ranges::sort(drawn);
    drawn.erase(std::unique(drawn.begin(), drawn.end()), drawn.end());
    return drawn;
}

std::vector<unique_value> unique_values_in(std::string_view document,
                                           const scim::resource_type& type) {
    if (unique_attributes(type).empty()) return {};
    return draw_unique_values(scim::document_from_text(document), type);
}

std::optional<std::string> tables::holder_of(const directory& where, const unique_value& of,
                                             std::optional<member_key> but) {
    rows found = queries_.run(name::unique_value_holder, {where.key, of.attribute, of.key});
    if (!found.next()) return std::nullopt;
    const bool self =
        but && number_of(but->kind) == found.integer(0) && but->key == found.integer(1);
    return self ? std::nullopt : std::optional(std::string(found.text(2)));
}

// Both lists are sorted: entries that did not change are not touched.
void tables::write_unique_values(const directory& where, member_key of,
                                 const std::vector<unique_value>& before,
                                 const std::vector<unique_value>& after) {
    std::vector<unique_value> gone;
    std::vector<unique_value> come;
    std::ranges::set_difference(before, after, std::back_inserter(gone));
    std::ranges::set_difference(after, before, std::back_inserter(come));
    const std::int64_t kind = number_of(of.kind);
    for (const unique_value& one : gone)
        queries_.execute(name::delete_unique_value,
                         {where.key, one.attribute, one.key, kind, of.key});
    for (const unique_value& one : come)
        if (queries_.execute(name::insert_unique_value,
                             {where.key, one.attribute, one.key, kind, of.key}) == 0)
            throw store_failure("a value of " + one.attribute + " was written without being free");
}

void tables::insert_unique_attributes(std::int64_t directory_key, const model::directory_id& of) {
    for (const indexed_attribute& one : attributes_to_index(catalogue(of)))
        queries_.execute(name::insert_unique_attribute,
                         {directory_key, one.kind, one.name, one.path, one.part, one.form});
}

// After the documents, and before their drift is forgotten. Two entities may have exchanged their
// values: all of them let go before the first takes its own back.
void tables::restore_unique_values(const directory& where) {
    const scim::catalogue& schemas = catalogue(where.id);
    if (unique_attributes(schemas.user()).empty() && unique_attributes(schemas.group()).empty())
        return;
    queries_.execute(name::delete_unique_values_of_drifted, {where.key});
    for (const upstream_document& one :
         read_upstream(queries_.run(name::upstream_documents, {where.key})))
        write_unique_values(where, one.of, {},
                            unique_values_in(one.text, type_of(schemas, one.of.kind)));
}

}  // namespace scimd::store
