// SCIM's lists (RFC 7644 §3.4.2). A page by position in the order of creation is read as it stands;
// for sorted pages, walks by cursor and the root the places are found first and followed one by
// one, in one state of the store.
#include "directory/view.hpp"

#include <algorithm>
#include <iterator>

namespace scimd::directory {
namespace {

using store::list_part;

store::fragment fragment_of(const list_part& part) {
    if (part.filter == nullptr) return {};
    auto made = store::to_sql(*part.filter, *part.type);
    if (!made)
        throw std::logic_error("a filter was not checked before it was listed: " +
                               made.error().detail);
    return std::move(*made);
}

bool is_plain(const scim_query& query) {
    return !query.by_cursor && !query.sort_by;
}

// A first page that is not full has shown all there is: no need to count.
template <class Count>
void count_page(page_bounds& listed, std::int64_t shown, const scim_query& query, Count count) {
    const bool all = query.start_index == 1 && !query.after && query.count > 0 && !listed.next &&
                     shown < query.count;
    listed.total = all ? shown : count();
}

// One list being read, inside one snapshot.
class list_reader {
 public:
    list_reader(store::reading& from, const model::directory& where, const scim_query& query,
                std::vector<list_part> parts)
        : from_(from), where_(where), query_(query), parts_(std::move(parts)) {}

    std::int64_t count(const list_part& part) {
        const store::fragment filter = fragment_of(part);
        return store::type_of(part) == 0 ? from_.count_users(where_, filter)
                                         : from_.count_groups(where_, filter);
    }
    std::int64_t count_all() {
        std::int64_t total = 0;
        for (const list_part& part : parts_) total += count(part);
        return total;
    }

    // The places of the page; one more than it shows tells whether another page follows.
    std::vector<scim::position> places() {
        if (query_.count == 0) return {};
        const std::int64_t count = query_.count + (query_.by_cursor ? 1 : 0);
        const std::int64_t offset = query_.by_cursor ? 0 : query_.start_index - 1;
        const bool sorted = std::ranges::any_of(
            parts_, [](const list_part& part) { return part.sort_by.has_value(); });
        if (!sorted) return created_places(offset, count);
        return from_.sorted_places(where_, parts_, {query_.order, query_.after, offset, count});
    }

    listed_user user_at(const scim::position& place) {
        listed_user found{from_.user_with_key(place.key), {}};
        if (shows_groups()) found.groups = from_.groups_of_user(found.user.key);
        return found;
    }
    // Where there is no group, nobody is in one.
    bool shows_groups() const { return query_.groups_of_users && where_.groups > 0; }
    model::group group_at(const scim::position& place) { return from_.group_with_key(place.key); }

 private:
    // Part by part: those before the one a walk has come to are done, and what an offset skips of
    // one part it need not skip of the next.
    std::vector<scim::position> created_places(std::int64_t offset, std::int64_t count) {
        std::vector<scim::position> places;
        for (const list_part& part : parts_) {
            const auto wanted = count - static_cast<std::int64_t>(places.size());
            if (wanted == 0) break;
            const std::size_t type = store::type_of(part);
            if (query_.after && type < query_.after->type) continue;
            const bool within = query_.after && type == query_.after->type;
            auto found =
                from_.created_places(where_, part, within ? query_.after->key : 0, offset, wanted);
            if (found.empty() && offset > 0)
                offset = std::max<std::int64_t>(offset - this->count(part), 0);
            else
                offset = 0;
            std::ranges::move(found, std::back_inserter(places));
        }
        return places;
    }

    store::reading& from_;
    const model::directory& where_;
    const scim_query& query_;
    std::vector<list_part> parts_;
};

std::vector<scim::position> cut_places(list_reader& list, const scim_query& query,
                                       page_bounds& bounds) {
    auto places = list.places();
    if (query.by_cursor && static_cast<std::int64_t>(places.size()) > query.count) {
        places.pop_back();
        bounds.next = places.back();
    }
    return places;
}

template <class Entity, class Follow>
page<Entity> read_page(list_reader& list, const scim_query& query, Follow follow) {
    page<Entity> listed;
    const auto places = cut_places(list, query, listed);
    listed.entities.reserve(places.size());
    for (const scim::position& place : places) listed.entities.push_back(follow(place));
    count_page(listed, static_cast<std::int64_t>(places.size()), query,
               [&] { return list.count_all(); });
    return listed;
}

}  // namespace

page_bounds view::list_users(const model::directory& where, const scim_query& query,
                             const std::function<void(const listed_user&)>& take) {
    const list_part part{&insides_->schemas.of(where.id).user(), query.filter, query.sort_by};
    const store::snapshot moment = insides_->now();
    store::reading& from = *moment;
    list_reader list(from, insides_->current(where), query, {part});
    page_bounds bounds;
    std::int64_t shown = 0;
    if (is_plain(query)) {
        listed_user one;
        from.page_of_users(where, fragment_of(part), query.start_index - 1, query.count,
                           [&](model::user&& read) {
                               one.user = std::move(read);
                               if (list.shows_groups())
                                   one.groups = from.groups_of_user(one.user.key);
                               ++shown;
                               take(one);
                           });
    } else {
        for (const scim::position& place : cut_places(list, query, bounds)) {
            take(list.user_at(place));
            ++shown;
        }
    }
    count_page(bounds, shown, query, [&] { return list.count_all(); });
    return bounds;
}

void view::list_groups(const model::directory& where, const scim_query& query,
                       const std::function<void(const page<model::group>&)>& read) {
    const list_part part{&insides_->schemas.of(where.id).group(), query.filter, query.sort_by};
    const store::snapshot moment = insides_->now();
    store::reading& from = *moment;
    list_reader list(from, insides_->current(where), query, {part});
    if (!is_plain(query))
        return read(read_page<model::group>(
            list, query, [&](const scim::position& place) { return list.group_at(place); }));
    page<model::group> listed;
    listed.entities =
        from.page_of_groups(where, fragment_of(part), query.start_index - 1, query.count);
    count_page(listed, static_cast<std::int64_t>(listed.entities.size()), query,
               [&] { return list.count_all(); });
    read(listed);
}

void view::list_everything(const model::directory& where, const root_query& query,
                           const std::function<void(const page<listed_resource>&)>& read) {
    const scim::catalogue& schemas = insides_->schemas.of(where.id);
    const store::snapshot moment = insides_->now();
    store::reading& from = *moment;
    list_reader list(from, insides_->current(where), query,
                     {{&schemas.user(), query.filter, query.sort_by},
                      {&schemas.group(), query.groups_filter, query.groups_sort_by}});
    read(read_page<listed_resource>(list, query, [&](const scim::position& place) {
        if (place.type == 0) return listed_resource(list.user_at(place));
        return listed_resource(list.group_at(place));
    }));
}

}  // namespace scimd::directory
