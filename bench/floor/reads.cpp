#include "bench/floor/reads.hpp"

#include <utility>

#include "bench/floor/documents.hpp"

namespace scimd::bench {
namespace {

constexpr std::string_view list_head =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":)";

std::string list_of(std::int64_t total, std::int64_t start, std::int64_t count,
                    std::string_view resources) {
    std::string body(list_head);
    body += std::to_string(total) + R"(,"startIndex":)" + std::to_string(start) +
            R"(,"itemsPerPage":)" + std::to_string(count) + R"(,"Resources":[)";
    body += resources;
    body += "]}";
    return body;
}

}  // namespace

reads::reads(const std::string& file, std::string base)
    : database_(file),
      base_(std::move(base)),
      user_by_id_(
          database_.prepare("SELECT document, id, version, modified, key FROM users WHERE id = ?")),
      user_by_name_(database_.prepare(
          "SELECT document, id, version, modified, key FROM users WHERE name_key = ?")),
      users_from_(database_.prepare("SELECT document, id, version, modified, key FROM users "
                                    "WHERE key >= ? ORDER BY key LIMIT ?")),
      last_user_(database_.prepare("SELECT coalesce(max(key), 0) FROM users")),
      groups_of_(database_.prepare("SELECT id, display_name FROM members JOIN groups "
                                   "ON groups.key = group_key WHERE member_key = ?")),
      group_by_id_(
          database_.prepare("SELECT document, id, version, modified FROM groups WHERE id = ?")),
      group_by_name_(database_.prepare(
          "SELECT document, id, version, modified FROM groups WHERE name_key = ?")) {}

void reads::begin() {
    if (!std::exchange(open_, true)) database_.run("BEGIN");
}

void reads::refresh() {
    if (std::exchange(open_, false)) database_.run("COMMIT");
}

void reads::append_user(std::string& out, const query& row, const projection& wanted) {
    const std::size_t from = out.size();
    append_answer(out, base_, {row.text(0), row.text(1), row.number(2), row.text(3), "Users"});
    query groups(groups_of_, row.number(4));
    std::string_view separator = R"(,"groups":[)";
    for (; groups.next(); separator = ",") {
        out += separator;
        out += R"({"value":")";
        out += groups.text(0);
        out += R"(","$ref":")" + base_ + "/scim/v2/Groups/";
        out += groups.text(0);
        out += R"(","display":")";
        out += groups.text(1);
        out += R"(","type":"direct"})";
    }
    out += separator == "," ? "]}" : "}";
    if (wanted.names.empty()) return;
    const std::string chosen =
        project(std::string_view(out).substr(from), wanted.names, wanted.excluded);
    out.resize(from);
    out += chosen;
}

std::optional<std::string> reads::user(std::string_view id, const projection& wanted) {
    begin();
    query found(user_by_id_, id);
    if (!found.next()) return std::nullopt;
    std::string body;
    append_user(body, found, wanted);
    return body;
}

std::optional<std::string> reads::group(std::string_view id) {
    begin();
    query found(group_by_id_, id);
    if (!found.next()) return std::nullopt;
    std::string body;
    append_answer(body, base_,
                  {found.text(0), found.text(1), found.number(2), found.text(3), "Groups"});
    return body += '}';
}

std::string reads::users_named(std::string_view name) {
    begin();
    const std::string key = fold(name);
    query found(user_by_name_, std::string_view(key));
    std::string body;
    const bool is_there = found.next();
    if (is_there) append_user(body, found, {});
    return list_of(is_there ? 1 : 0, 1, is_there ? 1 : 0, body);
}

std::string reads::groups_named(std::string_view name) {
    begin();
    const std::string key = fold(name);
    query found(group_by_name_, std::string_view(key));
    std::string body;
    const bool is_there = found.next();
    if (is_there) {
        append_answer(body, base_,
                      {found.text(0), found.text(1), found.number(2), found.text(3), "Groups"});
        body += '}';
    }
    return list_of(is_there ? 1 : 0, 1, is_there ? 1 : 0, body);
}

std::int64_t reads::last_key() {
    begin();
    query last(last_user_);
    last.next();
    return last.number(0);
}

std::string reads::page(std::int64_t start, std::int64_t count, const projection& wanted) {
    begin();
    const std::int64_t total = last_key();
    query found(users_from_, start, count);
    std::string body;
    std::int64_t got = 0;
    for (; found.next(); ++got) {
        if (got > 0) body += ',';
        append_user(body, found, wanted);
    }
    return list_of(total, start, got, body);
}

}  // namespace scimd::bench
