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
    audit_page page;
    page.events = store::audit_events(ask, filter_from(query), query.count + 1);
    if (static_cast<std::int64_t>(page.events.size()) > query.count) {
        page.events.pop_back();
        page.next = {page.events.back().at.milliseconds, page.events.back().number, 0};
    }
    for (model::audit_event& one : page.events) store::read_changes(ask, one, listed_changes_max);
    return page;
}

audit_page view::list_history(const model::directory_id& where, const std::string& entity_id,
                              const std::optional<audit_place>& after, std::int64_t count) {
    const store::snapshot moment(insides_->reading);
    auto told = store::audit_history(insides_->reading.ask(), where.text(), entity_id,
                                     place_from(after), count + 1);
    audit_page page;
    if (static_cast<std::int64_t>(told.size()) > count) {
        told.pop_back();
        page.next = {0, told.back().event.number, told.back().place};
    }
    for (store::told_change& one : told) page.events.push_back(std::move(one.event));
    return page;
}

std::vector<std::string> view::broken_laws() {
    const store::snapshot moment(insides_->reading);
    return check_laws(insides_->reading.ask());
}

}  // namespace scimd::directory
