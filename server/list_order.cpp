#include "server/list_order.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace scimd::server {
namespace {

using model::errc;
using model::refusal;
using model::result;

struct listed_type {
    const scim::resource_type* type;
    type_order* order;
};

std::vector<listed_type> types_of(list_order& order, const scim::catalogue& schemas) {
    const listed_type users{&schemas.user(), &order.users};
    const listed_type groups{&schemas.group(), &order.groups};
    switch (order.over) {
        case list_scope::users:
            return {users};
        case list_scope::groups:
            return {groups};
        case list_scope::everything:
            break;
    }
    return {users, groups};
}

result<void> read_filters(std::string_view text, const std::vector<listed_type>& listed,
                          scim::tolerance& allowed) {
    if (text.empty()) return {};
    std::vector<const scim::resource_type*> types;
    std::ranges::transform(listed, std::back_inserter(types), &listed_type::type);
    for (const listed_type& one : listed) {
        auto filter = scim::parse_filter(text, *one.type, allowed, types);
        if (!filter) return filter.error();
        if (auto possible = directory::check_filter(*filter, *one.type); !possible) return possible;
        one.order->filter = std::move(*filter);
    }
    return {};
}

// sortOrder says nothing without sortBy (RFC 7644 §3.4.2.3).
result<void> read_sorting(const scim::list_request& asked, const std::vector<listed_type>& listed,
                          scim::tolerance& allowed, scim::sort_order& order) {
    if (asked.sort_by.empty()) return {};
    bool known = false;
    for (const listed_type& one : listed) {
        auto path = scim::parse_sort_by(asked.sort_by, *one.type, allowed);
        if (!path) return path.error();
        known = known || path->has_value();
        one.order->sort_by = *path;
    }
    if (!known)
        return refusal(errc::invalid_sort,
                       "There is no attribute \"" + asked.sort_by + "\" to sort by.");
    const auto said = scim::parse_sort_order(asked.sort_order);
    if (!said) return said.error();
    order = *said;
    return {};
}

result<void> read_projections(const scim::list_request& asked,
                              const std::vector<listed_type>& listed, scim::tolerance& allowed) {
    for (const listed_type& one : listed) {
        auto wanted =
            scim::parse_projection(asked.attributes, asked.excluded_attributes, *one.type, allowed);
        if (!wanted) return wanted.error();
        one.order->wanted = std::move(*wanted);
    }
    return {};
}

// Two queries have one digest only if they are one, letter by letter. The page's size is no part of
// it: changing it is an error of its own.
std::string digest_of(list_scope over, const scim::list_request& asked) {
    std::string all = std::to_string(static_cast<int>(over));
    for (const std::string* part : {&asked.filter, &asked.sort_by, &asked.sort_order,
                                    &asked.attributes, &asked.excluded_attributes})
        all += ' ' + std::to_string(part->size()) + ':' + *part;
    return model::sha256(all);
}

directory::scim_query query_of(const list_order& order, const type_order& of) {
    directory::scim_query query;
    query.filter = of.filter ? &*of.filter : nullptr;
    query.sort_by = of.sort_by;
    query.order = order.order;
    query.start_index = order.start_index;
    query.count = order.walk.count;
    query.by_cursor = order.by_cursor;
    query.after = order.after;
    return query;
}

}  // namespace

result<list_order> read_list_order(const scim_request& of, list_scope over,
                                   const scim::list_request& asked, model::instant now) {
    list_order order;
    order.over = over;
    order.start_index = asked.start_index;
    const auto listed = types_of(order, of.schemas());
    if (auto read = read_projections(asked, listed, of.tolerance); !read) return read.error();
    if (auto read = read_filters(asked.filter, listed, of.tolerance); !read) return read.error();
    if (auto read = read_sorting(asked, listed, of.tolerance, order.order); !read)
        return read.error();
    order.walk = {of.where().id, {}, asked.count};
    order.by_cursor = asked.cursor.has_value();
    if (!order.by_cursor) return order;
    order.walk.query = digest_of(over, asked);
    if (asked.cursor->empty()) return order;
    auto place = scim::position_from_text(*asked.cursor, order.walk, of.house.page_key(), now);
    if (!place) return place.error();
    order.after = std::move(*place);
    return order;
}

directory::scim_query users_query(const list_order& order, const scim::catalogue& schemas) {
    directory::scim_query query = query_of(order, order.users);
    query.groups_of_users = order.users.wanted.wants(schemas.user(), "groups");
    return query;
}

directory::scim_query groups_query(const list_order& order) {
    return query_of(order, order.groups);
}

directory::root_query everything_query(const list_order& order, const scim::catalogue& schemas) {
    directory::root_query query{users_query(order, schemas), nullptr, order.groups.sort_by};
    query.groups_filter = order.groups.filter ? &*order.groups.filter : nullptr;
    return query;
}

}  // namespace scimd::server
