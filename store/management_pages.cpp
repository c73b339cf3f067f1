// The pages of the management actions: whoever sorts after a key, in the order of keys, which is
// the order of creation. A page costs what it shows; its count costs what matches.
#include "store/reading.hpp"
#include "store/row.hpp"
#include "store/values.hpp"

namespace scimd::store {
namespace {

using name = statement_name;

std::int64_t number(rows found) {
    return found.next() ? found.integer(0) : 0;
}

// The conditions of a page as a fragment, so that both kinds of list are one mechanism.
fragment range_fragment(const name_range& range, std::string_view table, std::int64_t after) {
    fragment made;
    const std::string of(table);
    auto add = [&made](const std::string& text) {
        made.text += (made.text.empty() ? "" : " AND ") + text;
    };
    if (!range.equals.empty()) add(of + ".name_key = " + made.bind(range.equals));
    if (!range.starts_with.empty()) add(starts_with(of + ".name_key", range.starts_with, made));
    if (range.provision)
        add(of + ".provision = " + made.bind(static_cast<std::int64_t>(*range.provision)));
    if (range.active) add(of + ".active = " + made.bind(static_cast<std::int64_t>(*range.active)));
    for (const model::tag_condition& tag : range.tags)
        add("EXISTS (SELECT 1 FROM user_tags t WHERE t.user_key = " + of +
            ".key AND t.tag_key = " + made.bind(tag.key) +
            (tag.value ? " AND t.value = " + made.bind(*tag.value) : "") + ")");
    if (after > 0) add(of + ".key > " + made.bind(after));
    return made;
}

// A name leads to one user; without one, who has the first of the tags is found by an index over
// tags, in the order of keys, and the rest is asked of each. A directory's users are never looked
// through for the few who have a tag.
bool is_led_by_tag(const name_range& range) {
    return !range.tags.empty() && range.equals.empty();
}

fragment tagged_fragment(const name_range& range, std::int64_t after) {
    name_range rest = range;
    rest.tags.erase(rest.tags.begin());
    fragment made = range_fragment(rest, "users", 0);
    const model::tag_condition& leads = range.tags.front();
    std::string text =
        " FROM user_tags leads CROSS JOIN users ON users.key = leads.user_key "
        "WHERE leads.directory = $1 AND leads.tag_key = " +
        made.bind(leads.key);
    if (leads.value) text += " AND leads.value = " + made.bind(*leads.value);
    if (after > 0) text += " AND leads.user_key > " + made.bind(after);
    made.text = text + (made.text.empty() ? "" : " AND " + made.text);
    return made;
}

}  // namespace

std::vector<model::user> reading::users_after(const model::directory& where,
                                              const name_range& range, std::int64_t after,
                                              std::int64_t count) {
    if (!is_led_by_tag(range)) {
        std::vector<model::user> page;
        page_of_users(where, range_fragment(range, "users", after), 0, count,
                      [&page](model::user&& one) { page.push_back(std::move(one)); });
        return page;
    }
    const fragment tagged = tagged_fragment(range, after);
    const std::string text = "SELECT " + std::string(user_columns) + tagged.text +
                             " ORDER BY leads.user_key LIMIT " + std::to_string(count);
    return all(queries_.run(text, parameters_of(where, tagged)), &user_at);
}

std::int64_t reading::count_users(const model::directory& where, const name_range& range) {
    if (!is_led_by_tag(range)) return count_users(where, range_fragment(range, "users", 0));
    const fragment tagged = tagged_fragment(range, 0);
    return number(queries_.run("SELECT count(*)" + tagged.text, parameters_of(where, tagged)));
}

std::vector<model::group> reading::groups_after(const model::directory& where,
                                                const name_range& range, std::int64_t after,
                                                std::int64_t count) {
    return page_of_groups(where, range_fragment(range, "groups", after), 0, count);
}

std::int64_t reading::count_groups(const model::directory& where, const name_range& range) {
    return count_groups(where, range_fragment(range, "groups", 0));
}

std::vector<reading::joined_user> reading::members_after(std::int64_t group_key, std::int64_t after,
                                                         std::int64_t count) {
    std::vector<joined_user> users;
    rows found = queries_.run(name::page_of_members, {group_key, after, count});
    while (found.next()) users.push_back({user_at(found), instant_at(found, 9)});
    return users;
}

std::int64_t reading::count_user_members(std::int64_t group_key) {
    return number(queries_.run(name::count_user_members, {group_key}));
}

std::vector<reading::joined_group> reading::joined_groups_after(std::int64_t user_key,
                                                                std::int64_t after,
                                                                std::int64_t count) {
    std::vector<joined_group> groups;
    rows found = queries_.run(name::page_of_joined_groups, {user_key, after, count});
    while (found.next()) groups.push_back({group_at(found), instant_at(found, 9)});
    return groups;
}

std::int64_t reading::count_joined_groups(std::int64_t user_key) {
    return number(queries_.run(name::count_joined_groups, {user_key}));
}

}  // namespace scimd::store
