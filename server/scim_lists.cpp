// Lists: filter, order, page, projection (RFC 7644 §3.4.2), asked for by GET or by search (§3.4.3),
// of one collection or of all. What an index answers is answered here and now; what has to read the
// directory, or shows many members, goes to the scan pool, so that one slow list never holds up the
// others of its thread.
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

// The resources of a page, one after another.
class resource_texts {
 public:
    explicit resource_texts(std::int64_t expected) {
        text_.reserve(static_cast<std::size_t>(expected) * usual_resource_bytes);
    }

    // Where the next one goes.
    std::string& next() {
        if (count_++ > 0) text_ += ',';
        return text_;
    }

    // Around them a ListResponse; its head tells how many they are, so it is made last.
    std::string list(const scim_request& of, const list_order& order,
                     const directory::page_bounds& bounds) && {
        std::string head;
        if (order.by_cursor)
            scim::append_cursor_list_head(head, bounds.total, count_,
                                          next_cursor(of, order, bounds.next));
        else
            scim::append_list_head(head, bounds.total, order.start_index, count_);
        text_.insert(0, head);
        scim::append_list_tail(text_);
        return std::move(text_);
    }

 private:
    std::string text_;
    std::size_t count_ = 0;
};

// `append` writes one resource.
template <class Entity, class Append>
std::string list_text(const scim_request& of, const list_order& order,
                      const directory::page<Entity>& listed, Append append) {
    resource_texts texts(static_cast<std::int64_t>(listed.entities.size()) + 1);
    for (const Entity& one : listed.entities) append(texts.next(), one);
    return std::move(texts).list(of, order, listed);
}

// Nothing, here and below: the page shows more members than `members_most`.
using list_body = std::optional<std::string>;

std::int64_t members_of(const model::group& one) {
    return one.members;
}
std::int64_t members_of(const directory::listed_resource& one) {
    const auto* group = std::get_if<model::group>(&one);
    return group == nullptr ? 0 : group->members;
}

// Whether the page can be written, as far as its groups' members are concerned.
template <class Entity>
bool fits(const scim_request& of, const list_order& order, const directory::page<Entity>& listed,
          std::int64_t members_most) {
    if (!order.groups.wanted.wants(of.schemas().group(), "members")) return true;
    std::int64_t shown = 0;
    for (const Entity& one : listed.entities) shown += members_of(one);
    return shown <= members_most;
}

std::string user_list(const scim_request& of, directory::view& view, const list_order& order) {
    const directory::scim_query query = users_query(order, of.schemas());
    resource_texts texts(query.filter == nullptr ? query.count + 1 : 1);
    const auto bounds = view.list_users(of.where(), query, [&](const directory::listed_user& one) {
        append_projected_user(texts.next(), one, order.users.wanted, of);
    });
    return std::move(texts).list(of, order, bounds);
}

// The members are read group by group, so the page is asked for and written in one state of the
// store.
list_body group_list(const scim_request& of, directory::view& view, const list_order& order,
                     std::int64_t members_most) {
    list_body body;
    const auto write = [&](std::string& text, const model::group& one) {
        append_projected_group(text, one, view, order.groups.wanted, of);
    };
    view.list_groups(of.where(), groups_query(order),
                     [&](const directory::page<model::group>& listed) {
                         if (fits(of, order, listed, members_most))
                             body = list_text(of, order, listed, write);
                     });
    return body;
}

list_body root_list(const scim_request& of, directory::view& view, const list_order& order,
                    std::int64_t members_most) {
    list_body body;
    const auto write = [&](std::string& text, const directory::listed_resource& one) {
        if (const auto* user = std::get_if<directory::listed_user>(&one))
            append_projected_user(text, *user, order.users.wanted, of);
        else
            append_projected_group(text, std::get<model::group>(one), view, order.groups.wanted,
                                   of);
    };
    view.list_everything(of.where(), everything_query(order, of.schemas()),
                         [&](const directory::page<directory::listed_resource>& listed) {
                             if (fits(of, order, listed, members_most))
                                 body = list_text(of, order, listed, write);
                         });
    return body;
}

list_body write_list(const scim_request& of, directory::view& view, const list_order& order,
                     std::int64_t members_most) {
    switch (order.over) {
        case list_scope::users:
            return user_list(of, view, order);
        case list_scope::groups:
            return group_list(of, view, order, members_most);
        case list_scope::everything:
            break;
    }
    return root_list(of, view, order, members_most);
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

model::fault too_many_members() {
    return model::refusal(model::errc::too_many,
                          "The groups of this page have more than " +
                              std::to_string(list_members_max) +
                              " members together. Ask for excludedAttributes=members or for a "
                              "smaller count.");
}

response list_answer(std::string body) {
    response answer;
    answer.content_type = scim_content_type;
    answer.body = std::move(body);
    return answer;
}

awaitable<response> scan_list(const scim_request& of, list_order order) {
    list_body body;
    const std::function<void(directory::view&)> work = [&](directory::view& view) {
        body = write_list(of, view, order, list_members_max);
    };
    const auto scanned = co_await of.house.scan(work);
    if (!scanned) co_return refuse(scanned.error());
    if (!body) co_return refuse(too_many_members());
    co_return list_answer(std::move(*body));
}

answering answer_list(const scim_request& of, list_scope over, result<scim::list_request> asked) {
    if (!asked) return refuse(asked.error());
    auto order = read_list_order(of, over, *asked, model::now());
    if (!order) return refuse(order.error());
    list_body body;
    if (!takes_long(*order, of.schemas()))
        body = write_list(of, of.view, *order, list_members_inline_max);
    if (!body) return scan_list(of, std::move(*order));
    return list_answer(std::move(*body));
}

result<scim::list_request> read_search(const scim_request& of) {
    const auto body = scim::parse_json(of.http.body);
    if (!body) return body.error();
    return scim::list_request_from_body(*body, of.tolerance);
}

answering list(const scim_request& of, list_scope over) {
    return answer_list(of, over, scim::list_request_from_query(of.query));
}

answering search(const scim_request& of, list_scope over) {
    return answer_list(of, over, read_search(of));
}

}  // namespace

answering list_users(const scim_request& of) {
    return list(of, list_scope::users);
}
answering list_groups(const scim_request& of) {
    return list(of, list_scope::groups);
}
answering list_everything(const scim_request& of) {
    return list(of, list_scope::everything);
}

answering search_users(const scim_request& of) {
    return search(of, list_scope::users);
}
answering search_groups(const scim_request& of) {
    return search(of, list_scope::groups);
}
answering search_everything(const scim_request& of) {
    return search(of, list_scope::everything);
}

}  // namespace scimd::server
