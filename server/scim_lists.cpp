// Lists: filter, order, page, projection (RFC 7644 §3.4.2), asked for by GET or by search (§3.4.3),
// of one collection or of all. What an index answers is answered here and now; what has to read the
// directory goes to the scan pool, so that one slow filter never holds up the others of its thread.
#include "scim/messages.hpp"
#include "server/faults.hpp"
#include "server/list_order.hpp"
#include "server/scim_answers.hpp"
#include "server/scim_endpoint.hpp"

namespace scimd::server {
namespace {

using model::result;

constexpr std::size_t usual_resource_bytes = 1024;  // what is reserved for each

std::string next_cursor(const scim_request& of, const list_order& order,
                        const std::optional<scim::position>& last) {
    if (!last) return {};
    const model::instant expires{model::now().milliseconds +
                                 scim::cursor_timeout_seconds * std::int64_t{1000}};
    return scim::to_text(scim::cursor{order.walk, *last, expires}, of.house.page_key());
}

// A ListResponse; `append` writes one resource.
template <class Entity, class Append>
std::string list_text(const scim_request& of, const list_order& order,
                      const directory::page<Entity>& listed, Append append) {
    std::string body;
    body.reserve((listed.entities.size() + 1) * usual_resource_bytes);
    if (order.by_cursor)
        scim::append_cursor_list_head(body, listed.total, listed.entities.size(),
                                      next_cursor(of, order, listed.next));
    else
        scim::append_list_head(body, listed.total, order.start_index, listed.entities.size());
    for (const Entity& one : listed.entities) {
        if (&one != listed.entities.data()) body += ',';
        append(body, one);
    }
    scim::append_list_tail(body);
    return body;
}

std::string user_list(const scim_request& of, directory::view& view, const list_order& order) {
    const auto listed = view.list_users(of.where(), users_query(order, of.schemas()));
    return list_text(of, order, listed, [&](std::string& body, const directory::listed_user& one) {
        append_projected_user(body, one, order.users.wanted, of);
    });
}

// The members are read group by group, so the page is asked for and written in one state of the
// store.
std::string group_list(const scim_request& of, directory::view& view, const list_order& order) {
    std::string body;
    const auto write = [&](std::string& text, const model::group& one) {
        append_projected_group(text, one, view, order.groups.wanted, of);
    };
    view.list_groups(of.where(), groups_query(order),
                     [&](const directory::page<model::group>& listed) {
                         body = list_text(of, order, listed, write);
                     });
    return body;
}

std::string root_list(const scim_request& of, directory::view& view, const list_order& order) {
    std::string body;
    const auto write = [&](std::string& text, const directory::listed_resource& one) {
        if (const auto* user = std::get_if<directory::listed_user>(&one))
            append_projected_user(text, *user, order.users.wanted, of);
        else
            append_projected_group(text, std::get<model::group>(one), view, order.groups.wanted,
                                   of);
    };
    view.list_everything(of.where(), everything_query(order, of.schemas()),
                         [&](const directory::page<directory::listed_resource>& listed) {
                             body = list_text(of, order, listed, write);
                         });
    return body;
}

std::string write_list(const scim_request& of, directory::view& view, const list_order& order) {
    switch (order.over) {
        case list_scope::users:
            return user_list(of, view, order);
        case list_scope::groups:
            return group_list(of, view, order);
        case list_scope::everything:
            break;
    }
    return root_list(of, view, order);
}

bool takes_long(const list_order& order, const scim::catalogue& schemas) {
    switch (order.over) {
        case list_scope::users:
            return directory::may_take_long(users_query(order, schemas), schemas.user());
        case list_scope::groups:
            return directory::may_take_long(groups_query(order), schemas.group());
        case list_scope::everything:
            break;
    }
    return directory::may_take_long(everything_query(order, schemas), schemas);
}

awaitable<response> answer_list(const scim_request& of, list_scope over,
                                result<scim::list_request> asked) {
    if (!asked) co_return refuse(asked.error());
    const auto order = read_list_order(of, over, *asked, model::now());
    if (!order) co_return refuse(order.error());
    response answer;
    answer.content_type = scim_content_type;
    if (takes_long(*order, of.schemas())) {
        const std::function<void(directory::view&)> work = [&](directory::view& view) {
            answer.body = write_list(of, view, *order);
        };
        const auto scanned = co_await of.house.scan(work);
        if (!scanned) co_return refuse(scanned.error());
    } else {
        answer.body = write_list(of, of.view, *order);
    }
    co_return answer;
}

result<scim::list_request> read_search(const scim_request& of) {
    const auto body = scim::parse_json(of.http.body);
    if (!body) return body.error();
    return scim::list_request_from_body(*body, of.tolerance);
}

awaitable<response> list(const scim_request& of, list_scope over) {
    auto asked = scim::list_request_from_query(of.query);
    response answer = co_await answer_list(of, over, std::move(asked));
    co_return answer;
}

awaitable<response> search(const scim_request& of, list_scope over) {
    auto asked = read_search(of);
    response answer = co_await answer_list(of, over, std::move(asked));
    co_return answer;
}

}  // namespace

awaitable<response> list_users(const scim_request& of) {
    return list(of, list_scope::users);
}
awaitable<response> list_groups(const scim_request& of) {
    return list(of, list_scope::groups);
}
awaitable<response> list_everything(const scim_request& of) {
    return list(of, list_scope::everything);
}

awaitable<response> search_users(const scim_request& of) {
    return search(of, list_scope::users);
}
awaitable<response> search_groups(const scim_request& of) {
    return search(of, list_scope::groups);
}
awaitable<response> search_everything(const scim_request& of) {
    return search(of, list_scope::everything);
}

}  // namespace scimd::server
