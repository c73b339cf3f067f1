// Lists: filter, page, projection (RFC 7644 §3.4.2). What an index answers is answered here and
// now; what has to read the directory goes to the scan pool, so that one slow filter never holds up
// the others of its thread.
#include "scim/messages.hpp"
#include "server/faults.hpp"
#include "server/scim_answers.hpp"
#include "server/scim_endpoint.hpp"

namespace scimd::server {
namespace {

using model::result;

// A list request, understood.
struct list_order {
    std::optional<scim::filter> filter;
    scim::projection wanted;
    directory::scim_query query;
};

result<std::unique_ptr<list_order>> read_order(const scim_request& of,
                                               const scim::resource_type& type) {
    auto order = std::make_unique<list_order>();  // its address is what the query points into
    auto range = page_range_of(of.query);
    if (!range) return range.error();
    auto wanted = projection_of(of, type);
    if (!wanted) return wanted.error();
    order->wanted = std::move(*wanted);
    if (const auto text = management::find(of.query, "filter"); text && !text->empty()) {
        auto filter = scim::parse_filter(*text, type, of.tolerance);
        if (!filter) return filter.error();
        if (auto possible = directory::check_filter(*filter, type); !possible)
            return possible.error();
        order->filter = std::move(*filter);
        order->query.filter = &*order->filter;
    }
    order->query.start_index = range->start_index;
    order->query.count = range->count;
    order->query.groups_of_users = order->wanted.wants(type, "groups");
    return order;
}

std::string user_list(const scim_request& of, directory::view& view, const list_order& order) {
    const auto listed = view.list_users(of.where(), order.query);
    std::string body;
    body.reserve(256 + listed.entities.size() * 1024);
    scim::append_list_head(body, listed.total, order.query.start_index, listed.entities.size());
    for (const directory::listed_user& one : listed.entities) {
        if (&one != listed.entities.data()) body += ',';
        append_projected_user(body, one, order.wanted, of);
    }
    scim::append_list_tail(body);
    return body;
}

// The members are read group by group, so the page is asked for and written in one state of the
// store.
std::string group_list(const scim_request& of, directory::view& view, const list_order& order) {
    std::string body;
    view.list_groups(of.where(), order.query, [&](const directory::page<model::group>& listed) {
        scim::append_list_head(body, listed.total, order.query.start_index, listed.entities.size());
        for (const model::group& one : listed.entities) {
            if (&one != listed.entities.data()) body += ',';
            append_projected_group(body, one, view, order.wanted, of);
        }
        scim::append_list_tail(body);
    });
    return body;
}

using list_writer = std::string (*)(const scim_request&, directory::view&, const list_order&);

awaitable<response> answer_list(const scim_request& of, const scim::resource_type& type,
                                list_writer write) {
    const auto order = read_order(of, type);
    if (!order) co_return refuse(order.error());
    response answer;
    answer.content_type = scim_content_type;
    if (directory::may_take_long((*order)->query, type)) {
        const std::function<void(directory::view&)> work = [&](directory::view& view) {
            answer.body = write(of, view, **order);
        };
        const auto scanned = co_await of.house.scan(work);
        if (!scanned) co_return refuse(scanned.error());
    } else {
        answer.body = write(of, of.view, **order);
    }
    co_return answer;
}

}  // namespace

awaitable<response> list_users(const scim_request& of) {
    response answer = co_await answer_list(of, of.schemas().user(), &user_list);
    co_return answer;
}

awaitable<response> list_groups(const scim_request& of) {
    response answer = co_await answer_list(of, of.schemas().group(), &group_list);
    co_return answer;
}

}  // namespace scimd::server
