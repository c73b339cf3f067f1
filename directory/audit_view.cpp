// A view's reads of the audit log.
#include "directory/laws.hpp"
#include "directory/view.hpp"
#include "store/audit_log.hpp"

namespace scimd::directory {
namespace {

store::audit_place place_from(const std::optional<audit_place>& after) {
    if (!after) return {};
    return {after->at, after->number, after->place};
}

store::audit_filter filter_from(const audit_query& query) {
    store::audit_filter made;
    if (query.where) made.directory = query.where->text();
    made.target = query.target;
    made.who = query.who;
    made.author_id = query.author_id;
    made.operation = query.operation;
    if (query.from) made.from = *query.from;
    if (query.to) made.to = *query.to;
    made.behind = place_from(query.after);
    return made;
}

}  // namespace

audit_page view::list_audit_events(const audit_query& query) {
    const store::snapshot moment(insides_->reading);
    store::queries& ask = insides_->reading.ask();
    auto found = store::audit_events(ask, filter_from(query), query.count);
    audit_page page;
    if (found.more_behind) page.next = {found.more_behind->at, found.more_behind->number, 0};
    std::size_t bytes = 0;
    for (model::audit_event& one : found.events) {
        if (bytes > audit_page_bytes_max) {
            page.next = {page.events.back().at.milliseconds, page.events.back().number, 0};
            return page;
        }
        bytes += store::read_changes(ask, one, listed_changes_max, audit_page_bytes_max - bytes);
        page.events.push_back(std::move(one));
    }
    return page;
}

audit_page view::list_history(const model::directory_id& where, const std::string& entity_id,
                              const std::optional<audit_place>& after, std::int64_t count) {
    const store::snapshot moment(insides_->reading);
    store::queries& ask = insides_->reading.ask();
    auto told = store::audit_history(ask, where.text(), entity_id, place_from(after), count,
                                     audit_page_bytes_max);
    audit_page page;
    for (store::told_change& one : told) {
        page.next = {0, one.event.number, one.place};
        page.events.push_back(std::move(one.event));
    }
    const bool is_last =
        !page.next ||
        store::audit_history(ask, where.text(), entity_id, place_from(page.next), 1, 0).empty();
    if (is_last) page.next.reset();
    return page;
}

std::vector<std::string> view::broken_laws() {
    const store::snapshot moment(insides_->reading);
    return check_laws(insides_->reading.ask());
}

}  // namespace scimd::directory
