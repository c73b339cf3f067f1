// The audit log as its readers see it: ours, CloudSSO has none (docs/audit.md).
#include "management/actions.hpp"
#include "management/faults.hpp"
#include "management/list_request.hpp"
#include "model/secret.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <array>

namespace scimd::management {

namespace json = boost::json;
using directory::audit_page;
using directory::audit_query;
using directory::awaitable;
using model::audit_place;
using model::errc;
using model::refusal;
using model::result;

namespace {

// Of Target, Author and Operation: nothing in the log is longer.
constexpr std::size_t filter_bytes_max = 256;

std::string_view author_text(model::author who) {
    return who == model::author::idp ? "IdP" : "Administrator";
}

// What the house refused has a name of CloudSSO's; what the gateway refused has been told by it.
std::string code_text(const std::string& refused) {
    const auto code = model::errc_from_text(refused);
    return code ? to_rejection(refusal(*code, "")).code : refused;
}

void add_text(json::object& to, std::string_view name, const std::string& text) {
    if (!text.empty()) to[name] = text;
}

json::object to_json(const model::audit_event& event) {
    json::object written{{"EventId", event.number},
                         {"Time", model::to_text(event.at)},
                         {"Author", author_text(event.who)},
                         {"AuthorId", event.from.author_id},
                         {"Operation", event.operation},
                         {"Outcome", event.refused.empty() ? "Success" : "Refused"}};
    add_text(written, "DirectoryId", event.directory);
    add_text(written, "SourceAddress", event.from.address);
    add_text(written, "RequestId", event.from.request_id);
    add_text(written, "TargetId", event.target);
    if (event.refused.empty()) return written;
    written["ErrorCode"] = code_text(event.refused);
    add_text(written, "Reason", event.reason);
    return written;
}

json::object to_json(const model::audit_change& change) {
    json::object written{{"EntityId", change.entity}};
    json::value told = json::parse(change.text);
    for (auto& member : told.as_object()) written[member.key()] = std::move(member.value());
    return written;
}

json::object with_changes(const model::audit_event& event) {
    json::object written = to_json(event);
    json::array changes;
    for (const model::audit_change& one : event.changes) changes.push_back(to_json(one));
    written["Changes"] = std::move(changes);
    written["ChangeCount"] = event.change_count;
    written["Digest"] = model::to_hex(event.digest);
    return written;
}

// An event and its one change together.
json::object with_change(const model::audit_event& event) {
    json::object written = to_json(event);
    json::object change = to_json(event.changes.front());
    for (auto& member : change) written[member.key()] = std::move(member.value());
    return written;
}

result<std::string> text_within_limit(const parameters& arguments, std::string_view name) {
    const std::string_view sent = text_of(arguments, name);
    if (sent.size() > filter_bytes_max)
        return invalid(name, "takes at most " + std::to_string(filter_bytes_max) + " bytes");
    return std::string(sent);
}

result<std::optional<model::instant>> instant_of(const parameters& arguments,
                                                 std::string_view name) {
    const std::string_view sent = text_of(arguments, name);
    if (sent.empty()) return std::optional<model::instant>();
    const auto read = model::instant_from_text(sent);
    if (!read) return invalid(name, "is an RFC 3339 time, such as 2026-11-22T08:00:00Z");
    return read;
}

result<void> read_filters(const parameters& arguments, audit_query& into) {
    auto target = text_within_limit(arguments, "Target");
    if (!target) return target.error();
    into.target = std::move(*target);
    auto operation = text_within_limit(arguments, "Operation");
    if (!operation) return operation.error();
    into.operation = std::move(*operation);
    auto author = text_within_limit(arguments, "Author");
    if (!author) return author.error();
    for (const model::author who : {model::author::idp, model::author::administrator})
        if (*author == author_text(who)) into.who = who;
    if (!into.who) into.author_id = std::move(*author);
    const auto from = instant_of(arguments, "From");
    if (!from) return from.error();
    into.from = *from;
    const auto to = instant_of(arguments, "To");
    if (!to) return to.error();
    into.to = *to;
    return {};
}

result<std::optional<audit_place>> place_sent(const call& asked, std::string_view bound_to) {
    const std::string_view token = text_of(asked.arguments, "NextToken");
    if (token.empty()) return std::optional<audit_place>();
    const auto place = place_from_token(asked.house.page_key(), bound_to, token);
    if (!place || place->size() != 3)
        return invalid("NextToken", "is the one of the page before, sent with the same parameters");
    return std::optional<audit_place>({(*place)[0], (*place)[1], (*place)[2]});
}

json::object paged(const call& asked, std::string_view bound_to, std::int64_t count,
                   const audit_page& page, std::string_view name, json::array entries) {
    json::object written;
    written["MaxResults"] = count;
    written["IsTruncated"] = page.next.has_value();
    written[name] = std::move(entries);
    if (page.next) {
        const std::array<std::int64_t, 3> place{page.next->at, page.next->number, page.next->place};
        written["NextToken"] = page_token(asked.house.page_key(), bound_to, place);
    }
    return written;
}

// A directory that is deleted can be asked about as long as the log knows of it.
result<void> check_directory(const call& asked, const audit_query& query) {
    const std::string_view text = text_of(asked.arguments, "DirectoryId");
    const auto missing =
        refusal(errc::directory_not_found, "There is no directory " + std::string(text) + ".");
    if (!query.where) return text.empty() ? result<void>() : missing;
    if (asked.view.find_directory(*query.where)) return {};
    audit_query any;
    any.where = query.where;
    any.count = 1;
    if (asked.view.list_audit_events(any).events.empty()) return missing;
    return {};
}

result<void> check_entity(const call& asked, const model::directory_id& in,
                          const std::string& entity) {
    const auto where = asked.view.find_directory(in);
    if (!where) return where.error();
    if (const auto user = model::user_id::from_text(entity)) {
        const auto found = asked.view.find_user(*where, *user, false);
        if (!found) return found.error();
        return {};
    }
    const auto group = model::group_id::from_text(entity);
    if (!group) return invalid("EntityId", "is the id of a user or a group");
    const auto found = asked.view.find_group(*where, *group);
    if (!found) return found.error();
    return {};
}

}  // namespace

awaitable<answer> list_audit_events(call asked) {
    const std::string bound_to =
        bound_text("ListAuditEvents", asked.arguments,
                   {"DirectoryId", "Target", "Author", "Operation", "From", "To"});
    audit_query query;
    query.where = model::directory_id::from_text(text_of(asked.arguments, "DirectoryId"));
    auto read = read_filters(asked.arguments, query);
    if (!read) co_return read.error();
    auto known = check_directory(asked, query);
    if (!known) co_return known.error();
    auto count = integer_of(asked.arguments, "MaxResults", {1, list_page_max, list_page_default});
    if (!count) co_return count.error();
    query.count = *count;
    auto after = place_sent(asked, bound_to);
    if (!after) co_return after.error();
    query.after = *after;

    audit_page page;
    json::array entries;
    std::function<void(directory::view&)> search = [&](directory::view& view) {
        page = view.list_audit_events(query);
        for (const model::audit_event& one : page.events) entries.push_back(with_changes(one));
    };
    const auto done = co_await asked.house.scan(std::move(search));
    if (!done) co_return done.error();
    co_return paged(asked, bound_to, query.count, page, "AuditEvents", std::move(entries));
}

awaitable<answer> get_entity_history(call asked) {
    const std::string bound_to =
        bound_text("GetEntityHistory", asked.arguments, {"DirectoryId", "EntityId"});
    audit_query within;
    within.where = model::directory_id::from_text(text_of(asked.arguments, "DirectoryId"));
    auto known = check_directory(asked, within);
    if (!known) co_return known.error();
    auto entity = text_within_limit(asked.arguments, "EntityId");
    if (!entity) co_return entity.error();
    auto count = integer_of(asked.arguments, "MaxResults", {1, list_page_max, list_page_default});
    if (!count) co_return count.error();
    auto after = place_sent(asked, bound_to);
    if (!after) co_return after.error();

    audit_page page;
    json::array entries;
    std::function<void(directory::view&)> search = [&](directory::view& view) {
        page = view.list_history(*within.where, *entity, *after, *count);
        for (const model::audit_event& one : page.events) entries.push_back(with_change(one));
    };
    const auto done = co_await asked.house.scan(std::move(search));
    if (!done) co_return done.error();
    // Whoever is gone has a history; who never was has none, and is said not to be there.
    if (page.events.empty() && !*after)
        if (auto there = check_entity(asked, *within.where, *entity); !there)
            co_return there.error();
    co_return paged(asked, bound_to, *count, page, "History", std::move(entries));
}

}  // namespace scimd::management
