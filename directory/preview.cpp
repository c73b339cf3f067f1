#include "directory/preview.hpp"

#include <unordered_map>
#include <utility>

#include "directory/view.hpp"
#include "store/conflicts.hpp"
#include "store/drift.hpp"

namespace scimd::directory {
namespace {

using model::errc;
using model::refusal;
using model::result;

// A place between two pages as one number: a user's key is even, a group's odd, and users come
// first.
struct place {
    entity_type type = entity_type::user;
    std::int64_t key = 0;
};
place place_of(std::int64_t number) {
    return {number % 2 == 0 ? entity_type::user : entity_type::group, number / 2};
}
std::int64_t number_of(place at) {
    return at.key * 2 + (at.type == entity_type::user ? 0 : 1);
}

struct described_type {
    const scim::resource_type& schemas;
    const char* name_attribute;
};
described_type describe(entity_type type, const scim::catalogue& schemas) {
    if (type == entity_type::user) return {schemas.user(), "userName"};
    return {schemas.group(), "displayName"};
}

entity_type type_of(policy::entity_kind kind) {
    return kind == policy::entity_kind::user ? entity_type::user : entity_type::group;
}

std::optional<boost::json::value> text_or_nothing(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return boost::json::value(text);
}

// What differs of its attributes; of one that was deleted all there are.
previewed_entity compare(const store::drifted& one, entity_type type,
                         const scim::catalogue& schemas) {
    const auto [resource, name_attribute] = describe(type, schemas);
    const scim::document upstream = scim::document_from_text(one.upstream.document);
    scim::document local;
    previewed_entity made;
    made.type = type;
    made.id = one.id;
    made.name = scim::text_of(upstream, name_attribute);
    made.deleted = !one.local;
    if (one.local) {
        local = scim::document_from_text(one.local->document);
        made.edited = one.local->document != one.upstream.document ||
                      one.local->description != one.upstream.description;
        const std::string_view local_name = scim::text_of(local, name_attribute);
        if (local_name != made.name) made.local_name = local_name;
    }
    made.attributes = scim::differences(local, upstream, resource);
    const std::string& was = one.local ? one.local->description : std::string();
    if (was != one.upstream.description)
        made.attributes.push_back(
            {"Description", text_or_nothing(was), text_or_nothing(one.upstream.description)});
    return made;
}

moved_members moved(store::drifted_members found) {
    return {found.count, std::move(found.first)};
}

// One page being read, inside one snapshot.
class preview_reader {
 public:
    preview_reader(store::reading& from, const scim::catalogue& schemas, rollback_preview& into)
        : from_(from), schemas_(schemas), into_(into) {}

    // Users first; the groups take what is left of the page. One more than it shows tells whether
    // another page follows.
    void read_entities(const preview_query& query) {
        const place after = place_of(query.after);
        const std::int64_t wanted = query.count + 1;
        if (after.type == entity_type::user)
            for (const store::drifted& one :
                 store::drifted_users(from_, into_.directory, after.key, wanted))
                add(one, entity_type::user);
        const std::int64_t left = wanted - std::ssize(places_);
        const std::int64_t first = after.type == entity_type::group ? after.key : 0;
        for (const store::drifted& one : store::drifted_groups(from_, into_.directory, first, left))
            add(one, entity_type::group);
        cut(query.count);
        for (std::size_t i = 0; i < places_.size(); ++i)
            if (places_[i].type == entity_type::group) add_members(i);
    }

    // All are counted, those of the page are shown with it.
    void read_conflicts() {
        std::unordered_map<std::string_view, std::size_t> by_id;
        for (std::size_t i = 0; i < into_.entities.size(); ++i)
            by_id.emplace(into_.entities[i].id, i);
        std::vector<std::pair<std::size_t, store::name_conflict>> shown;
        store::each_conflict(from_, into_.directory, schemas_, [&](store::name_conflict one) {
            ++into_.conflicts;
            if (const auto found = by_id.find(one.upstream_id); found != by_id.end())
                shown.emplace_back(found->second, std::move(one));
        });
        for (auto& [index, one] : shown) add_conflict(into_.entities[index], std::move(one));
    }

 private:
    void add(const store::drifted& one, entity_type type) {
        into_.entities.push_back(compare(one, type, schemas_));
        places_.push_back({type, one.key});
    }

    void cut(std::int64_t count) {
        if (std::ssize(places_) <= count) return;
        places_.pop_back();
        into_.entities.pop_back();
        into_.next = number_of(places_.back());
    }

    void add_members(std::size_t index) {
        store::member_drift found = store::drifted_members_of(
            from_, into_.directory, places_[index].key, previewed_members_max);
        into_.entities[index].to_remove = moved(std::move(found.added));
        into_.entities[index].to_put_back = moved(std::move(found.removed));
    }

    void add_conflict(previewed_entity& to, store::name_conflict one) {
        store::holder who = store::describe_holder(from_, one);
        standing_in_the_way made{type_of(one.kind), std::move(one.id), std::move(who.name), {}, {},
                                 who.provision};
        if (!one.attribute.empty()) {
            made.attribute = std::move(one.attribute);
            made.value = std::move(one.name);
        }
        to.conflicts.push_back(std::move(made));
    }

    store::reading& from_;
    const scim::catalogue& schemas_;
    rollback_preview& into_;
    std::vector<place> places_;
};

// Law 1: while Enabled there is nothing to count.
result<void> read_drift(store::reading& from, const model::directory_id& id,
                        directory_drift& into) {
    auto where = from.find_directory(id);
    if (!where)
        return refusal(errc::directory_not_found, "There is no directory " + id.text() + ".");
    into.directory = std::move(*where);
    if (into.directory.synchronization == model::synchronization::disabled)
        into.counts = store::count_drift(from, into.directory);
    return {};
}

}  // namespace

result<directory_drift> view::count_drift(const model::directory_id& id) {
    const store::snapshot moment = insides_->now();
    directory_drift found;
    if (auto read = read_drift(*moment, id, found); !read) return read.error();
    return found;
}

result<rollback_preview> view::preview_rollback(const model::directory_id& id,
                                                const preview_query& query) {
    const store::snapshot moment = insides_->now();
    rollback_preview made;
    if (auto read = read_drift(*moment, id, made); !read) return read.error();
    if (made.counts.entities() == 0) return made;
    preview_reader page(*moment, insides_->schemas.of(id), made);
    page.read_entities(query);
    page.read_conflicts();
    return made;
}

}  // namespace scimd::directory
