// A list request with its names looked up in the resource types that are listed, and its cursor
// opened: what is left to do is reading and writing.
#pragma once

#include <optional>

#include "scim/cursor.hpp"
#include "scim/list_request.hpp"
#include "server/scim_request.hpp"

namespace scimd::server {

enum class list_scope { users, groups, everything };

// What is asked of one resource type.
struct type_order {
    std::optional<scim::filter> filter;
    std::optional<scim::attribute_path> sort_by;
    scim::projection wanted;
};

struct list_order {
    list_scope over = list_scope::users;
    type_order users;
    type_order groups;
    scim::sort_order order = scim::sort_order::ascending;
    std::int64_t start_index = 1;
    bool by_cursor = false;
    scim::walk walk;  // `count` is the size of the page, of a walk or not
    std::optional<scim::position> after;
};

// errc::invalid_filter, invalid_sort (also when none of the listed types has what sortBy names),
// invalid_value, and what scim::position_from_text refuses. `now` tells whether a cursor is too
// old.
model::result<list_order> read_list_order(const scim_request&, list_scope,
                                          const scim::list_request&, model::instant now);

// What the order asks of the directory. The queries borrow from it.
directory::scim_query users_query(const list_order&, const scim::catalogue&);
directory::scim_query groups_query(const list_order&);
directory::root_query everything_query(const list_order&, const scim::catalogue&);

}  // namespace scimd::server
