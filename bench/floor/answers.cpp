#include "bench/floor/answers.hpp"

#include <boost/json/parse.hpp>
#include <boost/url/pct_string_view.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

#include "bench/floor/documents.hpp"

namespace scimd::bench {
namespace {

namespace json = boost::json;

constexpr std::string_view root = "/scim/v2/";
constexpr std::int64_t page_max = 1'000;

struct asked_list {
    std::string filter;
    std::int64_t start = 1;
    std::int64_t count = 100;
    projection wanted;
};

std::vector<std::string> names_in(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        names.emplace_back(list.substr(0, comma));
        list.remove_prefix(std::min(list.size(), comma + 1));
    }
    return names;
}

std::pair<std::string_view, std::string_view> split(std::string_view text, char at) {
    const std::size_t place = text.find(at);
    if (place == std::string_view::npos) return {text, {}};
    return {text.substr(0, place), text.substr(place + 1)};
}

std::string decoded(std::string_view text) {
    const auto encoded = boost::urls::make_pct_string_view(text);
    return encoded ? encoded->decode() : std::string();
}

asked_list read_parameters(std::string_view parameters) {
    asked_list read;
    while (!parameters.empty()) {
        const auto [first, others] = split(parameters, '&');
        const auto [name, text] = split(first, '=');
        const std::string value = decoded(text);
        const auto number = [&value](std::int64_t& into) {
            std::from_chars(value.data(), value.data() + value.size(), into);
        };
        if (name == "filter") read.filter = value;
        if (name == "startIndex") number(read.start);
        if (name == "count") number(read.count);
        if (name == "attributes") read.wanted = {names_in(value), false};
        if (name == "excludedAttributes") read.wanted = {names_in(value), true};
        parameters = others;
    }
    return read;
}

// The value of `<attribute> eq "value"`; empty for any other filter.
std::string_view compared(std::string_view filter, std::string_view attribute) {
    if (!filter.starts_with(attribute) || !filter.ends_with('"')) return {};
    filter.remove_prefix(attribute.size());
    constexpr std::string_view equals = " eq \"";
    if (!filter.starts_with(equals)) return {};
    return filter.substr(equals.size(), filter.size() - equals.size() - 1);
}

outcome found(std::optional<std::string> body) {
    if (!body) return {404, {}};
    return {200, std::move(*body)};
}

// The attributes that a PATCH of a user says: {"op":"replace","path":…,"value":…} each.
json::object replacements(const json::array& operations) {
    json::object said;
    for (const json::value& one : operations) said[one.at("path").as_string()] = one.at("value");
    return said;
}

std::vector<std::string> new_members(const json::array& operations) {
    std::vector<std::string> ids;
    for (const json::value& one : operations)
        for (const json::value& member : one.at("value").as_array())
            ids.emplace_back(member.at("value").as_string());
    return ids;
}

}  // namespace

answers::answers(reads& from, writer& to, std::string token)
    : reads_(from),
      writer_(to),
      authorization_("Bearer " + std::move(token)),
      next_key_(from.last_key() + 1) {}

void answers::answer(std::string_view method, std::string_view target,
                     std::string_view authorization, std::string_view body, sender send) {
    if (target == "/constant") return send({200, std::string(900, 'x')});
    if (authorization != authorization_) return send({401, {}});
    if (!target.starts_with(root)) return send({404, {}});
    const auto [path, parameters] = split(target.substr(root.size()), '?');
    if (method == "GET") return send(read(path, parameters));
    writer_.submit(write_of(method, path, body), std::move(send));
}

outcome answers::read(std::string_view path, std::string_view parameters) {
    const auto [collection, id] = split(path, '/');
    if (id.empty()) return list(collection, parameters);
    if (collection == "Groups") return found(reads_.group(id));
    return found(reads_.user(id, read_parameters(parameters).wanted));
}

outcome answers::list(std::string_view collection, std::string_view parameters) {
    const asked_list asked = read_parameters(parameters);
    if (collection == "Groups")
        return {200, reads_.groups_named(compared(asked.filter, "displayName"))};
    if (!asked.filter.empty()) return {200, reads_.users_named(compared(asked.filter, "userName"))};
    return {200, reads_.page(asked.start, std::min(asked.count, page_max), asked.wanted)};
}

write answers::write_of(std::string_view method, std::string_view path, std::string_view body) {
    const auto [collection, id] = split(path, '/');
    if (method == "POST") return create(collection, body);
    const json::value said = json::parse(body);
    if (method == "PUT") return change_of_user{std::string(id), said.as_object(), true};
    const json::array& operations = said.at("Operations").as_array();
    if (collection == "Groups") return add_members{std::string(id), new_members(operations)};
    return change_of_user{std::string(id), replacements(operations), false};
}

write answers::create(std::string_view collection, std::string_view body) {
    if (collection == "Bulk") return bulk(body);
    const json::value said = json::parse(body);
    if (collection == "Groups") {
        const std::string id = group_id(next_key_++);
        const std::string name(said.at("displayName").as_string());
        return create_group{id, name, make_group(said.as_object(), id, now_text())};
    }
    create_users one;
    one.rows.push_back(make_user(said.as_object(), next_key_++, now_text()));
    return one;
}

create_users answers::bulk(std::string_view body) {
    create_users all{{}, true};
    const json::value said = json::parse(body);
    const std::string now = now_text();
    for (const json::value& one : said.at("Operations").as_array())
        all.rows.push_back(make_user(one.at("data").as_object(), next_key_++, now));
    return all;
}

}  // namespace scimd::bench
